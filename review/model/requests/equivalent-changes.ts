import { destinationsOf, spellMatch, type RouteTable } from '../../../routing';
import type { ComparedOutcomes } from './compared-outcomes';
import type { EquivalentChange } from './request-change';
import type { ComparedSnapshot, UnlocatedChange } from './request-changes';
import type { ListPair, TablePair } from './table-pairs';
import type { KeptMembers } from './snapshot-routes';

/** An equivalent change without its locations. */
export type UnlocatedEquivalent = Omit<EquivalentChange, 'where'>;

/** The routes of a function on one host in one snapshot. */
interface OwnRoutes {
  /** The matches as texts, in rule order. */
  readonly matches: string[];
  /** The matches with their outcomes. */
  readonly answers: string[];
}

/**
 * Returns the edits on a host that change no request: renamed functions, and functions with rewritten routes.
 * @param kept unchanged VirtualServices, whose functions are skipped
 * @param changes the changed requests of the host
 */
export function equivalentRoutes(
  lists: ListPair,
  compared: { readonly before: ComparedSnapshot; readonly after: ComparedSnapshot },
  { keyOf }: ComparedOutcomes,
  kept: KeptMembers,
  changes: readonly UnlocatedChange[],
): readonly UnlocatedEquivalent[] {
  const [routesBefore, routesAfter] = [ownRoutes('before'), ownRoutes('after')];
  const changed = new Set(changes.flatMap(({ before, after }) => [before?.function, after?.function]));
  const added = namesByAnswers([...routesAfter].filter(([name]) => !routesBefore.has(name)));
  const found: UnlocatedEquivalent[] = [];
  for (const [name, { matches, answers }] of routesBefore) {
    const same = routesAfter.get(name);
    if (same !== undefined) {
      if (changed.has(name) || answers.join('\n') === same.answers.join('\n')) continue;
      const [before, after] = [matches.join('; '), same.matches.join('; ')];
      found.push({ kind: 'routes-rewritten', subject: name, before, after });
      continue;
    }
    const other = added.get(answers.join('\n'))?.shift();
    if (other !== undefined) {
      found.push({ kind: 'function-renamed', subject: other, before: name, after: other });
    }
  }
  return found;

  /** Returns the routes of functions with changed VirtualServices. */
  function ownRoutes(snapshot: 'before' | 'after'): ReadonlyMap<string, OwnRoutes> {
    const { members, routes } = lists[snapshot];
    const functions = new Map<string, OwnRoutes>();
    for (const route of routes) {
      const member = members[route.member];
      if (member === undefined || kept[snapshot].has(member.index)) continue;
      const name = compared[snapshot].routes?.functionOf(member.index, route.rule);
      if (name === undefined) continue;
      const own = functions.get(name) ?? { matches: [], answers: [] };
      functions.set(name, own);
      own.matches.push(spellMatch(route));
      own.answers.push(`${spellMatch(route)} ${keyOf(route, snapshot)}`);
    }
    return functions;
  }
}

/** Groups the names of functions by their matches and outcomes. */
function namesByAnswers(functions: readonly (readonly [string, OwnRoutes])[]): ReadonlyMap<string, string[]> {
  const names = new Map<string, string[]>();
  for (const [name, { answers }] of functions) {
    const key = answers.join('\n');
    const known = names.get(key);
    if (known === undefined) names.set(key, [name]);
    else known.push(name);
  }
  return names;
}

/** Returns the changed bindings of a host that change no request. */
export function equivalentBindings(
  { before, after, gateways, oldGateways }: TablePair,
  compared: { readonly before: ComparedSnapshot; readonly after: ComparedSnapshot },
): readonly UnlocatedEquivalent[] {
  const subject = after?.host ?? before?.host ?? '';
  const [gatewayBefore, gatewayAfter] = [
    compared.before.names.localGateway,
    compared.after.names.localGateway,
  ];
  const areKnown = gatewayBefore !== undefined && gatewayAfter !== undefined;
  const found: UnlocatedEquivalent[] = [];
  if (areKnown && gatewayBefore !== gatewayAfter && leadsTo(after, gatewayAfter)) {
    found.push({ kind: 'local-gateway', subject, before: gatewayBefore, after: gatewayAfter });
  }
  const [boundBefore, boundAfter] = [oldGateways.join(', '), gateways.join(', ')];
  if (before !== undefined && after !== undefined && boundBefore !== boundAfter) {
    found.push({ kind: 'gateways', subject, before: boundBefore, after: boundAfter });
  }
  return found;
}

/** Whether a route of a table has a host as a destination. */
function leadsTo(table: RouteTable | undefined, host: string): boolean {
  const routes = table?.listeners.flatMap(({ list }) => list.routes) ?? [];
  return routes.some(({ outcome }) =>
    destinationsOf(outcome).some((destination) => destination.host === host),
  );
}

/** Joins equivalent changes that differ only in their locations. */
export function joinedEquivalents(changes: readonly EquivalentChange[]): readonly EquivalentChange[] {
  const found = new Map<string, EquivalentChange>();
  for (const { where, ...said } of changes) {
    const key = JSON.stringify(said);
    const known = found.get(key);
    found.set(key, { ...said, where: [...(known?.where ?? []), ...where] });
  }
  return [...found.values()];
}
