import {
  difference,
  routeFacts,
  tableBudget,
  withinBudget,
  type RouteList,
  type RouteTable,
} from '../../../routing';
import { comparedOutcomes } from './compared-outcomes';
import { equivalentRoutes, type UnlocatedEquivalent } from './equivalent-changes';
import { requestChange, type ComparedSnapshot, type UnlocatedChange } from './request-changes';
import { routeTree } from './build-route-tree';
import { pathFocus } from './path-focus';
import type { RouteTreeNode } from './route-tree';
import type { KeptMembers } from './snapshot-routes';
import type { ListPair } from './table-pairs';

/** The comparison of one listener of a host. */
export interface ListComparison {
  readonly port: number | undefined;
  readonly routes: number;
  readonly changes: readonly UnlocatedChange[];
  readonly equivalent: readonly UnlocatedEquivalent[];
  readonly isDecided: boolean;
  /** Whether both snapshots have the same VirtualServices, so that nothing was compared. */
  readonly isSame: boolean;
  /** The snapshots in which the creation order decides some requests. */
  readonly orderDependent: readonly ('base' | 'head')[];
  /** Undefined if nothing changes. */
  readonly tree: RouteTreeNode | undefined;
  /** The functions with a route for one of the paths that the review is asked about, before or after. */
  readonly asked: readonly string[];
}

/** The most changes that are listed for one listener; at the limit, the listener counts as undecided. */
const LIMIT = 100_000;

/** What both snapshots of a host have in common. */
export interface Common {
  readonly kept: KeptMembers;
  /** Whether equal rules have equal outcomes: Istio serves them alike, and the host leads to the same gateway. */
  readonly isServedAlike: boolean;
}

/**
 * Compares the routes of a host on one listener.
 * @param isUnclear whether one of its VirtualServices answers unknown requests
 * @param paths the paths that the review is asked about
 */
export function compareLists(
  lists: ListPair,
  compared: { readonly before: ComparedSnapshot; readonly after: ComparedSnapshot },
  { kept, isServedAlike }: Common,
  isUnclear: boolean,
  paths: readonly string[],
): ListComparison {
  const { before, after, port } = lists;
  const routes = Math.max(before.routes.length, after.routes.length);
  const same = {
    port,
    routes,
    changes: [],
    equivalent: [],
    isDecided: true,
    isSame: true,
    orderDependent: [],
    tree: undefined,
    asked: [],
  };
  const compare = comparedOutcomes(compared.before.names, compared.after.names);
  const focus = withinBudget(() => pathFocus(lists, paths, compared, compare, isServedAlike))?.answer;
  const asked = focus?.functions ?? [];
  if (isServedAlike && isSame(lists, kept)) return { ...same, asked };
  const budget = tableBudget(before.routes.length + after.routes.length);
  const found = withinBudget(() =>
    difference(before, after, budget, { limit: LIMIT, relate: compare.relate, isServedAlike }),
  );
  // A table that exceeds the budget for the difference mostly exceeds it for conflicts, too.
  const creationOrder = found === undefined ? [] : [creationOrderOf(before), creationOrderOf(after)];
  const changes = (found?.answer ?? []).map((one) => {
    const isAsked = focus !== undefined && focus.has(one);
    return requestChange(one, lists, compared, isAsked);
  });
  return {
    ...same,
    asked,
    changes,
    equivalent: found === undefined ? [] : equivalentRoutes(lists, compared, compare, kept, changes),
    isDecided:
      !isUnclear &&
      focus !== undefined &&
      found !== undefined &&
      found.answer.length < LIMIT &&
      !creationOrder.includes('undecided'),
    isSame: false,
    orderDependent: (['base', 'head'] as const).filter((_, index) => creationOrder[index] === 'broken'),
    tree: changes.length === 0 ? undefined : treeOf(lists, compared),
  };
}

/** Whether both snapshots have the same VirtualServices in the same order. */
function isSame({ before, after }: ListPair, kept: KeptMembers): boolean {
  const indexesBefore = before.members.map(({ index }) => index);
  const indexesAfter = after.members.map(({ index }) => index);
  return (
    indexesBefore.length === indexesAfter.length &&
    before.routes.length === after.routes.length &&
    indexesBefore.every((index) => kept.before.has(index)) &&
    indexesAfter.every((index) => kept.after.has(index)) &&
    before.members.every(({ namespace, name }, position) => {
      const other = after.members[position];
      return other?.name === name && other.namespace === namespace;
    })
  );
}

function creationOrderOf(list: RouteList): 'proved' | 'broken' | 'undecided' {
  const { conflicts, isWhole } = routeFacts(list, tableBudget(list.routes.length));
  return conflicts.length > 0 ? 'broken' : isWhole ? 'proved' : 'undecided';
}

function treeOf(
  { before, after }: ListPair,
  compared: { readonly before: ComparedSnapshot; readonly after: ComparedSnapshot },
): RouteTreeNode {
  const indexes = { before: indexByName(before), after: indexByName(after) };
  return routeTree(before, after, (snapshot, virtualService, rule) => {
    const index = indexes[snapshot].get(virtualService);
    return index === undefined ? undefined : compared[snapshot].routes?.functionOf(index, rule);
  });
}

function indexByName({ members }: Pick<RouteTable, 'members'>): ReadonlyMap<string, number> {
  return new Map(members.map(({ namespace, name, index }) => [`${namespace}/${name}`, index]));
}
