import {
  AUTHORITY_ALPHABET,
  HEADER_ALPHABET,
  holdsText,
  isTextOf,
  METHOD_ALPHABET,
  QUERY_ALPHABET,
  shortestText,
  type Alphabet,
  type Budget,
  type Language,
} from '../text';

/** A property of a request that conditions test, except its path. */
export type Dimension = 'method' | 'scheme' | 'authority' | `header ${string}` | `query ${string}`;

/** A value of a dimension; `undefined` if the request has none. */
export type DimensionValue = string | undefined;

/** A condition on one dimension: the set of values that it accepts. */
export interface Condition {
  readonly dimension: Dimension;
  /** Whether it accepts a request without a value. */
  readonly absent: boolean;
  /** The texts that it accepts; if negated, the texts that it rejects. */
  readonly texts: Language | 'none';
  readonly negated: boolean;
}

/** Returns the condition that accepts exactly the values that another rejects. */
export function complement(condition: Condition): Condition {
  return { ...condition, absent: !condition.absent, negated: !condition.negated };
}

/** Whether a condition accepts a value. */
export function takesValue({ absent, texts, negated }: Condition, value: DimensionValue): boolean {
  if (value === undefined) return absent;
  return (texts !== 'none' && holdsText(texts, value)) !== negated;
}

/** The values that requests to a host can have. */
export interface Domain {
  /** The authorities of requests that reach the host. */
  readonly authority: Language;
  /** The usual authority. */
  readonly host: string;
}

/** Returns the usual value of a dimension: `GET`, `http`, the host, and no header or parameter. */
export function usualValue(dimension: Dimension, { host }: Pick<Domain, 'host'>): DimensionValue {
  switch (dimension) {
    case 'method':
      return 'GET';
    case 'scheme':
      return 'http';
    case 'authority':
      return host;
    default:
      return undefined;
  }
}

/** Schemes that Envoy sets. */
const SCHEMES: Language = { kind: 'values', values: ['http', 'https'] };

/** Methods in the order in which a witness prefers them. CONNECT is not among them: Envoy's usual routes do not match it. */
const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE'];

/**
 * Returns a value that all conditions on one dimension accept: preferably none, then a usual one (a standard method, the usual
 * host), then the shortest text.
 */
export function satisfyingValue(
  dimension: Dimension,
  conditions: readonly Condition[],
  domain: Domain,
  budget: Budget,
): { readonly value: DimensionValue } | undefined {
  budget.spend(conditions.length);
  if (mayBeAbsent(dimension) && conditions.every(({ absent }) => absent)) return { value: undefined };
  const alphabet = alphabetOf(dimension);
  const usual = usualTexts(dimension, domain).find(
    (text) => conditions.every((condition) => takesValue(condition, text)) && isTextOf(text, alphabet),
  );
  if (usual !== undefined) return { value: usual };
  const all: Language[] = [];
  const none: Language[] = [];
  for (const { texts, negated } of conditions) {
    if (texts === 'none') {
      if (!negated) return undefined;
    } else (negated ? none : all).push(texts);
  }
  if (dimension === 'scheme') all.push(SCHEMES);
  if (dimension === 'authority') all.push(domain.authority);
  const question = { all, none, alphabet };
  // An empty value is legal but hard to read, so it is the last choice.
  const empty: Language = { kind: 'values', values: [''] };
  const text =
    shortestText({ ...question, none: [...none, empty] }, budget) ??
    (mayBeAbsent(dimension) ? shortestText(question, budget) : undefined);
  return text === undefined ? undefined : { value: text };
}

/** Whether a request may have no value in a dimension. */
export function mayBeAbsent(dimension: Dimension): boolean {
  return dimension.startsWith('header ') || dimension.startsWith('query ');
}

/** Texts that a witness prefers to shorter ones. */
function usualTexts(dimension: Dimension, { host }: Pick<Domain, 'host'>): readonly string[] {
  if (dimension === 'method') return METHODS;
  return dimension === 'authority' && host !== '' ? [host] : [];
}

function alphabetOf(dimension: Dimension): Alphabet {
  if (dimension === 'method') return METHOD_ALPHABET;
  if (dimension === 'authority') return AUTHORITY_ALPHABET;
  return dimension.startsWith('query ') ? QUERY_ALPHABET : HEADER_ALPHABET;
}
