import type { Budget } from './budget';
import { difference } from './difference';
import type { RouteReference } from '../findings';
import type { RouteProblem } from './problem';
import { referenceTo, routeListOf, type RouteList, type RouteTable } from './route-table';
import type { RoutingRules } from './rules';

/**
 * What is wrong with several VirtualServices on a host for which Istio takes the oldest alone: in the mesh, and on
 * gateways of Istio 1.0.0. It does no harm where all of them give every request the same outcome.
 */
export function unmergedProblem(
  table: RouteTable,
  port: number | undefined,
  rules: RoutingRules,
  budget: Budget,
): RouteProblem | undefined {
  const lists = table.members
    .map((member) => routeListOf([member], table, port, rules))
    .filter(({ routes }) => routes.length > 0);
  for (const [place, list] of lists.entries()) {
    const other = lists[place + 1];
    if (other === undefined) return undefined;
    const [changed] = difference(list, other, budget);
    if (changed === undefined) continue;
    const members = [list, other].flatMap(({ members: [member] }) => member ?? []);
    const names = members.map(({ namespace, name }) => `${namespace}/${name}`).join(' and ');
    return {
      code: 'KF601',
      severity: 'error',
      message: `on ${table.host} (${table.gateway}), ${names} are not merged: the one created first serves the host, the other is dropped`,
      help: 'write the rules of both into one VirtualService',
      spots: members.map(({ index }) => ({ virtualService: index, path: ['spec', 'hosts'] })),
      routes: [changed.before ?? firstOf(list), changed.after ?? firstOf(other)],
      witness: changed.witness,
    };
  }
  return undefined;
}

/** Stands for a VirtualService that has no answer. */
function firstOf(list: RouteList): RouteReference {
  return referenceTo(list, list.routes[0] ?? { member: 0, rule: 0, match: 0 });
}
