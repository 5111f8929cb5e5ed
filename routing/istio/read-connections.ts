import { isMapping, listOf, type Mapping } from '../../base';
import type { Outcome, RoutingRules } from '../model';
import { gatewayKey, withFullHosts } from './full-names';
import { CONNECTIONS, type ConnectionField } from './match-fields';
import { readNeeds, type Needs } from './source';

/** One match of a TLS or TCP route, read: which connections it takes on a Gateway. */
export interface ReadConnection {
  readonly field: ConnectionField;
  /** Index of the route in `spec.tls` or `spec.tcp`. */
  readonly rule: number;
  /** Index of the match; 0 for a TCP route without matches. */
  readonly match: number;
  /** The server names (SNI) of a TLS match, in lower case: exact, or `*.suffix`. */
  readonly serverNames: readonly string[];
  /** @default - every port */
  readonly port: number | undefined;
  /** Gateways by their full names. @default - all of its VirtualService */
  readonly gateways: readonly string[] | undefined;
  /** The addresses that it is about, in the mesh, as they are written. @default - all of its service */
  readonly subnets: readonly string[];
  /** The server names of a TLS match, as they are written. */
  readonly sniHosts: readonly string[];
  /** By what a sidecar tells it from others: its server names and subnets, as they are written. */
  readonly written: string;
  /** What it asks of the client, in the mesh. @default - nothing */
  readonly needs?: Needs;
  readonly outcome: Outcome;
}

/** Most VirtualServices have none. */
const NO_CONNECTIONS: readonly ReadConnection[] = [];

/**
 * Reads the TLS and TCP routes of a VirtualService. Subnets and source labels are not compared on a Gateway (Istio 1.31,
 * networking/core/gateway.go, l4SingleMatch), and a route without destinations is none.
 */
export function readConnections(
  spec: Mapping,
  namespace: string,
  rules: RoutingRules,
): readonly ReadConnection[] {
  if (CONNECTIONS.every((field) => spec[field] === undefined)) return NO_CONNECTIONS;
  return CONNECTIONS.flatMap((field) =>
    listOf(spec[field]).flatMap((rule, index) =>
      isMapping(rule) ? readRoute(rule, { field, index, namespace, rules }) : [],
    ),
  );
}

function readRoute(
  rule: Mapping,
  {
    field,
    index,
    namespace,
    rules,
  }: {
    readonly field: ConnectionField;
    readonly index: number;
    readonly namespace: string;
    readonly rules: RoutingRules;
  },
): readonly ReadConnection[] {
  const { route } = withFullHosts(rule, namespace);
  if (listOf(route).length === 0) return [];
  const given = listOf(rule.match);
  // A TCP route without a match takes every connection; a TLS route without one takes none.
  const matches = given.length === 0 && field === 'tcp' ? [{}] : given;
  return matches.flatMap((match, at): ReadConnection[] => {
    if (!isMapping(match)) return [];
    const { port, gateways, destinationSubnets } = match;
    const [sniHosts, subnets] = [textsOf(match.sniHosts), textsOf(destinationSubnets)];
    const needs = readNeeds(match, rules, () => undefined);
    const named = textsOf(gateways).map((name) => gatewayKey(name, namespace));
    return [
      {
        field,
        rule: index,
        match: at,
        serverNames: [...new Set(sniHosts.map((name) => name.toLowerCase()))].sort(),
        sniHosts,
        port: typeof port === 'number' && port !== 0 ? port : undefined,
        gateways: named.length === 0 ? undefined : named,
        subnets,
        written: `${sniHosts.join(',')}|${subnets.join(',')}`,
        ...(needs && { needs }),
        outcome: { route },
      },
    ];
  });
}

function textsOf(list: unknown): readonly string[] {
  return listOf(list).filter((text): text is string => typeof text === 'string');
}
