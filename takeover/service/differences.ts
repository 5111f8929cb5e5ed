import { isMapping, stableText, type Mapping } from '../../base';
import type { ValuePath } from '../../shape';

/** Something that an object says otherwise than what is rendered in its place. */
export interface Difference {
  /**
   * Its place in the object. Where the object has no such entry of a list, the last step is the entry's name, or the number after
   * those that are there.
   */
  readonly path: ValuePath;
  /** `undefined` where the object says nothing. */
  readonly value: unknown;
  /** `undefined` where nothing is rendered. */
  readonly rendered: unknown;
}

/** Lists whose entries Kubernetes tells apart by a field, in whatever order. */
const NAMED_LISTS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
  imagePullSecrets: 'name',
};

/** Lists in which the order counts all the same. */
const ORDERED: readonly string[] = ['initContainers'];

/** Finds what differs, each at the outermost place that only one of the two has, or at a scalar or a list that both have. */
export function differences(value: unknown, rendered: unknown, path: ValuePath = []): readonly Difference[] {
  if (isMapping(value) && isMapping(rendered)) {
    const fields = new Set([...Object.keys(value), ...Object.keys(rendered)]);
    return [...fields].flatMap((field) =>
      differences(own(value, field), own(rendered, field), [...path, field]),
    );
  }
  if (Array.isArray(value) && Array.isArray(rendered)) return ofLists(value, rendered, path);
  return isSame(value, rendered) ? [] : [{ path, value, rendered }];
}

/** The field of a mapping; `undefined` where it has none of its own. */
function own(mapping: Mapping, field: string): unknown {
  return Object.hasOwn(mapping, field) ? mapping[field] : undefined;
}

function ofLists(
  value: readonly unknown[],
  rendered: readonly unknown[],
  path: ValuePath,
): readonly Difference[] {
  const list = String(path.at(-1));
  const name = Object.hasOwn(NAMED_LISTS, list) ? NAMED_LISTS[list] : undefined;
  const [names, others] = [value, rendered].map((entries) => namesIn(entries, name));
  if (names !== undefined && others !== undefined) {
    if (ORDERED.includes(list) && isReordered(names, others)) return [{ path, value, rendered }];
    return [
      ...names.flatMap((entry, index) => {
        // Of entries with one name, the last one counts.
        const at = names.lastIndexOf(entry) === index ? others.lastIndexOf(entry) : -1;
        return differences(value[index], at < 0 ? undefined : rendered[at], [...path, index]);
      }),
      ...others.flatMap((entry, index) =>
        names.includes(entry) ? [] : differences(undefined, rendered[index], [...path, entry]),
      ),
    ];
  }
  const isScalars = [...value, ...rendered].every((entry) => !isMapping(entry));
  if (isScalars || value.length !== rendered.length) {
    return isSame(value, rendered) ? [] : [{ path, value, rendered }];
  }
  return value.flatMap((entry, index) => differences(entry, rendered[index], [...path, index]));
}

function namesIn(entries: readonly unknown[], field: string | undefined): readonly string[] | undefined {
  if (field === undefined) return undefined;
  const names = entries.map((entry) => (isMapping(entry) ? entry[field] : undefined));
  return names.every((name) => typeof name === 'string') ? names : undefined;
}

function isReordered(names: readonly string[], others: readonly string[]): boolean {
  const kept = names.filter((name) => others.includes(name));
  return kept.join('\n') !== others.filter((name) => names.includes(name)).join('\n');
}

function isSame(value: unknown, rendered: unknown): boolean {
  return value === rendered || stableText(value) === stableText(rendered);
}
