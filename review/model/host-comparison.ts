import {
  difference,
  routeFacts,
  tableBudget,
  withinBudget,
  type RouteList,
  type RouteTable,
} from '../../routing';
import { comparedOutcomes } from './compared-outcomes';
import { equivalentRoutes, type UnplacedEquivalent } from './equivalent-changes';
import { requestChange, type ComparedSide, type UnplacedChange } from './request-changes';
import { routeTree } from './build-route-tree';
import type { RouteTreeNode } from './route-tree';
import type { KeptMembers } from './side-routes';
import type { ListPair } from './table-pairs';

/** What a change does on one listener of a host. */
export interface ListComparison {
  readonly port: number | undefined;
  readonly routes: number;
  readonly changes: readonly UnplacedChange[];
  readonly equivalent: readonly UnplacedEquivalent[];
  readonly isDecided: boolean;
  /** Whether both sides have the same VirtualServices, so that nothing was compared. */
  readonly isSame: boolean;
  /** The sides on which the order of creation decides on some requests. */
  readonly orderDependent: readonly ('base' | 'head')[];
  /** Undefined where nothing changes. */
  readonly tree: RouteTreeNode | undefined;
}

/** Most changes that are listed of one listener; where there are so many, the rest counts as not decided. */
const LIMIT = 100_000;

/** What both sides of a host are known to have in common. */
export interface Common {
  readonly kept: KeptMembers;
  /** Whether the same rule does the same on both sides: Istio serves it alike, and its host leads to the same gateway. */
  readonly isServedAlike: boolean;
}

/**
 * Compares the routes of a host on one listener.
 * @param isUnclear whether it is not known of one of its VirtualServices which requests it answers
 */
export function compareLists(
  lists: ListPair,
  sides: { readonly before: ComparedSide; readonly after: ComparedSide },
  { kept, isServedAlike }: Common,
  isUnclear: boolean,
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
  };
  if (isServedAlike && isSame(lists, kept)) return same;
  const keyOf = comparedOutcomes(sides.before.names, sides.after.names);
  const budget = tableBudget(before.routes.length + after.routes.length);
  const found = withinBudget(() => difference(before, after, budget, { limit: LIMIT, keyOf, isServedAlike }));
  // What is too much for the one question mostly is for the other.
  const order = found === undefined ? [] : [orderOf(before), orderOf(after)];
  const changes = (found?.answer ?? []).map((one) => requestChange(one, lists, sides));
  return {
    ...same,
    changes,
    equivalent: found === undefined ? [] : equivalentRoutes(lists, sides, keyOf, kept, changes),
    isDecided:
      !isUnclear && found !== undefined && found.answer.length < LIMIT && !order.includes('undecided'),
    isSame: false,
    orderDependent: (['base', 'head'] as const).filter((_, side) => order[side] === 'broken'),
    tree: changes.length === 0 ? undefined : treeOf(lists, sides),
  };
}

/** Whether both sides have the same VirtualServices in the same order. */
function isSame({ before, after }: ListPair, kept: KeptMembers): boolean {
  const ofBefore = before.members.map(({ index }) => index);
  const ofAfter = after.members.map(({ index }) => index);
  return (
    ofBefore.length === ofAfter.length &&
    before.routes.length === after.routes.length &&
    ofBefore.every((index) => kept.before.has(index)) &&
    ofAfter.every((index) => kept.after.has(index)) &&
    before.members.every(({ namespace, name }, at) => {
      const other = after.members[at];
      return other?.name === name && other.namespace === namespace;
    })
  );
}

function orderOf(list: RouteList): 'proved' | 'broken' | 'undecided' {
  const { conflicts, isWhole } = routeFacts(list, tableBudget(list.routes.length));
  return conflicts.length > 0 ? 'broken' : isWhole ? 'proved' : 'undecided';
}

function treeOf(
  { before, after }: ListPair,
  sides: { readonly before: ComparedSide; readonly after: ComparedSide },
): RouteTreeNode {
  const places = { before: placesOf(before), after: placesOf(after) };
  return routeTree(before, after, (side, virtualService, rule) => {
    const place = places[side].get(virtualService);
    return place === undefined ? undefined : sides[side].routes?.functionOf(place, rule);
  });
}

function placesOf({ members }: Pick<RouteTable, 'members'>): ReadonlyMap<string, number> {
  return new Map(members.map(({ namespace, name, index }) => [`${namespace}/${name}`, index]));
}
