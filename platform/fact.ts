import type { Component, ParsedVersions } from './component';
import { atLeast, type Version } from './version';

/** From a release on (`1.22`, or `1.20.4` where a patch brought it), a value, and why in a few words. */
export type FactRow<T> = readonly [since: string, value: T, why: string];

/** One thing that follows from the version of one component: the only place where it is known. */
export interface Fact<T> {
  readonly component: Component;
  /** What it decides, as people name it: `API version of VirtualService`. */
  readonly what: string;
  /** Oldest first. A change that a later release took back is a row of its own. */
  readonly rows: readonly FactRow<T>[];
  /** The value as people read it. */
  spell(value: T): string;
}

/** Declares a fact. */
export function fact<const T>(
  component: Component,
  what: string,
  rows: readonly FactRow<T>[],
  spell: (value: T) => string = String,
): Fact<T> {
  return { component, what, rows, spell };
}

/** Declares a fact of yes or no: a field, a label or a behaviour that came with a release. */
export function since(component: Component, what: string, release: string, why: string): Fact<boolean> {
  return fact<boolean>(
    component,
    what,
    [
      [OLDEST, false, `it came with ${release}`],
      [release, true, why],
    ],
    yesOrNo,
  );
}

/** Spells a fact of yes or no. */
export function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

/** Spells a bound that a version may not have. */
export function spellLimit(value: number): string {
  return Number.isFinite(value) ? String(value) : 'no limit';
}

/** Older than every release. */
export const OLDEST = '0.0';

/** The row that holds for a version; `undefined` where the fact begins later. */
export function rowAt<T>({ rows }: Fact<T>, version: Version): FactRow<T> | undefined {
  return rows.filter(([from]) => atLeast(version, from)).at(-1);
}

/** The value that holds for a cluster. Known releases have one; a gap in a table is a defect of this room. */
export function valueOf<T>(fact: Fact<T>, versions: ParsedVersions): T {
  const row = rowAt(fact, versions[fact.component]);
  if (row === undefined)
    throw new Error(`the table of "${fact.what}" does not reach the oldest known release`);
  return row[1];
}
