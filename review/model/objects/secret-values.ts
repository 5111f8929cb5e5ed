import { isMapping, type Mapping } from '../../../base';
import { canonicalText, ownField } from './json-value';

/** Replaces secret values; returns a value without secrets unchanged. */
export type Redact = (value: unknown) => unknown;

/** The fields of a Secret that hold secret values by key. */
const SECRET_FIELDS: readonly string[] = ['data', 'stringData'];

/** The annotation in which `kubectl apply` keeps a copy of the whole object. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Returns a {@link Redact} for Secrets: it keeps the keys and replaces each value by `(secret value 1)`, with equal
 * numbers for equal values. Values are numbered in the order of their first occurrence, so a number cannot confirm a
 * guess as a hash could. Reviews are shown in comments and logs, whose readers may not read Secrets; so the rest of the
 * review never has a value.
 */
export function secretValues(): Redact {
  const numbers = new Map<string, number>();
  const hidden = (value: unknown): string => {
    const text = canonicalText(value, (same) => same);
    const number = numbers.get(text) ?? numbers.size + 1;
    numbers.set(text, number);
    return `(secret value ${number})`;
  };
  return (value) => {
    if (!isMapping(value) || ownField(value, 'kind') !== 'Secret') return value;
    return mapped(value, (field, name) => {
      if (name === 'metadata') return withoutCopy(field, hidden);
      return SECRET_FIELDS.includes(name) ? eachHidden(field, hidden) : field;
    });
  };
}

/** Redacts each value of a mapping; any other value is redacted as a whole. */
function eachHidden(field: unknown, hidden: (value: unknown) => string): unknown {
  if (field === undefined || field === null) return field;
  return isMapping(field) ? mapped(field, hidden) : hidden(field);
}

function withoutCopy(metadata: unknown, hidden: (value: unknown) => string): unknown {
  if (!isMapping(metadata) || !isMapping(metadata.annotations)) return metadata;
  const annotations = mapped(metadata.annotations, (text, name) =>
    name === LAST_APPLIED ? hidden(text) : text,
  );
  return { ...metadata, annotations };
}

function mapped(mapping: Mapping, change: (field: unknown, name: string) => unknown): Mapping {
  return Object.fromEntries(Object.entries(mapping).map(([name, field]) => [name, change(field, name)]));
}
