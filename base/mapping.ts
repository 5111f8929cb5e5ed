import { compareKeys } from './compare-text';

/** A mapping of a manifest, whose content is unknown. */
export type Mapping = Readonly<Record<string, unknown>>;

/** Whether a value is a mapping. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** A mapping itself; an empty one where the value is none. */
export function mappingOf(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

/** A list's entries; none where the value is no list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** A text; undefined where the value is none. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/**
 * JSON with the keys of mappings in order: a text that two values share exactly if they are the same.
 * @throws RangeError, TypeError where a value is nested too deep or contains itself
 */
export function stableText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isMapping(inner) ? Object.fromEntries(Object.entries(inner).sort(compareKeys)) : inner,
  );
}
