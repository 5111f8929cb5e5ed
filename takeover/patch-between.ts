import { isMapping, stableText, type Mapping } from '../base';

/**
 * Returns the smallest JSON merge patch (RFC 7386) that turns one mapping into another; undefined if they are the same. Mappings are patched field
 * by field, lists replaced as a whole.
 *
 * Example: from `{ a: 1, b: { c: 2 } }` to `{ b: { c: 3 } }` it is `{ a: null, b: { c: 3 } }`.
 */
export function patchBetween(from: Mapping, to: Mapping): Mapping | undefined {
  const patch: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(to)) {
    const before = from[name];
    if (stableText(before ?? null) === stableText(value)) continue;
    patch[name] = isMapping(before) && isMapping(value) ? patchBetween(before, value) : value;
  }
  for (const name of Object.keys(from)) if (to[name] === undefined) patch[name] = null;
  return Object.keys(patch).length === 0 ? undefined : patch;
}
