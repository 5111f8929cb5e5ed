import { isMapping, type Mapping } from '../../base';
import type { ValuePath } from '../../shape';

/** The value at a path; `undefined` where there is none. */
export function valueAt(root: unknown, path: ValuePath): unknown {
  return path.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return typeof step === 'number' ? (value[step] as unknown) : undefined;
    return isMapping(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }, root);
}

/** A mapping without some of its fields. */
export function without(mapping: Mapping, ...names: readonly string[]): Mapping {
  return Object.fromEntries(Object.entries(mapping).filter(([name]) => !names.includes(name)));
}

/** A value without what is at a path. */
export function withoutPath(root: unknown, [step, ...rest]: ValuePath): unknown {
  if (step === undefined) return root;
  if (Array.isArray(root)) {
    return rest.length === 0
      ? root.filter((_, index) => index !== step)
      : root.map((entry, index) => (index === step ? withoutPath(entry, rest) : (entry as unknown)));
  }
  if (!isMapping(root)) return root;
  const entries = Object.entries(root).flatMap(([name, value]) => {
    if (name !== String(step)) return [[name, value] as const];
    return rest.length === 0 ? [] : [[name, withoutPath(value, rest)] as const];
  });
  return Object.fromEntries(entries);
}
