import { isMapping, type Mapping } from '../../routing';
import type { FieldChange } from './field-change';
import { alignLists, namedEntries } from './list-alignment';
import { AS_WRITTEN, isSame, ownField, type Spelling } from './plain-value';

/** The path of a value as a whole. */
const WHOLE = '$';

/**
 * What differs between two plain values, in the order of the fields. Mappings are compared by their keys. Lists of
 * mappings that all have their own `name` are matched by it (`spec.containers[name=app].image`); where entries that both
 * sides have change their order, that is one change of the names, `spec.containers[*].name`. Other lists are aligned,
 * so that an entry put in front is one addition. The number of an entry is its place after the change, or, of
 * one that is removed, before it. Texts are told whole, however long.
 * @param spelling what counts as the same text. @default - texts are what they are
 */
export function fieldChanges(
  before: unknown,
  after: unknown,
  spelling: Spelling = AS_WRITTEN,
): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  compare('', before, after);
  return changes;

  function compare(path: string, old: unknown, now: unknown): void {
    if (isMapping(old) && isMapping(now)) compareMappings(path, old, now);
    else if (Array.isArray(old) && Array.isArray(now)) compareLists(path, old, now);
    else if (!isSame(old, now, spelling)) report(path, old, now);
  }

  function compareMappings(path: string, old: Mapping, now: Mapping): void {
    for (const key of new Set([...Object.keys(now), ...Object.keys(old)]))
      compare(pathTo(path, key), ownField(old, key), ownField(now, key));
  }

  function compareLists(path: string, old: readonly unknown[], now: readonly unknown[]): void {
    const [oldNames, nowNames] = [namedEntries(old, spelling.before), namedEntries(now, spelling.after)];
    if (oldNames !== undefined && nowNames !== undefined) {
      compareNamed(path, oldNames, nowNames);
      return;
    }
    const aligned = alignLists(old, now, spelling);
    if (aligned === undefined) {
      report(path, old, now);
      return;
    }
    for (const { before: a, after: b } of aligned) {
      compare(
        `${path}[${b ?? a ?? 0}]`,
        a === undefined ? undefined : old[a],
        b === undefined ? undefined : now[b],
      );
    }
  }

  function compareNamed(
    path: string,
    old: ReadonlyMap<string, Mapping>,
    now: ReadonlyMap<string, Mapping>,
  ): void {
    for (const name of new Set([...now.keys(), ...old.keys()])) {
      const [was, is] = [old.get(name), now.get(name)];
      const spelled = (is ?? was)?.name as string;
      compare(`${path}[name=${/^[\w./-]+$/.test(spelled) ? spelled : JSON.stringify(spelled)}]`, was, is);
    }
    const stayed = [...old.keys()].filter((name) => now.has(name));
    const order = [...now.keys()].filter((name) => old.has(name));
    if (stayed.every((name, index) => name === order[index])) return;
    const namesOf = (entries: ReadonlyMap<string, Mapping>) => [...entries.values()].map(({ name }) => name);
    report(`${path}[*].name`, namesOf(old), namesOf(now));
  }

  function report(path: string, old: unknown, now: unknown): void {
    changes.push({ path: path === '' ? WHOLE : path, before: old, after: now });
  }
}

function pathTo(path: string, key: string): string {
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}
