import type { DifferentObject } from './object-differences';
import type { SnapshotObject } from './object-pairs';

/** Which functions were renamed to which, derived from their Knative Services. */
export interface FunctionPairs {
  /** Records the Knative Services that are removed and added, and the renames among them. */
  readonly record: (
    removed: readonly SnapshotObject[],
    added: readonly SnapshotObject[],
    renamed: readonly DifferentObject[],
  ) => void;
  /** Returns a key: an object can only be a rename of another one with the same key. */
  readonly partnerKey: (snapshot: 'before' | 'after', object: SnapshotObject) => string;
}

/** Starts without functions: every object may be a rename of every other one. */
export function functionPairs(): FunctionPairs {
  const partners = { before: new Map<string, string>(), after: new Map<string, string>() };
  return {
    record: (removed, added, renamed) => {
      for (const object of removed)
        partners.before.set(functionKey(object), `removed ${functionKey(object)}`);
      for (const object of added) partners.after.set(functionKey(object), `renamed ${functionKey(object)}`);
      for (const { before, after } of renamed) {
        partners.before.set(functionKey(before), `renamed ${functionKey(after)}`);
      }
    },
    partnerKey: (snapshot, object) => partners[snapshot].get(functionKey(object)) ?? '',
  };
}

function functionKey({ identity }: SnapshotObject): string {
  return identity.function === undefined ? '' : JSON.stringify([identity.namespace ?? '', identity.function]);
}
