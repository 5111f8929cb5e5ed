import type { z } from 'zod';
import type { Problem, ValuePath } from './problem';
import { checkShape } from './shape';

/**
 * A value without the parts that break its shape, so that its other parts can be judged in the same run.
 * `undefined` where nothing judgeable is left.
 */
export function withoutBroken<S extends z.ZodObject>(
  schema: S,
  value: unknown,
  problems: readonly Problem[],
): z.infer<S> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  let rest: unknown = structuredClone(value);
  let broken: readonly ValuePath[] = problems.map(({ path }) => path);
  // Each round takes away at least one value; what was required then breaks the value around it.
  for (let round = 0; round < 10; round += 1) {
    for (const path of broken) rest = without(rest, path);
    const shaped = checkShape(schema, rest);
    if ('value' in shaped) return shaped.value;
    broken = shaped.problems.map(({ path, code }) => (code === 'KF203' ? path.slice(0, -1) : path));
    if (broken.some((path) => path.length === 0)) return undefined;
  }
  return undefined;
}

/** Whether a problem only speaks of what is not there because another took it away. */
export function followsFrom({ path }: Problem, causes: readonly Problem[]): boolean {
  return causes.some((cause) => path.every((step, index) => cause.path[index] === step));
}

/** Takes a value out; out of a list, the whole list goes, since the places of the others must stay. */
function without(root: unknown, path: ValuePath): unknown {
  const listed = path.findIndex((step, index) => typeof step === 'number' && index === path.length - 1);
  const target = listed >= 0 ? path.slice(0, listed) : path;
  const last = target.at(-1);
  let holder: unknown = root;
  for (const step of target.slice(0, -1)) {
    if (typeof holder !== 'object' || holder === null) return root;
    holder = (holder as Record<string | number, unknown>)[step];
  }
  if (typeof holder === 'object' && holder !== null && last !== undefined)
    Reflect.deleteProperty(holder, last);
  return root;
}
