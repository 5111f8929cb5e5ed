import { groupBy } from '../../../base';
import type { ClusterName, ObjectChange } from '../../model';
import type { Review } from '../../risks';
import { spellKind } from './object-text';
import { words, wordsRow, type Statement } from './statement';
import { counted } from './visible-text';

/** A new cluster that answers as another one does, and the objects that come with it. */
export interface NewCluster {
  readonly cluster: ClusterName;
  /** Indexes of added objects that no risk was seen in, in the review's list. */
  readonly objects: readonly number[];
}

/**
 * Finds the objects that a view tells in one line: those of a new cluster that answers every request as another cluster.
 * Objects that a risk was seen in are told one by one.
 */
export function newClusters({ requests, objects, risks }: Review): readonly NewCluster[] {
  const suspected = new Set(risks.flatMap(({ objectChanges }) => objectChanges));
  const clusters = requests.equivalent.flatMap(({ kind, where: [first] }) =>
    kind === 'new-cluster' && first !== undefined ? [first] : [],
  );
  return clusters.flatMap(({ environment, cluster }) => {
    const isIn = ({ where }: ObjectChange) =>
      where.every((place) => place.environment === environment && place.cluster === cluster);
    const own = objects.flatMap((change, index) =>
      change.kind === 'added' && !suspected.has(index) && isIn(change) ? [index] : [],
    );
    return own.length === 0 ? [] : [{ cluster: { environment, cluster }, objects: own }];
  });
}

/** Tells the objects of a new cluster by their kinds: `62 objects of the new cluster prod-jp`. */
export function newClusterStatement({ objects }: Review, { cluster, objects: own }: NewCluster): Statement {
  const changes = own.flatMap((index) => objects[index] ?? []);
  const kinds = [...groupBy(changes, ({ object }) => spellKind(object))].sort(
    ([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1),
  );
  return {
    tone: 'good',
    what: 'added',
    subject: words(`${counted(own.length, 'object')} of the new cluster ${cluster.cluster}`),
    rows: [wordsRow('kinds', kinds.map(([kind, ofKind]) => `${ofKind.length} ${kind}`).join(', '))],
  };
}
