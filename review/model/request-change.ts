import type { RouteReference, Witness } from '../../findings';
import type { Destination, Outcome } from '../../routing';
import type { FieldChange } from './field-change';
import type { HostPlace } from './place';
import type { RouteTree } from './route-tree';
import type { UnservedRoute } from './unserved-routes';

/** What becomes of some requests on one side. */
export interface Answer {
  /** `<team>/<name>` of the function that the route is rendered from; undefined where the manifest does not say. */
  readonly function: string | undefined;
  readonly route: RouteReference;
  /** The file of the VirtualService, below the side's folder. */
  readonly file: string;
  /** The route's match, in words: `prefix /faas/api/saas/, method exact GET`. */
  readonly match: string;
  /** Where its requests go; empty where the route redirects, responds itself, or delegates. */
  readonly destinations: readonly Destination[];
  /** The whole rule, as the manifest has it. */
  readonly rule: Outcome;
}

/** A set of requests: what all of `matched` match, and none of `except`. Exact, in words. */
export interface RequestSet {
  readonly matched: readonly string[];
  readonly except: readonly string[];
}

/** Requests to which something else happens on the other side. */
export interface RequestChange {
  /**
   * - `answered`: no route took them before;
   * - `unanswered`: no route takes them any more, so Envoy answers 404;
   * - `moved`: they go to other destinations, or are shared out among others;
   * - `treated`: they go where they went, otherwise treated: other weights, timeout, retries, headers, rewrites.
   */
  readonly kind: 'answered' | 'unanswered' | 'moved' | 'treated';
  readonly requests: RequestSet;
  /** Which of the methods that HTTP does not call idempotent, `POST` and `PATCH`, are among the requests. */
  readonly notIdempotent: readonly string[];
  /** A request of the set: sent to either side, it shows the change. */
  readonly witness: Witness;
  readonly before: Answer | undefined;
  readonly after: Answer | undefined;
  /** How the rules differ, matches aside; empty where one side has no route. */
  readonly fields: readonly FieldChange[];
  /** Where it holds: in each place of these exactly the same requests change in the same way. */
  readonly where: readonly HostPlace[];
}

/** Something that was edited, though the same happens to every request. */
export interface EquivalentChange {
  /**
   * - `function-renamed`: another function and Knative Service, which are alike but for the name, answer;
   * - `routes-rewritten`: the VirtualServices have other matches (split, joined, another regex) for the same requests;
   * - `versions`: the cluster's Istio is another, so that other rules hold;
   * - `local-gateway`: requests take their second pass through another Service of the local gateway;
   * - `gateways`: the host is bound to other Gateways.
   */
  readonly kind: 'function-renamed' | 'routes-rewritten' | 'versions' | 'local-gateway' | 'gateways';
  /** What it is about: a function, a host, or `Istio`. */
  readonly subject: string;
  readonly before: string;
  readonly after: string;
  readonly where: readonly HostPlace[];
}

/** What a change does to requests. */
export interface RequestReview {
  /** `same`: proved that no request changes. `undecided`: of some hosts it is not known whether more changes than is listed. */
  readonly verdict: 'same' | 'changed' | 'undecided';
  /** What the verdict is about. */
  readonly compared: {
    /** Clusters with hosts whose manifests are not the same on both sides. */
    readonly clusters: number;
    /** Their hosts, once for each listener that has routes of its own. */
    readonly hosts: number;
    /** Their routes, on the side that has more. */
    readonly routes: number;
    /** Clusters whose manifests are the same, byte for byte: nothing was read there. */
    readonly alike: number;
  };
  readonly changes: readonly RequestChange[];
  readonly equivalent: readonly EquivalentChange[];
  /** Hosts on which not everything could be decided. */
  readonly undecided: readonly HostPlace[];
  /**
   * Changed hosts on which the order of creation decides on some requests: there, what is said holds for
   * VirtualServices in the order of their ages as the manifests tell them, else of their names.
   */
  readonly orderDependent: readonly { readonly side: 'base' | 'head'; readonly where: HostPlace }[];
  /** The routes of every host on which something changes; hosts whose trees are alike share one. */
  readonly trees: readonly RouteTree[];
  /** Routes of the head side that lead to Knative Services which the change takes away, whether they change or not. */
  readonly unserved: readonly UnservedRoute[];
}
