import { isMapping, listOf, mappingOf, textOf, type Mapping } from '../base';

/** Who wrote a field of an object, as the API server remembers it. */
export interface Writer {
  /** The name of the program: `kubectl-edit`, `argocd-controller`. */
  readonly manager: string;
  /** When it wrote last, as the API server says it. @default - not known */
  readonly at?: string;
  /** Nobody has the field itself, as where it was removed: this is who wrote what is around it, and may not have touched it. */
  readonly isAround?: true;
}

/** One entry of `metadata.managedFields`. */
interface ManagedFields extends Writer {
  readonly fields: Mapping;
}

/**
 * Returns who wrote a field, from `metadata.managedFields`. Of several the latest one; where nobody has the field, as where it was removed,
 * who wrote the nearest one around it. What wrote the status alone is left out.
 *
 * Example: `f:spec: { f:http: {} }` has every field below `spec.http`, since Istio's lists are replaced as a whole.
 *
 * @param path as kubectl spells it: `spec.http[0].timeout`
 */
export function writerOf(object: unknown, path: string): Writer | undefined {
  const entries = managedFields(object);
  const steps = stepsOf(path);
  const depths = entries.map(({ fields }) => depthOf(fields, object, steps));
  const deepest = Math.max(...depths);
  const closest = entries.filter((_, index) => depths[index] === deepest);
  const [latest] = [...closest].sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''));
  if (latest === undefined) return undefined;
  const { manager, at } = latest;
  return {
    manager,
    ...(at === undefined ? {} : { at }),
    ...(deepest < steps.length ? { isAround: true } : {}),
  };
}

function managedFields(object: unknown): readonly ManagedFields[] {
  const { managedFields: entries } = mappingOf(mappingOf(object).metadata);
  return listOf(entries)
    .map(mappingOf)
    .filter(({ subresource }) => subresource !== 'status')
    .map(({ manager, time, fieldsV1 }) => ({
      manager: textOf(manager) ?? 'unknown',
      ...(textOf(time) === undefined ? {} : { at: textOf(time) }),
      fields: mappingOf(fieldsV1),
    }));
}

/** A step of a path: a key of a mapping, or an index of a list. */
type Step = string | number;

/** Takes a path apart: `a.b[0]["c.d/e"]` has the steps a, b, 0 and c.d/e. */
function stepsOf(path: string): readonly Step[] {
  const steps: Step[] = [];
  for (const [, quoted, index, key] of path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)) {
    if (quoted !== undefined) steps.push(JSON.parse(`"${quoted}"`) as string);
    else if (index !== undefined) steps.push(Number(index));
    else if (key !== undefined) steps.push(key);
  }
  return steps;
}

/** How many steps of a path some owned fields reach; all of them, if they end in a field that is owned as a whole. */
function depthOf(owned: Mapping, value: unknown, steps: readonly Step[]): number {
  let fields = owned;
  let inner = value;
  for (const [depth, step] of steps.entries()) {
    const found = typeof step === 'number' ? itemFields(fields, inner, step) : fields[`f:${step}`];
    if (!isMapping(found)) return depth;
    inner = typeof step === 'number' ? listOf(inner)[step] : mappingOf(inner)[step];
    fields = found;
    if (Object.keys(fields).length === 0) return steps.length;
  }
  return steps.length;
}

/** The owned fields of an item of a list, which are kept by the item's key, `k:{"name":"http"}`, or by its value, `v:"a"`. */
function itemFields(fields: Mapping, list: unknown, index: number): unknown {
  const item = listOf(list)[index];
  return Object.entries(fields).find(([name]) => isOf(name, item))?.[1];
}

function isOf(name: string, item: unknown): boolean {
  const [kind, spelled] = [name.slice(0, 2), name.slice(2)];
  if (kind !== 'k:' && kind !== 'v:') return false;
  try {
    const key: unknown = JSON.parse(spelled);
    if (kind === 'v:') return key === item;
    return (
      isMapping(key) && isMapping(item) && Object.entries(key).every(([field, text]) => item[field] === text)
    );
  } catch {
    return false;
  }
}
