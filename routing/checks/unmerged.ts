import type { Budget } from '../text';
import { difference } from '../analysis';
import type { AnswerReference, RouteReference } from '../../findings';
import { spellOlder } from './order-problems';
import type { RouteProblem } from './route-problem';
import {
  isAlwaysBefore,
  referenceTo,
  routeListOf,
  servesWithoutRoutes,
  type RouteList,
  type RouteTable,
} from '../istio';
import type { RoutingRules } from '../model';

/**
 * Reports several VirtualServices on a host for which Istio uses only the oldest: in the mesh, and on gateways of
 * Istio 1.0.0. They are harmless if all of them give every request the same outcome.
 */
export function unmergedProblem(
  table: RouteTable,
  port: number | undefined,
  rules: RoutingRules,
  budget: Budget,
): RouteProblem | undefined {
  const serving = table.members
    .map((member, at) => ({ at, list: routeListOf([member], table, port, rules) }))
    .filter(({ list }) => servesWithoutRoutes(table.host, rules) || list.routes.length > 0);
  // One that others are always before never serves the host.
  const lists = serving
    .filter(({ at }) => !serving.some((other) => isAlwaysBefore(table, other.at, at)))
    .map(({ list }) => list);
  for (const [index, list] of lists.entries()) {
    const other = lists[index + 1];
    if (other === undefined) return undefined;
    const [changed] = difference(list, other, budget);
    if (changed === undefined) continue;
    const members = [list.members[0], other.members[0]] as const;
    const names = members.map((member) => `${member?.namespace ?? ''}/${member?.name ?? ''}`).join(' and ');
    return {
      code: 'KF601',
      severity: 'error',
      message: `on ${table.host} (${table.gateway}), ${names} are not merged: the one created first serves the host${spellOlder(...members)}, and the other is ignored`,
      help: 'write the rules of both into one VirtualService',
      positions: members.map((member) => ({ virtualService: member?.index ?? 0, path: ['spec', 'hosts'] })),
      routes: [routeOr(changed.before, list), routeOr(changed.after, other)],
      witness: changed.witness,
    };
  }
  return undefined;
}

/** Returns the route that answers a request, or else the first one of the VirtualService. */
function routeOr(answer: AnswerReference | undefined, list: RouteList): RouteReference {
  if (answer?.virtualService !== undefined) return answer;
  return referenceTo(list, list.routes[0] ?? { member: 0, rule: 0, match: 0 });
}
