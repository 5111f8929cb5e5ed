import type { AnswerReference, Witness } from '../../../findings';
import type { Destination, Outcome } from '../../../routing';
import type { FieldChange } from '../objects';
import type { HostLocation } from '../clusters';
import type { RouteTree } from './route-tree';
import type { UnservedRoute } from './unserved-routes';

/** The route that answers requests in one snapshot. */
export interface Answer {
  /** `<team>/<name>` of the route's function; undefined if the manifest does not name one. */
  readonly function: string | undefined;
  /** The match of a VirtualService, or the server of a Gateway that redirects to HTTPS. */
  readonly route: AnswerReference;
  /** The file of the VirtualService, or of the Gateway, below the snapshot's folder. */
  readonly file: string;
  /** The route's match: `prefix /faas/api/saas/, method exact GET`. */
  readonly match: string;
  /** The destinations; empty if the route redirects, responds directly, or delegates. */
  readonly destinations: readonly Destination[];
  /** The whole rule of the manifest. */
  readonly rule: Outcome;
}

/** The exact set of requests that all of `matched` match and none of `except`. */
export interface RequestSet {
  readonly matched: readonly string[];
  readonly except: readonly string[];
}

/** Requests with different outcomes before and after. */
export interface RequestChange {
  /**
   * - `answered`: no route matched them before;
   * - `unanswered`: no route matches them after, so Envoy answers 404;
   * - `moved`: they go to different destinations;
   * - `treated`: same destinations, but different weights, timeout, retries, headers or rewrites.
   */
  readonly kind: 'answered' | 'unanswered' | 'moved' | 'treated';
  readonly requests: RequestSet;
  /** Requests of the set with methods that are not idempotent, `POST` and `PATCH`: one for each method. */
  readonly notIdempotent: readonly Witness[];
  /** A request of the set that demonstrates the change. */
  readonly witness: Witness;
  readonly before: Answer | undefined;
  readonly after: Answer | undefined;
  /**
   * Whether requests with a path that the review is asked about are among them.
   * @default - it is asked about no path
   */
  readonly isAsked?: true;
  /** The differences of the rules except for matches; empty if one snapshot has no route. */
  readonly fields: readonly FieldChange[];
  /** The locations; at each of them exactly the same requests change in the same way. */
  readonly where: readonly HostLocation[];
}

/** An edit that changes no outcome. */
export interface EquivalentChange {
  /**
   * - `function-renamed`: a function and its Knative Service are renamed and otherwise equal;
   * - `routes-rewritten`: different matches (split, joined, another regex) select the same requests;
   * - `versions`: the cluster has another Istio version, with different rules;
   * - `local-gateway`: requests pass another Service of the local gateway;
   * - `gateways`: the host is bound to other Gateways;
   * - `new-cluster`: the cluster is new, and answers every request as another cluster of the head snapshot does.
   */
  readonly kind:
    'function-renamed' | 'routes-rewritten' | 'versions' | 'local-gateway' | 'gateways' | 'new-cluster';
  /** The edited subject: a function, a host, a cluster, or `Istio`. */
  readonly subject: string;
  readonly before: string;
  readonly after: string;
  readonly where: readonly HostLocation[];
}

/** The effects of a change on requests. */
export interface RequestReview {
  /** `same`: it is proved that no request changes. `undecided`: some hosts may have more changes than listed. */
  readonly verdict: 'same' | 'changed' | 'undecided';
  /** The scope of the verdict. */
  readonly compared: {
    /** The number of clusters with hosts whose manifests differ. */
    readonly clusters: number;
    /** The number of their hosts, once for each listener with its own routes. */
    readonly hosts: number;
    /** The number of their routes, in the snapshot that has more. */
    readonly routes: number;
    /** The number of clusters whose manifests are byte for byte equal and were not read. */
    readonly alike: number;
  };
  readonly changes: readonly RequestChange[];
  readonly equivalent: readonly EquivalentChange[];
  /** Hosts for which the comparison is incomplete. */
  readonly undecided: readonly HostLocation[];
  /**
   * Changed hosts on which the creation order decides some requests. Their changes assume VirtualServices sorted by
   * the creation times in the manifests, else by name.
   */
  readonly orderDependent: readonly { readonly side: 'base' | 'head'; readonly where: HostLocation }[];
  /** The routes of every changed host; hosts with equal trees share one. */
  readonly trees: readonly RouteTree[];
  /** Routes after the change, changed or unchanged, to Knative Services that the change removes. */
  readonly unserved: readonly UnservedRoute[];
}
