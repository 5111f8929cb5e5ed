import type { Review } from '../judgement';
import { spacedOut, statementLines } from './human-statement';
import { objectStatement, spellKind } from './object-text';
import { plainText } from './plain-text';
import { riskNames, risksByChange } from './risk-text';
import { countKinds } from './summary-text';

/** The object changes of a review in a terminal, kind by kind; where there are too many, in numbers. */
export function objectLines(
  review: Review,
  { color, limit }: { readonly color: boolean; readonly limit: number },
): string[] {
  const { objects } = review;
  const risks = risksByChange(review).ofObjects;
  const byKind = new Map<string, { readonly index: number; readonly change: (typeof objects)[number] }[]>();
  objects.forEach((change, index) => {
    const kind = spellKind(change.object);
    const known = byKind.get(kind);
    if (known === undefined) byKind.set(kind, [{ index, change }]);
    else known.push({ index, change });
  });
  const kinds = [...byKind].sort(([a], [b]) => (a < b ? -1 : 1));
  if (objects.length <= limit) {
    const entries = kinds.flatMap(([, ofKind]) => ofKind);
    return spacedOut(
      entries.map(({ index, change }) =>
        statementLines(objectStatement(change, change.where, riskNames(risks.get(index))), color),
      ),
    );
  }
  const names = kinds.map(([kind]) => plainText(kind));
  const width = Math.max(...names.map((name) => name.length));
  const lines = kinds.map(([, entries], index) => {
    return `${(names[index] ?? '').padEnd(width)}  ${countKinds(entries.map(({ change }) => change))}`;
  });
  return [...lines.slice(0, limit), 'too many to list: -o json has all, field by field'];
}
