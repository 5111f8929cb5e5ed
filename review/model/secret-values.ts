import { isMapping, type Mapping } from '../../routing';
import { canonicalText, ownField } from './plain-value';

/** Replaces what must not be shown; a value that has nothing of the kind is given back as it is. */
export type Redact = (value: unknown) => unknown;

/** Where a Secret has what is secret, by key. */
const SECRET_FIELDS: readonly string[] = ['data', 'stringData'];

/** In this annotation `kubectl apply` keeps the whole object once more. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Makes a {@link Redact} for Secrets: the keys stay, and in place of each value stands `(secret value 1)`, the same number
 * for values that are the same, and another for others. A number says nothing of the value: values are counted as they
 * are met, so that not even a guess can be tried against it. What reviews show goes into comments and logs, which more
 * people read than may read a Secret; so no one after this gets to see a value.
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

/** The values of a field that should hold texts by key; what is written otherwise is one value. */
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

function mapped(of: Mapping, change: (field: unknown, name: string) => unknown): Mapping {
  return Object.fromEntries(Object.entries(of).map(([name, field]) => [name, change(field, name)]));
}
