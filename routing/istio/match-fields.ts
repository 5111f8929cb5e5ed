import { nearestWord } from '../../findings';
import type { Mapping } from '../../base';
import type { MatchRemark } from '../model';

/** Steps from an object to one of its fields. */
type FieldPath = MatchRemark['path'];

/** The fields that a mapping of a VirtualService has in any Istio version. */
interface KnownFields {
  /** The mapping as messages name it. */
  readonly owner: string;
  /** What belongs into each field whose null would pass for "not asked for"; undefined for the others. */
  readonly wanted: ReadonlyMap<string, string | undefined>;
}

/** What belongs where a text is compared. */
export const STRING_MATCH = 'a mapping with exact, prefix or regex';

/** What belongs into the fields of a match that have no shape of their own. */
export const WANTED = {
  gateways: 'a list of Gateways',
  ignoreUriCase: 'true or false',
  texts: 'a mapping of names',
  namespace: 'a namespace',
} as const;

/** The fields of an HTTPMatchRequest. */
export const MATCH_FIELDS: KnownFields = {
  owner: 'a match',
  wanted: new Map([
    ['uri', STRING_MATCH],
    ['scheme', STRING_MATCH],
    ['method', STRING_MATCH],
    ['authority', STRING_MATCH],
    ['headers', WANTED.texts],
    ['withoutHeaders', WANTED.texts],
    ['queryParams', WANTED.texts],
    ['port', 'a whole number'],
    ['gateways', WANTED.gateways],
    ['ignoreUriCase', WANTED.ignoreUriCase],
    ['sourceLabels', WANTED.texts],
    ['sourceNamespace', WANTED.namespace],
    ['name', undefined],
    ['statPrefix', undefined],
  ]),
};

/** The fields of a VirtualService's `spec`. */
export const SPEC_FIELDS: KnownFields = fieldsOf('spec', 'hosts gateways http tls tcp exportTo');

/** The fields of `spec` that route connections: TLS by its server name, TCP by the port. */
export const CONNECTIONS = ['tls', 'tcp'] as const;

/** One of {@link CONNECTIONS}. */
export type ConnectionField = (typeof CONNECTIONS)[number];

function fieldsOf(owner: string, ...names: readonly string[]): KnownFields {
  return {
    owner: owner,
    wanted: new Map(names.flatMap((some) => some.split(' ')).map((name) => [name, undefined])),
  };
}

/**
 * What is to be reported about a mapping's fields: those that no version has, and those that are null.
 * @param pathOf makes the path of the mapping, which is seldom needed
 */
export function fieldRemarks(
  mapping: Mapping,
  { owner: of, wanted }: KnownFields,
  pathOf: () => FieldPath,
): readonly MatchRemark[] {
  let remarks: MatchRemark[] | undefined;
  for (const field in mapping) {
    const value = mapping[field];
    const isKnown = wanted.has(field);
    if (value === undefined || (isKnown && value !== null)) continue;
    const belongs = wanted.get(field);
    remarks ??= [];
    if (belongs !== undefined) remarks.push(misplaced(value, belongs, [...pathOf(), field]));
    if (!isKnown) remarks.push(unknownField(of, field, [...wanted.keys()], [...pathOf(), field]));
  }
  return remarks ?? NOTHING_TO_SAY;
}

/** What is to be reported about a field that no version has. */
export function unknownField(
  owner: string,
  field: string,
  known: readonly string[],
  path: FieldPath,
): MatchRemark {
  return {
    kind: 'malformed',
    text: `${owner} has no field ${shown(field)}`,
    path,
    help: `Istio 1.6 and newer leave an unknown field out without a word; ${wordMeant(field, known) ?? `known here: ${known.join(', ')}`}`,
  };
}

/** Most mappings are as they should be. */
const NOTHING_TO_SAY: readonly MatchRemark[] = [];

/** What is to be reported about a value of the wrong type. */
export function misplaced(value: unknown, wanted: string, path: FieldPath): MatchRemark {
  const text = `${spelled(path)} is ${shown(value)}, where ${wanted} belongs`;
  const help = 'write it in full, or leave it out: Kubernetes drops or rejects what is null';
  return { kind: 'malformed', text, path, ...(value === null ? { help } : {}) };
}

/** Whether a value is the number of a port. */
export function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65_536;
}

/** What is to be reported about a value that is no port. */
export function misplacedPort(value: unknown): MatchRemark {
  const found = misplaced(value, 'a whole number from 1 to 65535', ['port']);
  // Protobuf's 0 is a number that is not given.
  return value === 0 ? { ...found, help: 'leave it out: Istio reads 0 as every port' } : found;
}

/** The known word that a word most likely represents, as a question; undefined where none is near. */
export function wordMeant(word: string, known: readonly string[]): string | undefined {
  // Protobuf also spells names with underscores; Kubernetes does not know those.
  const near = nearestWord(word, known);
  return near === undefined ? undefined : `did you mean ${JSON.stringify(near)}?`;
}

/** A field as messages name it: `spec.http[0].match`. */
export function spelled(path: FieldPath): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : (i > 0 ? '.' : '') + step)).join('');
}

/** Longest text that is shown of a value. */
const LONGEST = 60;

function shown(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
  }
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (value instanceof Date) return 'a date';
  const isPlain = value === null || typeof value === 'number' || typeof value === 'boolean';
  return isPlain ? String(value) : 'a mapping';
}
