import { destinationsOf, spellMatch, type RouteTable } from '../../routing';
import type { comparedOutcomes } from './compared-outcomes';
import type { EquivalentChange } from './request-change';
import type { ComparedSide, UnplacedChange } from './request-changes';
import type { ListPair, TablePair } from './table-pairs';
import type { KeptMembers } from './side-routes';

/** An equivalent change without where it holds. */
export type UnplacedEquivalent = Omit<EquivalentChange, 'where'>;

/** The routes of a function on one host, on one side. */
interface OwnRoutes {
  /** Matches in words, in the order in which they are tried. */
  readonly matches: string[];
  /** Matches with their outcomes. */
  readonly answers: string[];
}

/**
 * What was edited on a host without changing a request: functions that answer under another name, and functions whose
 * routes are written otherwise.
 * @param kept VirtualServices that are the same on both sides: nothing is said of their functions
 * @param changes what does change there
 */
export function equivalentRoutes(
  lists: ListPair,
  sides: { readonly before: ComparedSide; readonly after: ComparedSide },
  keyOf: ReturnType<typeof comparedOutcomes>,
  kept: KeptMembers,
  changes: readonly UnplacedChange[],
): readonly UnplacedEquivalent[] {
  const [old, now] = [ownRoutes('before'), ownRoutes('after')];
  const touched = new Set(changes.flatMap(({ before, after }) => [before?.function, after?.function]));
  const added = namesByAnswers([...now].filter(([name]) => !old.has(name)));
  const found: UnplacedEquivalent[] = [];
  for (const [name, { matches, answers }] of old) {
    const same = now.get(name);
    if (same !== undefined) {
      if (touched.has(name) || answers.join('\n') === same.answers.join('\n')) continue;
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

  /** The routes of functions whose VirtualServices are not the same object on both sides. */
  function ownRoutes(side: 'before' | 'after'): ReadonlyMap<string, OwnRoutes> {
    const { members, routes } = lists[side];
    const functions = new Map<string, OwnRoutes>();
    for (const route of routes) {
      const member = members[route.member];
      if (member === undefined || kept[side].has(member.index)) continue;
      const name = sides[side].routes?.functionOf(member.index, route.rule);
      if (name === undefined) continue;
      const own = functions.get(name) ?? { matches: [], answers: [] };
      functions.set(name, own);
      own.matches.push(spellMatch(route));
      own.answers.push(`${spellMatch(route)} ${keyOf(route, side)}`);
    }
    return functions;
  }
}

/** The names of functions by what they answer, in their order. */
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

/** Bindings that differ though requests reach their host by the same name. */
export function equivalentBindings(
  { before, after, gateways, oldGateways }: TablePair,
  sides: { readonly before: ComparedSide; readonly after: ComparedSide },
): readonly UnplacedEquivalent[] {
  const subject = after?.host ?? before?.host ?? '';
  const [old, now] = [sides.before.names.localGateway, sides.after.names.localGateway];
  const found: UnplacedEquivalent[] = [];
  if (old !== undefined && now !== undefined && old !== now && leadsTo(after, now)) {
    found.push({ kind: 'local-gateway', subject, before: old, after: now });
  }
  const [was, is] = [oldGateways.join(', '), gateways.join(', ')];
  if (before !== undefined && after !== undefined && was !== is) {
    found.push({ kind: 'gateways', subject, before: was, after: is });
  }
  return found;
}

/** Whether some route sends its requests to a host. */
function leadsTo(table: RouteTable | undefined, host: string): boolean {
  const routes = table?.listeners.flatMap(({ list }) => list.routes) ?? [];
  return routes.some(({ outcome }) =>
    destinationsOf(outcome).some((destination) => destination.host === host),
  );
}

/** Joins equivalent changes that are the same but for where they hold. */
export function joinedEquivalents(changes: readonly EquivalentChange[]): readonly EquivalentChange[] {
  const found = new Map<string, EquivalentChange>();
  for (const { where, ...said } of changes) {
    const key = JSON.stringify(said);
    const known = found.get(key);
    found.set(key, { ...said, where: [...(known?.where ?? []), ...where] });
  }
  return [...found.values()];
}
