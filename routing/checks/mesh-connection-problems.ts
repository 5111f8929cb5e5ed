import type { ConnectionWitness } from '../../findings';
import type { MeshConnectionTable } from '../istio';
import { tableBudget, withinBudget } from '../text';
import { positionOfClaim, spellClaim } from './connection-claims';
import type { ConnectionVerdict } from './connection-problems';
import { membersOf, type MeshMeeting } from './mesh-members';
import { meshTcpMeetings } from './mesh-tcp';
import { meshTlsMeetings } from './mesh-tls';
import type { RouteProblem } from './route-problem';

/** Judges the TLS or TCP routes of one port of a service in the mesh. */
export function meshConnectionVerdict(table: MeshConnectionTable): ConnectionVerdict {
  if (table.isUnknown || table.sharing.length > 0) return { verdict: 'undecided', problems: [] };
  const members = membersOf(table);
  const budget = tableBudget(table.routes.length);
  const found = withinBudget(() =>
    table.field === 'tls' ? meshTlsMeetings(members) : meshTcpMeetings(members, budget),
  );
  if (found === undefined) return { verdict: 'undecided', problems: [undecided(table)] };
  const problems = found.answer.map((meeting) => problemOf(table, meeting));
  return { verdict: problems.length > 0 ? 'broken' : 'proved', problems };
}

/** What follows, as words behind the names of both routes. */
const EFFECTS = {
  order: 'take the same connections: a sidecar takes the one of the VirtualService created first',
  subnets:
    'are for one service: the order in which their VirtualServices were created decides whether a sidecar gives the second the destinationSubnets of the first',
  refused: 'take the same connections: Envoy refuses the listener of the service with both',
};

/** What follows where one route meets itself. */
const TWICE = 'takes the same connections twice: Envoy refuses the listener of the service with it';

const HELP = {
  order:
    'write both routes into one VirtualService in the intended order, or let them take different connections',
  subnets:
    'write destinationSubnets in the second as well, or both routes into one VirtualService, this one first',
  refused: 'give each server name and subnet to one match',
};

function problemOf(
  { gateway, host, port }: MeshConnectionTable,
  { kind, claims: [a, b], serverName, address }: MeshMeeting,
): RouteProblem {
  const connection: ConnectionWitness = {
    ...(port !== undefined && { port }),
    ...(serverName !== undefined && { serverName }),
    ...(address !== undefined && { address }),
  };
  return {
    code: kind === 'refused' ? 'KF628' : 'KF601',
    severity: 'error',
    message: `on ${host} (${gateway}), ${a === b ? `${spellClaim(a)} ${TWICE}` : `${spellClaim(a)} and ${spellClaim(b)} ${EFFECTS[kind]}`}`,
    help: HELP[kind],
    positions: a === b ? [positionOfClaim(a)] : [positionOfClaim(a), positionOfClaim(b)],
    connection,
  };
}

function undecided({ gateway, host, routes: [first] }: MeshConnectionTable): RouteProblem {
  return {
    code: 'KF612',
    severity: 'error',
    message: `whether the creation order decides on connections to ${host} (${gateway}) is not decided: its TCP routes exceed the work limit of a check`,
    help: 'write fewer destinationSubnets, or check by other means that they do not overlap',
    positions:
      first === undefined ? [] : [{ virtualService: first.virtualService.index, path: ['spec', 'tcp'] }],
  };
}
