import type { FieldChange } from './field-change';
import { fieldChanges } from './field-changes';
import type { SideObject } from './object-pairs';
import type { ReadObject } from './placed-object';

/** An object that both sides have, by whatever name, and that differs. */
export interface DifferentObject {
  readonly before: SideObject;
  readonly after: SideObject;
  readonly fields: readonly FieldChange[];
}

/**
 * Works out how objects differ; nothing of those that are the same. The same two contents are compared once, in
 * however many clusters. What is too large to compare counts as different, without fields.
 */
export function objectDifferences(): (
  both: readonly (readonly [SideObject, SideObject])[],
) => readonly DifferentObject[] {
  const known = new Map<ReadObject, Map<ReadObject, readonly FieldChange[]>>();
  return (both) =>
    both.flatMap(([before, after]): DifferentObject[] => {
      if (before.read === after.read) return [];
      if (before.read.isBeyond || after.read.isBeyond) return [{ before, after, fields: [] }];
      const fields = fieldsOf(before.read, after.read);
      return fields.length === 0 ? [] : [{ before, after, fields }];
    });

  function fieldsOf(before: ReadObject, after: ReadObject): readonly FieldChange[] {
    const others = known.get(before) ?? new Map<ReadObject, readonly FieldChange[]>();
    known.set(before, others);
    const fields = others.get(after) ?? fieldChanges(before.value, after.value);
    others.set(after, fields);
    return fields;
  }
}
