import { compareText, groupBy } from '../../../base';
import {
  destinationsOf,
  outcomes,
  referenceTo,
  spellMatch,
  type Route,
  type RouteList,
} from '../../../routing';
import { pathSegments } from './path-segments';
import type { RouteTreeNode, RouteTreeRoute } from './route-tree';

/** The most unchanged routes that are shown at a node. */
const MOST_UNCHANGED = 20;

/** Returns the function of a rule of a VirtualService, `<namespace>/<name>`; undefined if the manifest does not name one. */
export type FunctionOf = (
  snapshot: 'before' | 'after',
  virtualService: string,
  rule: number,
) => string | undefined;

/** A match in both snapshots, or in one of them. */
interface Pairing {
  readonly before: Route | undefined;
  readonly after: Route | undefined;
  readonly mark: RouteTreeRoute['mark'];
}

/** A node of the trie of all routes, changed and unchanged. */
interface Branch {
  readonly pairings: Pairing[];
  readonly children: Map<string, Branch>;
}

/**
 * Builds a compressed trie of the path segments of the routes of one host on one listener, before and after. For example,
 * `/a/b` and `/a/c` share the node `/a/`. Only branches with changes are kept, with the count of unchanged routes in the
 * others. A node with a changed route shows its unchanged routes, too; a node above a change shows its prefixes, which
 * answer what the change leaves.
 *
 * A match of both snapshots is one route. Repeated matches are paired in order, as the first one answers.
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

  /** Returns the node of a branch; a branch without routes and with a single child is joined with the child. */
  function drawn(segment: string, { pairings, children }: Branch): { node: RouteTreeNode; differs: boolean } {
    const [only] = children;
    if (pairings.length === 0 && children.size === 1 && only !== undefined) {
      return drawn(segment + only[0], only[1]);
    }
    const below = [...children]
      .sort(([a], [b]) => compareText(a, b))
      .map(([name, branch]) => drawn(name, branch));
    const differing = below.filter(({ differs }) => differs).map(({ node }) => node);
    const isUnchanged = pairings.every(({ mark }) => mark === 'same');
    const differs = !isUnchanged || differing.length > 0;
    const shown = differs ? shownOf(isUnchanged ? pairings.filter(coversChildren) : pairings) : [];
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
      destinationsBefore: pairing.before === undefined ? [] : destinationsOf(pairing.before.outcome),
      destinationsAfter: pairing.after === undefined ? [] : destinationsOf(pairing.after.outcome),
    };
  }

  function nameOf(snapshot: 'before' | 'after', route: Route | undefined): string | undefined {
    const list = snapshot === 'before' ? before : after;
    if (route === undefined || list === undefined || route.redirector !== undefined) return undefined;
    return functionOf(snapshot, referenceTo(list, route).virtualService, route.rule);
  }
}

/** Pairs the equal matches of both snapshots; the order is the same if the snapshots are swapped. */
function paired(before: RouteList | undefined, after: RouteList | undefined): readonly Pairing[] {
  const keyOf = outcomes().keyOf;
  const [matchesBefore, matchesAfter] = [routesByMatch(before), routesByMatch(after)];
  const matches = [...new Set([...matchesBefore.keys(), ...matchesAfter.keys()])].sort(compareText);
  return matches.flatMap((match) => {
    const [routesBefore, routesAfter] = [matchesBefore.get(match) ?? [], matchesAfter.get(match) ?? []];
    return Array.from({ length: Math.max(routesBefore.length, routesAfter.length) }, (_, index) =>
      pairing(routesBefore[index], routesAfter[index]),
    );
  });

  function pairing(first: Route | undefined, second: Route | undefined): Pairing {
    if (first === undefined) return { before: first, after: second, mark: 'added' };
    if (second === undefined) return { before: first, after: second, mark: 'removed' };
    return { before: first, after: second, mark: keyOf(first) === keyOf(second) ? 'same' : 'changed' };
  }
}

/** Groups routes by match, each group in Envoy's order. */
function routesByMatch(list: RouteList | undefined): ReadonlyMap<string, readonly Route[]> {
  return groupBy(list?.routes ?? [], keyOfMatch);
}

/** Identifies a match; the text of {@link spellMatch} may be ambiguous. */
function keyOfMatch({ path, conditions }: Route): string {
  return [written(path), ...conditions.map(written).sort(compareText)].join(' ');
}

function written(part: Route['path'] | Route['conditions'][number]): string {
  // The compiled regex is large and follows from its source.
  return JSON.stringify(part, (field, value: unknown) => (field === 'rest' ? undefined : value));
}

/** Spells a match; of different orders of its conditions, the one that sorts first. */
function spellPairing({ before, after }: Pairing): string {
  const spelled = [before, after].flatMap((route) => (route === undefined ? [] : [spellMatch(route)]));
  return spelled.sort(compareText)[0] ?? '';
}

/** Whether a match covers the branches below it: requests of changed routes there may move from or to it. */
function coversChildren({ before, after }: Pairing): boolean {
  const path = (before ?? after)?.path;
  return path?.kind === 'prefix' || (path?.kind === 'folded' && path.open);
}

/** Returns all changed routes and the first unchanged ones. */
function shownOf(pairings: readonly Pairing[]): readonly Pairing[] {
  let unchanged = 0;
  return pairings.filter(({ mark }) => mark !== 'same' || ++unchanged <= MOST_UNCHANGED);
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
