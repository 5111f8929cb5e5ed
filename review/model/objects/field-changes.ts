import { isMapping, type Mapping } from '../../../base';
import type { FieldChange } from './field-change';
import { alignLists, namedEntries } from './list-alignment';
import { AS_WRITTEN, isSame, ownField, type Spelling } from './json-value';

/** The path of the root value. */
const ROOT = '$';

/**
 * Returns the differences between two JSON values, in field order. Mappings are compared by key. Lists of mappings with
 * unique names are matched by name (`spec.containers[name=app].image`); a different order of the common names is one
 * change of `spec.containers[*].name`. Other lists are aligned, so that an inserted entry is one addition. An entry has
 * its index after the change; a removed one, its index before. Texts are reported in full, however long.
 * @param spelling how texts are normalized before they are compared. @default - texts are compared as written
 */
export function fieldChanges(
  before: unknown,
  after: unknown,
  spelling: Spelling = AS_WRITTEN,
): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  compare('', before, after);
  return changes;

  function compare(path: string, valueBefore: unknown, valueAfter: unknown): void {
    if (isMapping(valueBefore) && isMapping(valueAfter)) compareMappings(path, valueBefore, valueAfter);
    else if (Array.isArray(valueBefore) && Array.isArray(valueAfter))
      compareLists(path, valueBefore, valueAfter);
    else if (!isSame(valueBefore, valueAfter, spelling)) report(path, valueBefore, valueAfter);
  }

  function compareMappings(path: string, valueBefore: Mapping, valueAfter: Mapping): void {
    for (const key of new Set([...Object.keys(valueAfter), ...Object.keys(valueBefore)]))
      compare(pathTo(path, key), ownField(valueBefore, key), ownField(valueAfter, key));
  }

  function compareLists(path: string, valueBefore: readonly unknown[], valueAfter: readonly unknown[]): void {
    const entriesBefore = namedEntries(valueBefore, spelling.before);
    const entriesAfter = namedEntries(valueAfter, spelling.after);
    if (entriesBefore !== undefined && entriesAfter !== undefined) {
      compareNamed(path, entriesBefore, entriesAfter);
      return;
    }
    const aligned = alignLists(valueBefore, valueAfter, spelling);
    if (aligned === undefined) {
      report(path, valueBefore, valueAfter);
      return;
    }
    for (const { before: indexBefore, after: indexAfter } of aligned) {
      compare(
        `${path}[${indexAfter ?? indexBefore ?? 0}]`,
        indexBefore === undefined ? undefined : valueBefore[indexBefore],
        indexAfter === undefined ? undefined : valueAfter[indexAfter],
      );
    }
  }

  function compareNamed(
    path: string,
    valueBefore: ReadonlyMap<string, Mapping>,
    valueAfter: ReadonlyMap<string, Mapping>,
  ): void {
    for (const name of new Set([...valueAfter.keys(), ...valueBefore.keys()])) {
      const [entryBefore, entryAfter] = [valueBefore.get(name), valueAfter.get(name)];
      const spelled = (entryAfter ?? entryBefore)?.name as string;
      const key = /^[\w./-]+$/.test(spelled) ? spelled : JSON.stringify(spelled);
      compare(`${path}[name=${key}]`, entryBefore, entryAfter);
    }
    const commonBefore = [...valueBefore.keys()].filter((name) => valueAfter.has(name));
    const commonAfter = [...valueAfter.keys()].filter((name) => valueBefore.has(name));
    if (commonBefore.every((name, index) => name === commonAfter[index])) return;
    const namesOf = (entries: ReadonlyMap<string, Mapping>) => [...entries.values()].map(({ name }) => name);
    report(`${path}[*].name`, namesOf(valueBefore), namesOf(valueAfter));
  }

  function report(path: string, valueBefore: unknown, valueAfter: unknown): void {
    changes.push({ path: path === '' ? ROOT : path, before: valueBefore, after: valueAfter });
  }
}

function pathTo(path: string, key: string): string {
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}
