import { spellPath, type Problem, type ValuePath } from '../shape';

/** A part of a JSON Schema. */
interface Conditions {
  readonly if?: object;
  readonly then?: object;
  readonly else?: object;
  readonly required?: readonly string[];
}

/**
 * Requires exactly one of several fields, for editors. A `oneOf` would say so, too, but editors report it as "matches multiple
 * schemas": this form names the field that is one too many, or the first field if there is none.
 */
export function exactlyOne(first: string, ...others: readonly string[]): Conditions {
  return chain(first, others, first);
}

function chain(field: string, others: readonly string[], first: string): Conditions {
  const [next, ...rest] = others;
  const given = { if: { required: [field] } };
  if (next === undefined) return { ...given, else: { required: [first] } };
  return {
    ...given,
    then: { properties: Object.fromEntries(others.map((other) => [other, false])) },
    else: chain(next, rest, first),
  };
}

/** Checks that a mapping has exactly one of some fields. */
export function exactlyOneOf(path: ValuePath, value: object, fields: readonly string[]): Problem[] {
  const given = fields.filter((field) => Object.hasOwn(value, field));
  if (given.length === 1) return [];
  const found = given.length === 0 ? 'none' : given.join(' and ');
  const message = `"${spellPath(path)}" has ${found} of ${fields.join(', ')}`;
  return [{ code: 'KF204', path, message, help: 'write exactly one of them' }];
}
