import type { Finding, Place } from '../findings';
import type { RouteProblem } from '../routing';
import { foreignAge, foreignHosts, foreignName, type ForeignVirtualService } from './foreign-virtual-service';
import type { RuleKey } from './order-rules';

/** A route in the table of a host: of a function, or of a foreign VirtualService. */
export type TableSide =
  | { readonly rule: RuleKey; readonly function: string; readonly places: readonly Place[] }
  | { readonly rule?: undefined; readonly foreign: ForeignVirtualService; readonly places: readonly Place[] };

/** What foreign findings are made from. */
export interface ForeignTable {
  readonly host: string;
  /** The side that a position is on. */
  readonly sideOf: (position: RouteProblem['positions'][number]) => TableSide;
  readonly isStray: (rule: RuleKey) => boolean;
}

/** What makes the verdict on a table of foreign VirtualServices unknown; all else that is wrong with them is as it was. */
const UNKNOWN: ReadonlySet<string> = new Set(['KF403', 'KF611', 'KF614']);

/**
 * Returns the finding for a problem of a table that has foreign VirtualServices; none where it is about functions alone, which is
 * found without these, or about foreign VirtualServices as they were.
 */
export function foreignFinding(problem: RouteProblem, table: ForeignTable): Finding | undefined {
  const { positions, routes, ...rest } = problem;
  const sides = positions.map(table.sideOf);
  const own = sides.filter(({ rule }) => rule !== undefined);
  const isMixed = own.length > 0 && own.length < sides.length;
  const finding = { ...rest, places: placesOf(sides), ...(routes === undefined ? {} : { routes }) };
  const { code } = problem;
  if (code === 'KF612') return finding;
  // That there are more conflicts than are shown concerns functions, too.
  if (code === 'KF601' && routes === undefined) return { ...finding, code: 'KF629' };
  if (own.length === sides.length) return undefined;
  if (code === 'KF601') return isMixed ? meeting(finding, sides, table) : standing(finding);
  if (code === 'KF604') return isTaken(sides) ? taken(finding, sides, table) : undefined;
  if (code === 'KF605') return isMixed ? finding : undefined;
  return UNKNOWN.has(code) && problem.severity === 'error' ? finding : undefined;
}

/** KF629: a function and a foreign VirtualService answer the same request differently. */
function meeting(
  finding: Finding,
  sides: readonly TableSide[],
  { host, isStray }: ForeignTable,
): Finding | undefined {
  const [own] = sides.flatMap((side) => (side.rule === undefined ? [] : [side]));
  const [theirs] = sides.flatMap((side) => (side.rule === undefined ? [side.foreign] : []));
  if (own === undefined || theirs === undefined || isStray(own.rule)) return undefined;
  const index = sides.findIndex(({ rule }) => rule === undefined);
  const route = finding.routes?.[index];
  const name = foreignName(theirs);
  const place = route === undefined ? '' : `rule ${route.rule} match ${route.match} of `;
  return {
    ...finding,
    code: 'KF629',
    message: `on ${host}, ${own.function} and ${place}the foreign VirtualService ${name} match the same request and treat it differently; the one created first answers it: ${spellToday(theirs, own.function)}`,
    help: `take ${name} over into the catalog, so that KFaas orders the two, or narrow one of them until they do not meet`,
    places: [...own.places, ...placesOf(sides.filter((side) => side !== own))],
  };
}

/** Says who answers today: the function, if it is not new, may be older. */
function spellToday(theirs: ForeignVirtualService, function_: string): string {
  const name = foreignName(theirs);
  if (foreignHosts(theirs).length === 0)
    return `${name} is as old as the VirtualService that delegates to it`;
  const age = foreignAge(theirs);
  return age === undefined
    ? `${name} does not say when it was created`
    : `today that is ${name}, created at ${age}, unless the VirtualService of ${function_} is older`;
}

/** KF630: foreign VirtualServices meet, as they did before. */
function standing(finding: Finding): Finding {
  return {
    ...finding,
    code: 'KF630',
    severity: 'warning',
    help: 'both are foreign: nothing changes while none of them is created anew. Take both over into the catalog, so that KFaas orders them',
  };
}

/** Whether functions take all requests of a foreign route. */
function isTaken([dead, ...takers]: readonly TableSide[]): boolean {
  return dead?.rule === undefined && takers.length > 0 && takers.every(({ rule }) => rule !== undefined);
}

/** KF631: no request is left for a foreign route. */
function taken(
  finding: Finding,
  [dead, ...takers]: readonly TableSide[],
  { host }: ForeignTable,
): Finding | undefined {
  if (dead === undefined || dead.rule !== undefined) return undefined;
  const functions = [...new Set(takers.flatMap((side) => (side.rule === undefined ? [] : [side.function])))];
  const [route] = finding.routes ?? [];
  const which = route === undefined ? '' : `rule ${route.rule} match ${route.match} of `;
  return {
    ...finding,
    code: 'KF631',
    severity: 'warning',
    message: `on ${host}, no request is left for ${which}the foreign VirtualService ${foreignName(dead.foreign)} once ${functions.join(' and ')} ${functions.length === 1 ? 'is' : 'are'} applied`,
    help: 'if no other route of it is needed, delete it in the cluster and leave it out of this file',
  };
}

function placesOf(sides: readonly TableSide[]): readonly Place[] {
  return sides.flatMap(({ places }) => places);
}
