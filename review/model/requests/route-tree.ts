import type { Destination } from '../../../routing';
import type { HostLocation } from '../clusters';

/** One match among the routes of a host, before and after. */
export interface RouteTreeRoute {
  readonly mark: 'added' | 'removed' | 'changed' | 'same';
  /** For example `prefix /faas/api/saas/, method exact GET`. */
  readonly match: string;
  /** `<team>/<name>` of the route's function; undefined without a route, or if the manifest does not name one. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Where it leads; empty without a route, and for a route that redirects, responds directly, or delegates. */
  readonly destinationsBefore: readonly Destination[];
  readonly destinationsAfter: readonly Destination[];
}

/** Routes by the segments of their paths. */
export interface RouteTreeNode {
  /** One or more segments, with their slashes: `/faas/api/`. */
  readonly segment: string;
  /** Routes whose paths end here, changed and unchanged. */
  readonly routes: readonly RouteTreeRoute[];
  /** The children with changes, sorted by segment. */
  readonly children: readonly RouteTreeNode[];
  /** The number of unchanged routes in this branch that are not shown; where hosts differ in it, the lowest. */
  readonly unchanged: number;
  /**
   * The highest such number.
   * @default - the same for all hosts of the tree
   */
  readonly unchangedAtMost?: number;
}

/** The tree of the changed routes of hosts. */
export interface RouteTree {
  /** With the names of the first host's function namespace. */
  readonly root: RouteTreeNode;
  readonly where: readonly HostLocation[];
}
