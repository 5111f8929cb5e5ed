import type { ConnectionTable } from '../istio';
import { outcomes } from '../model';
import { orderDependentNames, type Claim } from './server-names';
import type { OrderIndependence } from './order-problems';
import type { MatchPosition, RouteProblem } from './route-problem';

/** The outcome of a TLS or TCP route does not depend on a path. */
const ANY_PATH = { kind: 'any' } as const;

/** The verdict on the TLS or TCP routes of a listener, and what is wrong with them. */
export interface ConnectionVerdict {
  readonly verdict: Extract<OrderIndependence, 'proved' | 'broken'>;
  readonly problems: readonly RouteProblem[];
}

/**
 * Judges the TLS or TCP routes of a listener. Of TLS matches that share a server name, Istio takes the first and leaves the others out
 * with all their server names; of TCP routes, the first takes every connection. So two of different VirtualServices are harmless only if they
 * claim the same server names for the same destinations (Istio 1.31, networking/core/gateway.go).
 *
 * Example: `a` routes the server names `x.com` and `y.com`, and `b` routes `y.com`. If `b` was created first, nothing routes `x.com`.
 */
export function connectionVerdict(table: ConnectionTable): ConnectionVerdict {
  const { keyOf } = outcomes();
  const claims = table.routes.map((route): Claim => {
    const outcome = keyOf({ outcome: route.connection.outcome, path: ANY_PATH });
    return { ...route, outcome, key: `${route.connection.serverNames.join(' ')} ${outcome}` };
  });
  const problems = table.field === 'tls' ? serverNameProblems(table, claims) : firstOfEach(claims, table);
  return { verdict: problems.length > 0 ? 'broken' : 'proved', problems };
}

function serverNameProblems(table: ConnectionTable, claims: readonly Claim[]): readonly RouteProblem[] {
  const byName = new Map<string, Claim[]>();
  for (const claim of claims) {
    for (const name of claim.connection.serverNames) byName.set(name, [...(byName.get(name) ?? []), claim]);
  }
  const found = new Map<string, RouteProblem>();
  const dependent = orderDependentNames(claims);
  for (const [name, sharing] of byName) {
    const pair = differing(sharing);
    if (pair === undefined) continue;
    const [a, b] = pair;
    const names = [name, ...a.connection.serverNames, ...b.connection.serverNames];
    const shown = names.find((one) => dependent.has(one));
    if (shown === undefined) continue;
    const key = JSON.stringify(
      pair.map(({ virtualService: { index }, connection }) => [index, connection.rule, connection.match]),
    );
    if (!found.has(key)) found.set(key, conflict(table, a, b, shown));
  }
  return [...found.values()];
}

/** Each VirtualService has one TCP route on a listener: its first. */
function firstOfEach(claims: readonly Claim[], table: ConnectionTable): readonly RouteProblem[] {
  const firsts = claims.filter(
    (claim, at) => claims.findIndex(({ virtualService }) => virtualService === claim.virtualService) === at,
  );
  const pair = differing(firsts);
  return pair === undefined ? [] : [conflict(table, ...pair, undefined)];
}

/** Returns two claims of different VirtualServices that are not equal. */
function differing(claims: readonly Claim[]): readonly [Claim, Claim] | undefined {
  for (const other of claims) {
    const rival = claims.find((one) => one.virtualService !== other.virtualService && one.key !== other.key);
    if (rival !== undefined) return [other, rival];
  }
  return undefined;
}

function conflict(
  { gateway, port, field }: ConnectionTable,
  a: Claim,
  b: Claim,
  serverName: string | undefined,
): RouteProblem {
  const effect =
    field === 'tls'
      ? 'share a server name: Istio takes the one of the VirtualService created first, and leaves the other out'
      : 'take the same connections: Istio takes the one of the VirtualService created first';
  return {
    code: 'KF601',
    severity: 'error',
    message: `on ${gateway}, ${spell(a)} and ${spell(b)} ${effect}`,
    help:
      field === 'tls'
        ? 'give each server name to one VirtualService, or write both routes into one'
        : 'give each VirtualService a port of its own, or write both routes into one',
    positions: [positionOf(a), positionOf(b)],
    connection: { ...(port !== undefined && { port }), ...(serverName !== undefined && { serverName }) },
  };
}

function spell({
  virtualService: { namespace, name },
  connection: { field, rule, match, serverNames },
}: Claim): string {
  const names = serverNames.length === 0 ? '' : ` (${serverNames.join(', ')})`;
  return `${field} route ${rule} match ${match} of ${namespace}/${name}${names}`;
}

function positionOf({ virtualService: { index }, connection: { field, rule, match } }: Claim): MatchPosition {
  return { virtualService: index, path: ['spec', field, rule, 'match', match] };
}
