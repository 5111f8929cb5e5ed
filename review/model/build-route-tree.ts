import { outcomeKeys, referenceTo, spellMatch, type Route, type RouteList } from '../../routing';
import { pathSegments } from './path-segments';
import type { RouteTreeNode, RouteTreeRoute } from './route-tree';

/** Most routes that are shown at a node though nothing changes about them. */
const MOST_BESIDE = 20;

/** The function that a rule of a VirtualService, `<namespace>/<name>`, leads to; undefined where the manifest does not say. */
export type FunctionOf = (
  side: 'before' | 'after',
  virtualService: string,
  rule: number,
) => string | undefined;

/** A match as both sides have it; at least one has it. */
interface Pairing {
  readonly before: Route | undefined;
  readonly after: Route | undefined;
  readonly mark: RouteTreeRoute['mark'];
}

/** A segment of the paths of all routes, those without changes too. */
interface Branch {
  readonly pairings: Pairing[];
  readonly children: Map<string, Branch>;
}

/**
 * Draws the routes of one host on one listener, before and after, as a tree of the segments of their paths: only the
 * branches on which something changes, with the count of what stands on the others. Beside a change its node's other
 * routes are shown, and above it those that match by prefix: they have what a change below leaves.
 *
 * A match that both sides have is one route there. Where a side has the same match more than once, the first is
 * compared to the other side's first, the second to its second: the first is the one that answers.
 */
export function routeTree(
  before: RouteList | undefined,
  after: RouteList | undefined,
  functionOf: FunctionOf,
): RouteTreeNode {
  const root: Branch = { pairings: [], children: new Map() };
  for (const pairing of paired(before, after)) {
    const route = pairing.before ?? pairing.after;
    if (route !== undefined) branchAt(root, pathSegments(route.path)).pairings.push(pairing);
  }
  return drawn('', root).node;

  /** A branch, joined with the only one below it where nothing else stands on it. */
  function drawn(segment: string, { pairings, children }: Branch): { node: RouteTreeNode; differs: boolean } {
    const [only] = children;
    if (pairings.length === 0 && children.size === 1 && only !== undefined) {
      return drawn(segment + only[0], only[1]);
    }
    const below = [...children]
      .sort(([a], [b]) => compareText(a, b))
      .map(([name, branch]) => drawn(name, branch));
    const differing = below.filter(({ differs }) => differs).map(({ node }) => node);
    const isQuiet = pairings.every(({ mark }) => mark === 'same');
    const differs = !isQuiet || differing.length > 0;
    const shown = differs ? shownOf(isQuiet ? pairings.filter(takesAllBelow) : pairings) : [];
    const hidden = below.filter((child) => !child.differs).reduce((sum, { node }) => sum + node.unchanged, 0);
    return {
      node: {
        segment,
        routes: shown.map(toRoute),
        children: differing,
        unchanged: hidden + pairings.length - shown.length,
      },
      differs,
    };
  }

  function toRoute(pairing: Pairing): RouteTreeRoute {
    return {
      mark: pairing.mark,
      match: spellPairing(pairing),
      before: nameOf('before', pairing.before),
      after: nameOf('after', pairing.after),
    };
  }

  function nameOf(side: 'before' | 'after', route: Route | undefined): string | undefined {
    const list = side === 'before' ? before : after;
    if (route === undefined || list === undefined) return undefined;
    return functionOf(side, referenceTo(list, route).virtualService, route.rule);
  }
}

/** The matches of both sides, each with its like on the other; in an order that does not depend on which side is which. */
function paired(before: RouteList | undefined, after: RouteList | undefined): readonly Pairing[] {
  const keyOf = outcomeKeys();
  const [olds, nows] = [routesByMatch(before), routesByMatch(after)];
  const matches = [...new Set([...olds.keys(), ...nows.keys()])].sort(compareText);
  return matches.flatMap((match) => {
    const [old, now] = [olds.get(match) ?? [], nows.get(match) ?? []];
    return Array.from({ length: Math.max(old.length, now.length) }, (_, place) =>
      pairing(old[place], now[place]),
    );
  });

  function pairing(old: Route | undefined, now: Route | undefined): Pairing {
    if (old === undefined) return { before: old, after: now, mark: 'added' };
    if (now === undefined) return { before: old, after: now, mark: 'removed' };
    return { before: old, after: now, mark: keyOf(old) === keyOf(now) ? 'same' : 'changed' };
  }
}

/** Routes by their matches, each match's routes in Envoy's order. */
function routesByMatch(list: RouteList | undefined): ReadonlyMap<string, readonly Route[]> {
  const byMatch = new Map<string, Route[]>();
  for (const route of list?.routes ?? []) {
    const key = keyOfMatch(route);
    const alike = byMatch.get(key);
    if (alike === undefined) byMatch.set(key, [route]);
    else alike.push(route);
  }
  return byMatch;
}

/** A text that two routes share exactly if they ask for the same; the words of {@link spellMatch} may be ambiguous. */
function keyOfMatch({ path, conditions }: Route): string {
  return [written(path), ...conditions.map(written).sort(compareText)].join(' ');
}

function written(part: Route['path'] | Route['conditions'][number]): string {
  // A regex's program follows from its source, and is large.
  return JSON.stringify(part, (field, value: unknown) => (field === 'rest' ? undefined : value));
}

/** The match in words; where the sides write its conditions in another order, those that sort first. */
function spellPairing({ before, after }: Pairing): string {
  const spelled = [before, after].flatMap((route) => (route === undefined ? [] : [spellMatch(route)]));
  return spelled.sort(compareText)[0] ?? '';
}

/** Whether a match takes the requests of the branches below it too: what changes there is taken from it, or left to it. */
function takesAllBelow({ before, after }: Pairing): boolean {
  const path = (before ?? after)?.path;
  return path?.kind === 'prefix' || (path?.kind === 'folded' && path.open);
}

/** All that changes, and the first of what stands beside it. */
function shownOf(pairings: readonly Pairing[]): readonly Pairing[] {
  let beside = 0;
  return pairings.filter(({ mark }) => mark !== 'same' || ++beside <= MOST_BESIDE);
}

function branchAt(root: Branch, segments: readonly string[]): Branch {
  let branch = root;
  for (const segment of segments) {
    let next = branch.children.get(segment);
    if (next === undefined) {
      next = { pairings: [], children: new Map() };
      branch.children.set(segment, next);
    }
    branch = next;
  }
  return branch;
}

/** By code units: `localeCompare` would give another order under another locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
