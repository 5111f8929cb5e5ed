import type { DifferentObject } from './object-differences';
import type { SideObject } from './object-pairs';

/** Which functions became which, by their Knative Services. */
export interface FunctionPairs {
  /** Takes note of the Knative Services that go and come, and of those among them that are renamed. */
  readonly settle: (
    removed: readonly SideObject[],
    added: readonly SideObject[],
    renamed: readonly DifferentObject[],
  ) => void;
  /** Objects of the two sides can only be one object renamed where this is the same for both. */
  readonly partnerOf: (side: 'before' | 'after', object: SideObject) => string;
}

/** Starts with no functions settled: every object may have become any other. */
export function functionPairs(): FunctionPairs {
  const partners = { before: new Map<string, string>(), after: new Map<string, string>() };
  return {
    settle: (removed, added, renamed) => {
      for (const object of removed) partners.before.set(functionKey(object), `left ${functionKey(object)}`);
      for (const object of added) partners.after.set(functionKey(object), `became ${functionKey(object)}`);
      for (const { before, after } of renamed) {
        partners.before.set(functionKey(before), `became ${functionKey(after)}`);
      }
    },
    partnerOf: (side, object) => partners[side].get(functionKey(object)) ?? '',
  };
}

function functionKey({ own }: SideObject): string {
  return own.function === undefined ? '' : JSON.stringify([own.namespace ?? '', own.function]);
}
