import type { FindingCode, Place, Severity, Witness } from '../../findings';
import type { ClusterName } from '../model';
import { compareText, distinctClusters, inClusters, LISTED, listed } from './listed';
import type { Risk } from './risk';

/** One spot of a change at which a risk shows. */
export interface Sighting {
  /** Sightings of one severity and key are one risk, wherever they are. */
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

/** What people are told. */
interface RiskText {
  /** A sentence without a full stop; the clusters are added at its end. */
  readonly message: string;
  readonly help: string;
}

/** A kind of risk: its code, and its words. */
export interface RiskFamily {
  readonly code: FindingCode;
  /** Of one subject; the details are listed already. */
  readonly one: (sighting: Sighting, details: string) => RiskText;
  /** Of many subjects at once; a few of them are listed already, the others counted. */
  readonly many: (count: number, subjects: string) => RiskText;
}

/** Most places that a risk points at. */
const PLACES = 5;

/**
 * Makes risks of sightings: one for each key, and where there are more than five of one severity, one for all of them
 * that names five. The order of the sightings does not matter.
 */
export function gather(family: RiskFamily, sightings: readonly Sighting[]): readonly Risk[] {
  const groups = groupedBy(sightings, ({ severity, key }) => `${severity} ${key}`);
  const merged = groups
    .map(merge)
    .sort((a, b) => compareText(a.subject, b.subject) || compareText(a.key, b.key));
  return groupedBy(merged, ({ severity }) => severity).flatMap((alike) =>
    alike.length > LISTED
      ? [riskOf(family.code, merge(alike), family.many(alike.length, listed(subjectsOf(alike))))]
      : alike.map((each) => riskOf(family.code, each, family.one(each, listed(each.details, 3)))),
  );
}

function subjectsOf(sightings: readonly Sighting[]): readonly string[] {
  return sightings.map(({ subject }) => subject);
}

function riskOf(code: FindingCode, sighting: Sighting, { message, help }: RiskText): Risk {
  const { severity, teams, where, requestChanges, objectChanges, places, witness } = sighting;
  return {
    code,
    severity,
    message: `${message}${inClusters(where)}`,
    help,
    places: places.slice(0, PLACES),
    ...(witness === undefined ? {} : { witness }),
    teams,
    where,
    requestChanges,
    objectChanges,
  };
}

/** All that sightings say, each thing once. Their keys and subjects are those of the first. */
function merge(sightings: readonly Sighting[]): Sighting {
  const [first] = sightings as [Sighting];
  const all = <T>(of: (sighting: Sighting) => readonly T[], keyOf: (value: T) => string): readonly T[] => {
    const known = new Map<string, T>();
    for (const sighting of sightings) for (const value of of(sighting)) known.set(keyOf(value), value);
    return [...known].sort(([a], [b]) => compareText(a, b)).map(([, value]) => value);
  };
  const texts = (of: (sighting: Sighting) => readonly string[]) => all(of, (text) => text);
  const numbers = (of: (sighting: Sighting) => readonly number[]) =>
    [...new Set(sightings.flatMap(of))].sort((a, b) => a - b);
  return {
    key: first.key,
    severity: first.severity,
    subject: first.subject,
    details: texts(({ details }) => details),
    teams: texts(({ teams }) => teams),
    where: distinctClusters(sightings.flatMap(({ where }) => where)),
    requestChanges: numbers(({ requestChanges }) => requestChanges),
    objectChanges: numbers(({ objectChanges }) => objectChanges),
    places: all(
      ({ places }) => places,
      ({ file, object = '' }) => `${file} ${object}`,
    ),
    witness: shortest(sightings),
  };
}

/** The request with the shortest path: it reads best. */
function shortest(sightings: readonly Sighting[]): Witness | undefined {
  let best: Witness | undefined;
  for (const { witness } of sightings) {
    if (witness !== undefined && (best === undefined || compareWitnesses(witness, best) < 0)) best = witness;
  }
  return best;
}

/** Shorter paths first, and then any order that is always the same. */
export function compareWitnesses(a: Witness, b: Witness): number {
  return a.path.length - b.path.length || compareText(JSON.stringify(a), JSON.stringify(b));
}

function groupedBy<T>(values: readonly T[], keyOf: (value: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return [...groups.values()];
}
