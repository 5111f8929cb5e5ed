import { objectPairs, type ClusterObjects } from './object-pairs';
import { findRenames, type Renames } from './renames';
import type { ClusterPair } from './side';

/** The objects of one cluster's changed files, once it is settled what was renamed. */
export interface SettledObjects {
  readonly pair: ClusterPair;
  readonly both: ClusterObjects['both'];
  readonly lonely: Renames;
}

const known = new WeakMap<readonly ClusterPair[], readonly SettledObjects[]>();

/** Settles what was renamed in each cluster; once for the same list, since what objects and what requests do follow from it. */
export function settledObjects(pairs: readonly ClusterPair[]): readonly SettledObjects[] {
  const found = known.get(pairs) ?? settle(pairs);
  known.set(pairs, found);
  return found;
}

function settle(pairs: readonly ClusterPair[]): readonly SettledObjects[] {
  const objectsOf = objectPairs();
  return pairs.map((pair) => {
    const { both, ...lonely } = objectsOf(pair);
    return { pair, both, lonely: findRenames(lonely) };
  });
}
