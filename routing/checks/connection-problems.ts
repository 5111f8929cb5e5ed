import type { ConnectionTable } from '../istio';
import { claimsOf, positionOfClaim, spellClaim, type Claim } from './connection-claims';
import { orderDependentNames } from './server-names';
import type { OrderIndependence } from './order-problems';
import type { RouteProblem } from './route-problem';

/** The verdict on TLS or TCP routes, and what is wrong with them. */
export interface ConnectionVerdict {
  readonly verdict: OrderIndependence;
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
  const claims = claimsOf(table.routes);
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
    message: `on ${gateway}, ${spellClaim(a)} and ${spellClaim(b)} ${effect}`,
    help:
      field === 'tls'
        ? 'give each server name to one VirtualService, or write both routes into one'
        : 'give each VirtualService a port of its own, or write both routes into one',
    positions: [positionOfClaim(a), positionOfClaim(b)],
    connection: { ...(port !== undefined && { port }), ...(serverName !== undefined && { serverName }) },
  };
}
