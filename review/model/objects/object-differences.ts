import type { FieldChange } from './field-change';
import { fieldChanges } from './field-changes';
import type { SnapshotObject } from './object-pairs';
import type { ReadObject } from './located-object';
import { withoutFilledFields } from './server-defaults';

/** An object that both snapshots have, possibly by another name, and that differs. */
export interface DifferentObject {
  readonly before: SnapshotObject;
  readonly after: SnapshotObject;
  readonly fields: readonly FieldChange[];
}

/**
 * Returns a function that lists the objects that differ. Equal pairs of contents are compared once for all clusters. An
 * object that is too large to compare counts as different, without fields.
 */
export function objectDifferences(): (
  both: readonly (readonly [SnapshotObject, SnapshotObject])[],
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
    const fields = others.get(after) ?? fieldChanges(...comparedValues(before, after));
    others.set(after, fields);
    return fields;
  }
}

/** Returns the values to compare: what a server filled in is no difference from a manifest. */
function comparedValues(before: ReadObject, after: ReadObject): readonly [before: unknown, after: unknown] {
  if (!before.isFromServer && !after.isFromServer) return [before.value, after.value];
  return withoutFilledFields(after.groupKind, before.value, after.value);
}
