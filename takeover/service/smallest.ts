import { isMapping } from '../../base';
import type { ServiceDeclaration } from '../../catalog';
import type { ValuePath } from '../../shape';
import { valueAt, withoutPath } from './edited';

/** How far what is rendered from a declaration is from an object: each way in which the two differ, as a text. */
export interface Distance {
  /** How it is written otherwise. @default - nobody cares, since an API server wrote the object */
  readonly written: ReadonlySet<string>;
  /** How it means something else. It costs more to find out. */
  readonly meant: () => ReadonlySet<string>;
}

/** Fields that KFaas never fills in, so that without them something is missing. */
const NEVER_DEFAULT: readonly string[] = [
  'image',
  'command',
  'args',
  'workingDir',
  'envFrom',
  'revisionName',
];

/** Fields of which nothing is a default but the whole. */
const ALL_OR_NOTHING: readonly string[] = [
  'env',
  'nodeSelector',
  'affinity',
  'annotations',
  'labels',
  'imagePullSecrets',
];

/**
 * Leaves out of a declaration what KFaas renders anyway, and what it does not render on this cluster: the largest parts first, and the
 * parts of what must stay.
 * @param distanceOf measures a declaration, even one that lacks something
 * @param isAllowed whether the catalog takes a declaration
 */
export function smallest(
  declaration: ServiceDeclaration,
  distanceOf: (declaration: ServiceDeclaration) => Distance,
  isAllowed: (declaration: ServiceDeclaration) => boolean,
): ServiceDeclaration {
  let current = declaration;
  const start = distanceOf(declaration);
  let [written, meant] = [start.written, start.meant()];
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
      if (ALL_OR_NOTHING.includes(step)) continue;
      visit(inner);
      // With its parts gone, what is left of it may be nothing to say any more.
      if (!isList && isMapping(valueAt(current, inner))) isLeftOut(inner);
    }
  }

  function isLeftOut(path: ValuePath): boolean {
    const without = withoutPath(current, path) as ServiceDeclaration;
    const then = distanceOf(without);
    if (!isSubset(then.written, written)) return false;
    const meantThen = then.meant();
    if (!isSubset(meantThen, meant) || !isAllowed(without)) return false;
    [current, written, meant] = [without, then.written, meantThen];
    return true;
  }
}

function isSubset(inner: ReadonlySet<string>, outer: ReadonlySet<string>): boolean {
  for (const one of inner) if (!outer.has(one)) return false;
  return true;
}
