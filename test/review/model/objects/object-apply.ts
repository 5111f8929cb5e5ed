import type { FieldChange } from '../../../../review/model';

/** A step of a path: a key, a number, an entry's name, or `*` for the names of all entries. */
type Step = { readonly key: string } | { readonly index: number } | { readonly name: string } | '*';

interface Edit {
  readonly steps: readonly Step[];
  readonly change: FieldChange;
}

/** Applies changes of fields to a value: what fields mean, done the plain way. */
export function applyFields(before: unknown, changes: readonly FieldChange[]): unknown {
  return apply(
    before,
    changes.map((change) => ({ steps: stepsOf(change.path), change })),
  );
}

function apply(value: unknown, edits: readonly Edit[]): unknown {
  const whole = edits.find(({ steps }) => steps.length === 0);
  if (whole !== undefined) return whole.change.after;
  if (edits.length === 0) return value;
  return Array.isArray(value) ? applyToList(value, edits) : applyToMapping(value as object, edits);
}

function applyToMapping(value: object, edits: readonly Edit[]): unknown {
  const fields = new Map<string, unknown>(Object.entries(value));
  for (const [key, within] of byStep(edits, (step) => (step as { key: string }).key)) {
    const changed = apply(fields.get(key), within);
    if (changed === undefined) fields.delete(key);
    else fields.set(key, changed);
  }
  return Object.fromEntries(fields);
}

function applyToList(value: readonly unknown[], edits: readonly Edit[]): unknown {
  const order = edits.find(({ steps: [step] }) => step === '*')?.change.after as string[] | undefined;
  const named = edits.filter(({ steps: [step] }) => typeof step === 'object' && 'name' in step);
  if (order !== undefined || named.length > 0) {
    const entries = new Map(value.map((entry) => [(entry as { name: string }).name, entry]));
    for (const [name, within] of byStep(named, (step) => (step as { name: string }).name)) {
      const changed = apply(entries.get(name), within);
      if (changed === undefined) entries.delete(name);
      else entries.set(name, changed);
    }
    return order === undefined ? [...entries.values()] : order.map((name) => entries.get(name));
  }
  const isEnd = ({ steps }: Edit) => steps.length === 1;
  const indexOf = ({ steps: [step] }: Edit) => (step as { index: number }).index;
  const gone = new Set(edits.filter((edit) => isEnd(edit) && edit.change.after === undefined).map(indexOf));
  const come = edits.filter((edit) => isEnd(edit) && edit.change.before === undefined);
  const list = value.filter((_, index) => !gone.has(index));
  for (const edit of [...come].sort((a, b) => indexOf(a) - indexOf(b)))
    list.splice(indexOf(edit), 0, edit.change.after);
  const rest = edits.filter(
    (edit) => !isEnd(edit) || (edit.change.before !== undefined && edit.change.after !== undefined),
  );
  for (const [index, within] of byStep(rest, (step) => (step as { index: number }).index)) {
    list[index] = apply(list[index], within);
  }
  return list;
}

function byStep<K>(edits: readonly Edit[], keyOf: (step: Step) => K): ReadonlyMap<K, readonly Edit[]> {
  const groups = new Map<K, Edit[]>();
  for (const {
    steps: [step, ...steps],
    change,
  } of edits) {
    const key = keyOf(step as Step);
    groups.set(key, [...(groups.get(key) ?? []), { steps, change }]);
  }
  return groups;
}

function stepsOf(path: string): readonly Step[] {
  if (path === '$') return [];
  const steps: Step[] = [];
  const pattern =
    /\.?([\w-]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|\[name=([\w./-]+)\]|\[name=("(?:[^"\\]|\\.)*")\]|(\[\*\]\.name)/gy;
  for (const [, key, index, quoted, name, quotedName, all] of path.matchAll(pattern)) {
    if (key !== undefined) steps.push({ key });
    else if (index !== undefined) steps.push({ index: Number(index) });
    else if (quoted !== undefined) steps.push({ key: JSON.parse(quoted) as string });
    else if (name !== undefined) steps.push({ name });
    else if (quotedName !== undefined) steps.push({ name: JSON.parse(quotedName) as string });
    else if (all !== undefined) steps.push('*');
  }
  return steps;
}

/** A value with lists of named entries sorted: where among them one is put is not told. */
export function sortNamed(value: unknown): unknown {
  if (Array.isArray(value)) {
    const list = value.map(sortNamed);
    const names = list.map((entry) => (entry as { name?: unknown } | null)?.name);
    if (names.some((name) => typeof name !== 'string') || new Set(names).size < names.length) return list;
    return list.sort((a, b) => ((a as { name: string }).name < (b as { name: string }).name ? -1 : 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sortNamed((value as Record<string, unknown>)[key])]));
}
