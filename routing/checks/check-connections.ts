import type { ConnectionRoute, ConnectionTable, MeshConnectionTable, RouteTables } from '../istio';
import { connectionVerdict } from './connection-problems';
import { meshConnectionVerdict } from './mesh-connection-problems';
import type { OrderIndependence } from './order-problems';
import type { RouteProblem } from './route-problem';
import type { CheckedTable, TableCheck } from './table-check';

/**
 * Checks TLS and TCP routes.
 * @param unknown the indexes of the VirtualServices of which something was not read
 * @param servedOr the verdict on a Gateway, where Istio may refuse its servers
 */
export function checkConnections(
  { connections, meshConnections }: Pick<RouteTables, 'connections' | 'meshConnections'>,
  unknown: ReadonlySet<number>,
  servedOr: (gateway: string, verdict: OrderIndependence) => OrderIndependence,
): TableCheck {
  const problems: RouteProblem[] = [];
  const known = (routes: readonly ConnectionRoute[], verdict: OrderIndependence): OrderIndependence =>
    verdict === 'proved' && routes.some(({ virtualService }) => unknown.has(virtualService.index))
      ? 'undecided'
      : verdict;
  const onGateways = connections.map((table): CheckedTable => {
    const { verdict, problems: found } = connectionVerdict(table);
    problems.push(...found);
    const { gateway, routes } = table;
    const orderIndependent = servedOr(gateway, known(routes, verdict));
    return { gateway, host: spellListener(table), routes: routes.length, orderIndependent };
  });
  const isNew = newMeetings();
  const inMesh = meshConnections.map((table): CheckedTable => {
    const { verdict, problems: found } = meshConnectionVerdict(table);
    problems.push(...found.filter(isNew));
    const { gateway, host, routes } = table;
    const name = `${spellListener(table)} of ${host}`;
    return { gateway, host: name, routes: routes.length, orderIndependent: known(routes, verdict) };
  });
  return { tables: [...onGateways, ...inMesh], problems };
}

/** Tells whether two routes were not reported for another host, port or client. */
function newMeetings() {
  const seen = new Set<string>();
  return ({ code, positions }: RouteProblem): boolean =>
    seen.size < seen.add(JSON.stringify([code, positions])).size;
}

/** Names the connections of a listener where a table has its host. */
function spellListener({
  field,
  port,
}: Pick<ConnectionTable | MeshConnectionTable, 'field' | 'port'>): string {
  return `${field.toUpperCase()} connections to ${port === undefined ? 'other ports' : `port ${port}`}`;
}
