import type { AnswerReference, RouteReference } from '../../findings';
import { remarked, type Domain, type Route, type RoutingRules } from '../model';
import { isSameList } from './age';
import { domainOf } from './host-domain';
import { isFor } from './match-place';
import type { ReadMatch } from './plain-match';
import type { ReadVirtualService } from './read-virtual-service';
import type { ServerPlaces } from './server-order';
import { meets } from './source';

/** The routes of Envoy for one host on one listener. */
export interface RouteList {
  /** The VirtualServices that take part, the oldest first. */
  readonly members: readonly ReadVirtualService[];
  /** In Envoy's order: the first that matches a request answers it. */
  readonly routes: readonly Route[];
  /** Matches without an Envoy route, since Istio ignores the matches after an earlier one. */
  readonly dropped: readonly RoutePlace[];
  readonly domain: Domain;
  /**
   * For each of the members, through which server it comes, where that settles the order of some.
   * @default - their age alone decides
   */
  readonly places?: ServerPlaces;
}

/** Returns the route list of the given VirtualServices alone. */
export function routeListOf(
  members: readonly ReadVirtualService[],
  { host }: { readonly host: string },
  port: number | undefined,
  rules: RoutingRules,
): RouteList {
  return routeListMaker(rules)(members, host, port);
}

/** Where a route is: its VirtualService in a list, and its rule and match there or in a delegate. */
export type RoutePlace = Pick<Route, 'member' | 'rule' | 'match' | 'delegate'>;

/** Returns the index of the object in which a route is written: its VirtualService, a delegate, or a Gateway; undefined in no list. */
export function objectOf(
  { members }: Pick<RouteList, 'members'>,
  { member, delegate, redirector }: RoutePlace & Pick<Route, 'redirector'>,
): number | undefined {
  return redirector?.index ?? delegate?.index ?? members[member]?.index;
}

/** Returns the reference to what answers the requests of a route: a match, or a server that redirects to HTTPS. */
export function answerReference(list: Pick<RouteList, 'members'>, route: Route): AnswerReference {
  const { redirector } = route;
  if (redirector === undefined) return referenceTo(list, route);
  return { gateway: redirector.gateway, server: redirector.server };
}

/** Whether a VirtualService has a route on a port for its proxies; also true where it is not known what these fulfil. */
export function hasRoutesFor(member: ReadVirtualService, port: number): boolean {
  return member.rules.some(({ matches }) =>
    matches.some((match) => appliesAt(match, member, member.port ?? port) !== false),
  );
}

/** Returns the reference to a route for a finding: to where it is written. */
export function referenceTo(
  { members }: Pick<RouteList, 'members'>,
  { member, rule, match, delegate }: RoutePlace,
): RouteReference {
  const virtualService = delegate ?? members[member];
  return { virtualService: `${virtualService?.namespace ?? ''}/${virtualService?.name ?? ''}`, rule, match };
}

/** Makes route lists; gateways that have the same VirtualServices for a host share one list. */
export function routeListMaker(rules: RoutingRules) {
  const made = new Map<string, Map<ReadVirtualService | undefined, RouteList[]>>();
  const domains = new Map<string, Domain>();
  return (members: readonly ReadVirtualService[], host: string, port: number | undefined): RouteList => {
    const isAnyPort = members.every((member) => member.appliesEverywhere || member.port !== undefined);
    const byPort = isAnyPort ? undefined : port;
    const key = `${byPort ?? ''} ${host}`;
    const byFirst = made.get(key) ?? new Map<ReadVirtualService | undefined, RouteList[]>();
    made.set(key, byFirst);
    const begunAlike = byFirst.get(members[0]) ?? [];
    const alike = begunAlike.find((other) => isSameList(other.members, members));
    if (alike !== undefined) return alike;
    const domain = domains.get(host) ?? domainOf(host);
    domains.set(host, domain);
    const list = makeList(members, domain, port, rules);
    byFirst.set(members[0], [...begunAlike, list]);
    return list;
  };
}

function makeList(
  members: readonly ReadVirtualService[],
  domain: Domain,
  port: number | undefined,
  rules: RoutingRules,
): RouteList {
  const routes: Route[] = [];
  const last: Route[] = [];
  const dropped: RoutePlace[] = [];
  const blunt = rules.endsAt === 'any-root-prefix';
  members.forEach((virtualService, member) => {
    let ended = false;
    virtualService.rules.forEach(({ always, matches, outcome, source }) => {
      const { rule, matches: indexes, delegate } = source;
      const only = blunt
        ? matches.find((match) => match.rootPrefix && appliesAt(match, virtualService, port) === true)
        : undefined;
      matches.forEach((read, at) => {
        const isApplied = appliesAt(read, virtualService, port);
        if (isApplied === false) return;
        const match = indexes?.[at] ?? at;
        if (ended || (only !== undefined && read !== only)) {
          dropped.push(delegate === undefined ? { member, rule, match } : { member, rule, match, delegate });
          return;
        }
        const { conditions } = read;
        // Of a match for unknown proxies, some requests are left for the routes behind.
        const path = isApplied === undefined ? remarked(read.path) : read.path;
        const catchAll = isApplied === true && read.catchAll;
        const route = { member, rule, match, path, conditions, catchAll, outcome };
        (catchAll ? last : routes).push(delegate === undefined ? route : { ...route, delegate });
        if (catchAll && !blunt) ended = true;
      });
      if (only !== undefined || (blunt && always)) ended = true;
    });
  });
  return { members, routes: last.length === 0 ? routes : routes.concat(last), dropped, domain };
}

/** Whether a match takes part on a port for the proxies of its VirtualService; undefined if it is not known what these fulfil. */
function appliesAt(
  match: ReadMatch,
  member: ReadVirtualService,
  port: number | undefined,
): boolean | undefined {
  if (member.appliesEverywhere) return true;
  if (!isFor(match, member, member.port ?? port)) return false;
  const [{ gateways, needs }, { source }] = [match, member];
  // What a match asks of the proxy does not count where it names Gateways.
  if (gateways !== undefined || needs === undefined) return true;
  return source === undefined || source === 'unknown' ? undefined : meets(source, needs);
}
