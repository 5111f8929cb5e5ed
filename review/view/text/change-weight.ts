import type { Risk } from '../../risks';
import { SEVERITIES } from './risk-text';

/** A change of a list, and where it is there. */
export interface Weighed<Change> {
  readonly change: Change;
  readonly index: number;
}

/**
 * Changes with those first that a reader should not miss: with the weightiest risks, and of these the weightiest kinds.
 * Those that are alike keep their order.
 * @param kinds the weightiest first
 */
export function inOrderOfRisk<Change extends { readonly kind: string }>(
  changes: readonly Change[],
  risks: ReadonlyMap<number, readonly Risk[]>,
  kinds: readonly Change['kind'][],
): readonly Weighed<Change>[] {
  const weightOf = ({ change, index }: Weighed<Change>) => {
    const severities = (risks.get(index) ?? []).map(({ severity }) => SEVERITIES.indexOf(severity));
    return Math.min(SEVERITIES.length, ...severities) * kinds.length + kinds.indexOf(change.kind);
  };
  return changes
    .map((change, index) => ({ change, index }))
    .map((one) => ({ one, weight: weightOf(one) }))
    .sort((a, b) => a.weight - b.weight)
    .map(({ one }) => one);
}
