import type { Review } from '../../risks';
import { spacedOut, statementLines } from './statement';
import {
  countKinds,
  newClusters,
  newClusterStatement,
  objectsByKind,
  objectStatement,
  plainText,
  riskNames,
  risksByChange,
} from '../text';

/** The object changes of a review in a terminal, kind by kind; where there are too many, in numbers. Those of a new cluster are one entry. */
export function objectLines(
  review: Review,
  { color, limit }: { readonly color: boolean; readonly limit: number },
): string[] {
  const { objects } = review;
  const risks = risksByChange(review).ofObjects;
  const kinds = objectsByKind(objects);
  const clusters = newClusters(review);
  const folded = new Set(clusters.flatMap((cluster) => cluster.objects));
  if (objects.length - folded.size <= limit) {
    const entries = kinds.flatMap(([, ofKind]) => ofKind).filter(([index]) => !folded.has(index));
    return spacedOut(
      [
        ...entries.map(([index, change]) =>
          objectStatement(change, change.where, riskNames(risks.get(index))),
        ),
        ...clusters.map((cluster) => newClusterStatement(review, cluster)),
      ].map((statement) => statementLines(statement, color)),
    );
  }
  const names = kinds.map(([kind]) => plainText(kind));
  const width = Math.max(...names.map((name) => name.length));
  const lines = kinds.map(([, entries], index) => {
    return `${(names[index] ?? '').padEnd(width)}  ${countKinds(entries.map(([, change]) => change))}`;
  });
  return [...lines.slice(0, limit), 'too many to list: -o json has all, field by field'];
}
