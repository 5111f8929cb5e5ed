import type { z } from 'zod';
import type { Problem, ValuePath } from './problem';
import { checkShape } from './shape';

/**
 * Returns a value without the parts that violate its shape, so that the same run can check the other parts.
 * Returns `undefined` if nothing is left to check.
 */
export function withoutBroken<S extends z.ZodObject>(
  schema: S,
  value: unknown,
  problems: readonly Problem[],
): z.infer<S> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  let rest: unknown = value;
  let broken: readonly ValuePath[] = problems.map(({ path }) => path);
  // Each round removes at least one value. Without a required value, the value around it is invalid.
  for (let round = 0; round < 10; round += 1) {
    for (const path of broken) rest = without(rest, path);
    const shaped = checkShape(schema, rest);
    if ('value' in shaped) return shaped.value;
    broken = shaped.problems.map(({ path, code }) => (code === 'KF203' ? path.slice(0, -1) : path));
    if (broken.some((path) => path.length === 0)) return undefined;
  }
  return undefined;
}

/** Whether a problem is only about a value that an earlier repair removed. */
export function followsFrom({ path }: Problem, causes: readonly Problem[]): boolean {
  return causes.some((cause) => path.every((step, index) => cause.path[index] === step));
}

/** Returns a copy without a value. Without a list entry, the list is left out: indices of others must not change. */
function without(root: unknown, path: ValuePath): unknown {
  const [step, next] = path;
  if (step === undefined || typeof root !== 'object' || root === null || !Object.hasOwn(root, step))
    return root;
  if (Array.isArray(root)) {
    return root.map((entry: unknown, index) => (index === step ? without(entry, path.slice(1)) : entry));
  }
  const isListEntry = typeof next === 'number' && path.length === 2;
  return Object.fromEntries(
    Object.entries(root).flatMap(([key, value]: [string, unknown]) => {
      if (key !== String(step)) return [[key, value]];
      return path.length === 1 || isListEntry ? [] : [[key, without(value, path.slice(1))]];
    }),
  );
}
