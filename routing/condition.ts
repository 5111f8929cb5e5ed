import {
  AUTHORITY_ALPHABET,
  HEADER_ALPHABET,
  METHOD_ALPHABET,
  QUERY_ALPHABET,
  type Alphabet,
} from './alphabet';
import type { Budget } from './budget';
import { holdsText, type Language } from './language';
import { shortestText } from './shortest-text';

/** What of a request a condition is about, besides its path. */
export type Dimension = 'method' | 'scheme' | 'authority' | `header ${string}` | `query ${string}`;

/** A value of a dimension; `undefined` where the request has none. */
export type DimensionValue = string | undefined;

/** A condition on one dimension: the values that it takes. */
export interface Condition {
  readonly dimension: Dimension;
  /** Whether it takes a request that has no value there. */
  readonly absent: boolean;
  /** Texts that it takes, or, where negated, the only ones that it does not take. */
  readonly texts: Language | 'none';
  readonly negated: boolean;
}

/** The condition that takes exactly what another does not. */
export function complement(condition: Condition): Condition {
  return { ...condition, absent: !condition.absent, negated: !condition.negated };
}

/** Whether a condition takes a value. */
export function takesValue({ absent, texts, negated }: Condition, value: DimensionValue): boolean {
  if (value === undefined) return absent;
  return (texts !== 'none' && holdsText(texts, value)) !== negated;
}

/** The values that requests can have at all. */
export interface Domain {
  /** The authorities with which a request reaches the host in question. */
  readonly authority: Language;
  /** The authority of a request that asks for nothing special. */
  readonly host: string;
}

/** The value of a request that asks for nothing special: `GET`, `http`, the host, and no header or parameter. */
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

/** A value that all conditions, which are on one dimension, take; the shortest, and none before any. */
export function satisfyingValue(
  dimension: Dimension,
  conditions: readonly Condition[],
  domain: Domain,
  budget: Budget,
): { readonly value: DimensionValue } | undefined {
  budget.spend(conditions.length);
  if (mayBeAbsent(dimension) && conditions.every(({ absent }) => absent)) return { value: undefined };
  const all: Language[] = [];
  const none: Language[] = [];
  for (const { texts, negated } of conditions) {
    if (texts === 'none') {
      if (!negated) return undefined;
    } else (negated ? none : all).push(texts);
  }
  if (dimension === 'scheme') all.push(SCHEMES);
  if (dimension === 'authority') all.push(domain.authority);
  const question = { all, none, alphabet: alphabetOf(dimension) };
  // An empty value is legal but reads badly: it is the last choice.
  const empty: Language = { kind: 'values', values: [''] };
  const text =
    shortestText({ ...question, none: [...none, empty] }, budget) ??
    (mayBeAbsent(dimension) ? shortestText(question, budget) : undefined);
  return text === undefined ? undefined : { value: text };
}

/** Whether a request may have no value there. */
export function mayBeAbsent(dimension: Dimension): boolean {
  return dimension.startsWith('header ') || dimension.startsWith('query ');
}

function alphabetOf(dimension: Dimension): Alphabet {
  if (dimension === 'method') return METHOD_ALPHABET;
  if (dimension === 'authority') return AUTHORITY_ALPHABET;
  return dimension.startsWith('query ') ? QUERY_ALPHABET : HEADER_ALPHABET;
}
