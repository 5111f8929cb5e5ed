import type { FieldChange, ObjectChange, ObjectName, ObjectLocation } from '../../model';

/** An object change of the document. */
export function objectJson({ kind, object, from, fields, meaning, where, before, after }: ObjectChange) {
  return {
    kind,
    object: nameJson(object),
    from: from === undefined ? null : nameJson(from),
    fields: fields.map(fieldJson),
    meaning: [...meaning],
    where: where.map(placeJson),
    before: valueJson(before) ?? null,
    after: valueJson(after) ?? null,
  };
}

/** A field of the document: `before` or `after` is left out where the side does not have it, since null is a value. */
export function fieldJson({ path, before, after }: FieldChange) {
  return { path, before: valueJson(before), after: valueJson(after) };
}

function nameJson({ apiVersion, kind, namespace, name }: ObjectName) {
  return { apiVersion, kind, namespace: namespace ?? null, name };
}

function placeJson({ environment, cluster, namespace, name, file }: ObjectLocation) {
  return { environment, cluster, namespace: namespace ?? null, name, file };
}

/** A value as it is; one that JSON cannot hold must not take the document with it. */
function valueJson(value: unknown): unknown {
  try {
    JSON.stringify(value);
    return value;
  } catch {
    return 'cannot be written: it contains itself, or is nested too deep';
  }
}
