import { objectPairs, type ClusterObjects } from './object-pairs';
import { findRenames, type Renames } from './renames';
import type { ClusterPair } from '../clusters';

/** The objects of one cluster's changed files, matched between the snapshots. */
export interface MatchedObjects extends Renames {
  readonly pair: ClusterPair;
  readonly both: ClusterObjects['both'];
}

/** Matches the objects of each cluster by name, then finds renames. Object changes and service changes derive from it. */
export function matchObjects(pairs: readonly ClusterPair[]): readonly MatchedObjects[] {
  const objectsOf = objectPairs();
  return pairs.map((pair) => {
    const { both, ...unmatched } = objectsOf(pair);
    return { pair, both, ...findRenames(unmatched) };
  });
}
