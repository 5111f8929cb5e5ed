import { isMapping } from '../../base';
import type { ServiceDeclaration } from '../../catalog';
import type { ValuePath } from '../../shape';
import { valueAt, withoutPath } from './edited';

/** How far what is rendered from a declaration is from an object: each way in which the two differ, as a text. */
export type Distance = ReadonlySet<string>;

/** Fields that KFaas never fills in, so that without them something is missing. */
const NEVER_DEFAULT: readonly string[] = [
  'image',
  'command',
  'args',
  'workingDir',
  'env',
  'envFrom',
  'revisionName',
];

/**
 * Leaves out of a declaration what KFaas renders anyway, and what it does not render on this cluster: the largest parts first, and the
 * parts of what must stay.
 * @param distanceOf measures a declaration; `undefined` for one that the catalog refuses
 */
export function smallest(
  declaration: ServiceDeclaration,
  distanceOf: (declaration: ServiceDeclaration) => Distance | undefined,
): ServiceDeclaration {
  let current = declaration;
  let distance = distanceOf(declaration) ?? new Set();
  visit([]);
  return current;

  function visit(path: ValuePath): void {
    const value = valueAt(current, path);
    const isList = Array.isArray(value);
    if (!isList && !isMapping(value)) return;
    for (const step of Object.keys(value)) {
      const inner = [...path, isList ? Number(step) : step];
      if (NEVER_DEFAULT.includes(step) && (path.length === 0 || step === 'image')) continue;
      if (!isList && isLeftOut(inner)) continue;
      visit(inner);
      // With its parts gone, what is left of it may be nothing to say any more.
      if (!isList && isMapping(valueAt(current, inner))) isLeftOut(inner);
    }
  }

  function isLeftOut(path: ValuePath): boolean {
    const without = withoutPath(current, path) as ServiceDeclaration;
    const then = distanceOf(without);
    if (then === undefined || ![...then].every((difference) => distance.has(difference))) return false;
    [current, distance] = [without, then];
    return true;
  }
}
