import type { HostPlace } from './place';

/** One match among the routes of a host, as both sides have it. */
export interface RouteTreeRoute {
  readonly mark: 'added' | 'removed' | 'changed' | 'same';
  /** In words: `prefix /faas/api/saas/, method exact GET`. */
  readonly match: string;
  /** `<team>/<name>` of the functions that it leads to; undefined where the side has no such route or does not say. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Routes by the segments of their paths. */
export interface RouteTreeNode {
  /** One or more segments, with their slashes: `/faas/api/`. */
  readonly segment: string;
  /** Routes that end here, those that change and those beside them. */
  readonly routes: readonly RouteTreeRoute[];
  /** In the order of their segments; only those below which something changes. */
  readonly children: readonly RouteTreeNode[];
  /** How many routes stand below that are not shown, since nothing changes there. */
  readonly unchanged: number;
}

/** The routes of a host, changed branches marked. */
export interface RouteTree {
  readonly root: RouteTreeNode;
  readonly where: readonly HostPlace[];
}
