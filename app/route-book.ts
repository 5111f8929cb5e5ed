import type { Finding } from '../findings';
import type { ManifestPlace } from '../manifests';
import type { RoutingRules } from '../platform';
import type { Outcome, RequestRouter, RequestWay, Route, RouteList } from '../routing';

/** VirtualServices, ready to answer requests. */
export interface RouteBook {
  readonly rules: RoutingRules;
  readonly router: RequestRouter;
  /** Reasons why answers may be wrong: unreadable files and fields that KFaas does not model. */
  readonly findings: readonly Finding[];
  /** Returns the place of a route's match. */
  readonly placeOf: (list: RouteList, route: RouteKey) => ManifestPlace | undefined;
  /** Returns the catalog route that a route is rendered from; `undefined` for VirtualServices from manifests. */
  readonly catalogOf: (list: RouteList, route: RouteKey) => CatalogRoute | undefined;
  /**
   * Returns the place of a route of a foreign VirtualService, which KFaas does not render; `undefined` for all others.
   * @default - none is foreign
   */
  readonly foreignOf?: (list: RouteList, route: RouteKey) => ManifestPlace | undefined;
  /** Returns `<team>/<name>` of the function that a route belongs to; `undefined` if its manifest does not name one. */
  readonly functionOf: (list: RouteList, route: RouteKey) => string | undefined;
  /** Returns a rule as the Istio version serves it, with the retries that it makes where the rule has none. */
  readonly served: (rule: Outcome) => Outcome;
  /** Returns the answer of one gateway. */
  readonly answerOf: (way: RequestWay) => RouteAnswer;
}

/** The fields of a route that identify it in its list. */
export type RouteKey = Pick<Route, 'member' | 'rule' | 'match' | 'redirector'>;

/** A route as the catalog declares it. */
export interface CatalogRoute {
  /** `<team>/<name>` */
  readonly function: string;
  /** The place of its path, or the start of the function's file if the function declares no routes. */
  readonly place: ManifestPlace;
  /** Whether this is the default route, because the function declares no routes. */
  readonly isDefault: boolean;
}

/** The answer of one gateway to a request. */
export interface RouteAnswer {
  /** A JSON object; equal answers have equal text. */
  readonly json: string;
}
