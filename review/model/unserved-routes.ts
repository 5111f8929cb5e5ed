import type { RouteReference } from '../../findings';
import { destinationsOf, spellMatch, type RouteTable } from '../../routing';
import type { HostPlace } from './place';
import type { SideRoutes } from './side-routes';

/** A route that stands after the change and leads to a Knative Service that goes with it. */
export interface UnservedRoute {
  /** The host of the Knative Service, by which the local gateway knows it. */
  readonly service: string;
  /** `<team>/<name>` of the route's function; undefined where the manifest does not say. */
  readonly function: string | undefined;
  readonly route: RouteReference;
  /** The file of its VirtualService, below the side's folder. */
  readonly file: string;
  /** The match in words. */
  readonly match: string;
  readonly where: HostPlace;
}

/** Finds the routes of a table that lead to one of some hosts, each once, whatever listeners have it. */
export function unservedRoutes(
  table: RouteTable | undefined,
  side: SideRoutes | undefined,
  gone: ReadonlySet<string>,
  where: HostPlace,
): readonly UnservedRoute[] {
  if (table === undefined || gone.size === 0) return [];
  const found = new Map<string, UnservedRoute>();
  for (const { list } of table.listeners) {
    for (const route of list.routes) {
      const services = destinationsOf(route.outcome).map(({ authority, host }) => authority ?? host);
      for (const service of services.filter((name) => gone.has(name))) {
        const member = list.members[route.member];
        const object = member?.index ?? -1;
        const reference = {
          virtualService: `${member?.namespace ?? ''}/${member?.name ?? ''}`,
          rule: route.rule,
          match: route.match,
        };
        found.set(`${service} ${reference.virtualService} ${route.rule} ${route.match}`, {
          service,
          function: side?.functionOf(object, route.rule),
          route: reference,
          file: side?.fileOf(object) ?? '',
          match: spellMatch(route),
          where,
        });
      }
    }
  }
  return [...found.values()];
}
