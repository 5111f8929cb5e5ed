import type { FieldChange } from './field-change';
import type { ObjectChange } from './object-change';
import { objectMeaning } from './object-meaning';
import type { SideObject } from './object-pairs';
import { spellWithout } from './own-words';
import type { ClusterName, ObjectPlace } from './place';
import { canonicalText, type Spell } from './plain-value';

/** What happens to one object in one cluster. */
export interface PlacedChange {
  readonly kind: ObjectChange['kind'];
  readonly cluster: ClusterName;
  readonly before: SideObject | undefined;
  readonly after: SideObject | undefined;
  readonly fields: readonly FieldChange[];
}

const NOT_COMPARED = 'not compared: it is larger or nested deeper than any API server takes';

/**
 * Tells changes that are the same together, in the order in which they come first. Texts count as the same that only
 * differ in the names of the object's own function namespace and function. Objects that change are told together whatever
 * they are called, where the same fields change in the same way; those that come, go or have another name, by that name.
 */
export function groupChanges(changes: readonly PlacedChange[]): readonly ObjectChange[] {
  const groups = new Map<string, { readonly first: ObjectChange; readonly where: ObjectPlace[] }>();
  for (const change of changes) {
    const meaning = meaningOf(change);
    const key = keyOf(change, meaning);
    const place = placeOf(change);
    const known = groups.get(key);
    if (known !== undefined) known.where.push(place);
    else groups.set(key, { first: describe(change, meaning), where: [place] });
  }
  return [...groups.values()].map(({ first, where }) => ({ ...first, where }));
}

function keyOf({ kind, before, after, fields }: PlacedChange, meaning: readonly string[]): string {
  const [old, now] = [before, after].map((object): Spell =>
    object === undefined ? (text) => text : spellWithout(object.own),
  ) as [Spell, Spell];
  const spelled = after === undefined ? old : now;
  const names = [before, after].map((object) => {
    if (kind === 'changed' || object === undefined) return null;
    const { name, namespace = '' } = object.name;
    // Functions are told one by one, so their own names stay.
    const spell = spellWithout({ namespace: object.own.namespace, function: undefined });
    return [spell(namespace), spell(name)];
  });
  return JSON.stringify([
    kind,
    (after ?? before)?.read.groupKind,
    names,
    fields.map(({ path, before: a, after: b }) => [
      spelled(path),
      canonicalText(a, old),
      canonicalText(b, now),
    ]),
    meaning.map(spelled),
  ]);
}

function describe(change: PlacedChange, meaning: readonly string[]): ObjectChange {
  const { kind, before, after, fields } = change;
  return {
    kind,
    object: nameOf(change),
    from: kind === 'renamed' ? before?.name : undefined,
    fields,
    meaning,
    where: [],
    before: before?.read.value,
    after: after?.read.value,
  };
}

function meaningOf({ before, after }: PlacedChange): readonly string[] {
  if (before?.read.isBeyond === true || after?.read.isBeyond === true) return [NOT_COMPARED];
  return objectMeaning(before?.read.value, after?.read.value);
}

function placeOf(change: PlacedChange): ObjectPlace {
  const { environment, cluster } = change.cluster;
  const { namespace, name } = nameOf(change);
  return { environment, cluster, namespace, name, file: (change.after ?? change.before)?.file ?? '' };
}

function nameOf({ before, after }: PlacedChange): ObjectChange['object'] {
  const object = after ?? before;
  if (object === undefined) throw new Error('a change of no object');
  return object.name;
}
