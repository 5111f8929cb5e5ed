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
