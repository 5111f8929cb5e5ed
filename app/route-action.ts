import { isLocalGateway, isMapping, serviceOfHost, type ServiceName } from '../base';
import type { RoutingRules } from '../platform';
import { destinationsOf, type Destination, type Route } from '../routing';

/** The action of a route on a request. */
export interface RouteAction {
  /** The destinations of the request; empty if Envoy answers the request itself. */
  readonly destinations: readonly Destination[];
  /** The field of the rule that answers instead of a destination. */
  readonly instead?: 'redirect' | 'directResponse' | 'delegate';
}

/** Returns the action of a route. A redirect has precedence over a direct response, which has precedence over the rest. */
export function actionOf({ outcome }: Pick<Route, 'outcome'>, rules: RoutingRules): RouteAction {
  if (isMapping(outcome.redirect)) return { destinations: [], instead: 'redirect' };
  if (isMapping(outcome.directResponse) && rules.directResponse) {
    return { destinations: [], instead: 'directResponse' };
  }
  const destinations = destinationsOf(outcome);
  if (destinations.length === 0 && isMapping(outcome.delegate) && rules.delegate !== 'ignored') {
    return { destinations, instead: 'delegate' };
  }
  return { destinations };
}

/**
 * Returns the Knative Service that serves the request, or `undefined` if it is not known. A local gateway of Knative
 * routes the request a second time, by its authority.
 */
export function knativeServiceOf({ host, authority = '' }: Destination): ServiceName | undefined {
  return isLocalGateway(host) ? serviceOfHost(authority.toLowerCase()) : undefined;
}
