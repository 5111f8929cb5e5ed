import { compareText, textOf } from '../../base';
import type { RoutingRules } from '../model';

/** An object that Istio sorts by age. */
export interface Aged {
  readonly name: string;
  readonly namespace: string;
  /** When it was created, in milliseconds since 1970; `undefined` if the object has no timestamp. */
  readonly created: number | undefined;
  /** Whether it comes after all others, whatever its age. @default false */
  readonly comesLast?: boolean;
}

/** Reads a creation timestamp, which has whole seconds. YAML parsers return a string or a date. */
export function timeOf(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const time = value instanceof Date ? value.getTime() : Date.parse(textOf(value) ?? '');
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000) * 1000;
}

/** Compares by age, the oldest first; some come last. Objects without a timestamp come before all others. */
export function ageOrder({ tieBreak }: RoutingRules): (a: Aged, b: Aged) => number {
  return (a, b) =>
    Number(a.comesLast ?? false) - Number(b.comesLast ?? false) ||
    (a.created ?? 0) - (b.created ?? 0) ||
    (tieBreak === 'dotted-name'
      ? compareText(`${a.name}.${a.namespace}`, `${b.name}.${b.namespace}`)
      : compareText(a.name, b.name) || compareText(a.namespace, b.namespace));
}

/**
 * Sorts by age, the oldest first. Gateways usually share the sorted list, and the route list built from it, so that the same
 * objects sorted again are the same list.
 */
export function ageSorter<T extends Aged>(rules: RoutingRules) {
  const compare = ageOrder(rules);
  let given: readonly T[] | undefined;
  let sorted: readonly T[] = [];
  return (members: readonly T[]): readonly T[] => {
    if (given !== undefined && isSameList(given, members)) return sorted;
    const isSorted = members.every((member, i) => {
      const before = members[i - 1];
      return before === undefined || compare(before, member) <= 0;
    });
    given = members;
    sorted = isSorted ? members : [...members].sort(compare);
    return sorted;
  };
}

/** Whether two lists contain the same entries in the same order. */
export function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a === b || (a.length === b.length && a.every((entry, i) => entry === b[i]));
}
