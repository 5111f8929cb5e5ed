import { compareText, groupBy } from '../../base';
import type { FindingCode, Place, Severity, Witness } from '../../findings';
import type { ClusterName } from '../model';
import { distinctClusters, messageIn, LISTED, listed } from './listed';
import type { Risk } from './risk';

/** One spot of a change at which a risk shows. */
export interface RiskOccurrence {
  /** Occurrences of one severity and key are one risk, wherever they are. */
  readonly key: string;
  readonly severity: Severity;
  /** What it is about, as a list names it: `saas/showroom`. */
  readonly subject: string;
  /** What there is to say of the subject, a part of a sentence each. */
  readonly details: readonly string[];
  readonly teams: readonly string[];
  readonly where: readonly ClusterName[];
  readonly requestChanges: readonly number[];
  readonly objectChanges: readonly number[];
  readonly places: readonly Place[];
  readonly witness: Witness | undefined;
}

/** The text of a risk. */
interface RiskText {
  /** A sentence without a full stop; the clusters are added at its end. */
  readonly message: string;
  readonly help: string;
}

/** A kind of risk: its code, and its words. */
export interface RiskFamily {
  readonly code: FindingCode;
  /** Of one subject; the details are listed already. */
  readonly one: (occurrence: RiskOccurrence, details: string) => RiskText;
  /** Of many subjects at once; a few of them are listed already, the others counted. */
  readonly many: (count: number, subjects: string) => RiskText;
}

/** Most places that a risk points at. */
const PLACES = 5;

/**
 * Makes risks of occurrences: one for each key, and where there are more than five of one severity, one for all of them
 * that names five. The order of the occurrences does not matter.
 */
export function gather(family: RiskFamily, occurrences: readonly RiskOccurrence[]): readonly Risk[] {
  const groups = [...groupBy(occurrences, ({ severity, key }) => `${severity} ${key}`).values()];
  const merged = groups
    .map(merge)
    .sort((a, b) => compareText(a.subject, b.subject) || compareText(a.key, b.key));
  return [...groupBy(merged, ({ severity }) => severity).values()].flatMap((alike) =>
    alike.length > LISTED
      ? [riskOf(family.code, merge(alike), family.many(alike.length, listed(subjectsOf(alike))))]
      : alike.map((each) => riskOf(family.code, each, family.one(each, listed(each.details, 3)))),
  );
}

function subjectsOf(occurrences: readonly RiskOccurrence[]): readonly string[] {
  return occurrences.map(({ subject }) => subject);
}

function riskOf(code: FindingCode, occurrence: RiskOccurrence, { message, help }: RiskText): Risk {
  const { severity, teams, where, requestChanges, objectChanges, places, witness } = occurrence;
  return {
    code,
    severity,
    ...messageIn(where, message),
    help,
    places: places.slice(0, PLACES),
    ...(witness === undefined ? {} : { witness }),
    teams,
    where,
    requestChanges,
    objectChanges,
  };
}

/** All that occurrences say, each thing once. Their keys and subjects are those of the first. */
function merge(occurrences: readonly RiskOccurrence[]): RiskOccurrence {
  const [first] = occurrences as [RiskOccurrence];
  const all = <T>(
    valuesOf: (occurrence: RiskOccurrence) => readonly T[],
    keyOf: (value: T) => string,
  ): readonly T[] => {
    const known = new Map<string, T>();
    for (const occurrence of occurrences)
      for (const value of valuesOf(occurrence)) known.set(keyOf(value), value);
    return [...known].sort(([a], [b]) => compareText(a, b)).map(([, value]) => value);
  };
  const texts = (valuesOf: (occurrence: RiskOccurrence) => readonly string[]) =>
    all(valuesOf, (text) => text);
  const numbers = (valuesOf: (occurrence: RiskOccurrence) => readonly number[]) =>
    [...new Set(occurrences.flatMap(valuesOf))].sort((a, b) => a - b);
  return {
    key: first.key,
    severity: first.severity,
    subject: first.subject,
    details: texts(({ details }) => details),
    teams: texts(({ teams }) => teams),
    where: distinctClusters(occurrences.flatMap(({ where }) => where)),
    requestChanges: numbers(({ requestChanges }) => requestChanges),
    objectChanges: numbers(({ objectChanges }) => objectChanges),
    places: all(
      ({ places }) => places,
      ({ file, object = '' }) => `${file} ${object}`,
    ),
    witness: shortest(occurrences),
  };
}

/** The request with the shortest path: it reads best. */
function shortest(occurrences: readonly RiskOccurrence[]): Witness | undefined {
  let best: Witness | undefined;
  for (const { witness } of occurrences) {
    if (witness !== undefined && (best === undefined || compareWitnesses(witness, best) < 0)) best = witness;
  }
  return best;
}

/** Shorter paths first, and then any order that is always the same. */
export function compareWitnesses(a: Witness, b: Witness): number {
  return a.path.length - b.path.length || compareText(JSON.stringify(a), JSON.stringify(b));
}
