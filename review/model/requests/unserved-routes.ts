import type { RouteReference } from '../../../findings';
import { destinationsOf, objectOf, referenceTo, spellMatch, type RouteTable } from '../../../routing';
import type { HostLocation } from '../clusters';
import type { SnapshotRoutes } from './snapshot-routes';

/** A route that exists after the change and leads to a Knative Service that the change removes. */
export interface UnservedRoute {
  /** The host by which the local gateway routes to the Knative Service. */
  readonly service: string;
  /** `<team>/<name>` of the route's function; undefined if the manifest does not name one. */
  readonly function: string | undefined;
  readonly route: RouteReference;
  /** The file of its VirtualService, below the snapshot's folder. */
  readonly file: string;
  /** The text of the match. */
  readonly match: string;
  readonly where: HostLocation;
}

/** Returns the routes of a table that lead to removed hosts, each once for all listeners. */
export function unservedRoutes(
  table: RouteTable | undefined,
  snapshot: SnapshotRoutes | undefined,
  gone: ReadonlySet<string>,
  where: HostLocation,
): readonly UnservedRoute[] {
  if (table === undefined || gone.size === 0) return [];
  const found = new Map<string, UnservedRoute>();
  for (const { list } of table.listeners) {
    for (const route of list.routes) {
      const services = destinationsOf(route.outcome).map(({ authority, host }) => authority ?? host);
      for (const service of services.filter((name) => gone.has(name))) {
        const object = objectOf(list, route) ?? -1;
        const reference = referenceTo(list, route);
        found.set(`${service} ${reference.virtualService} ${route.rule} ${route.match}`, {
          service,
          function: snapshot?.functionOf(object, route.rule),
          route: reference,
          file: snapshot?.fileOf(object) ?? '',
          match: spellMatch(route),
          where,
        });
      }
    }
  }
  return [...found.values()];
}
