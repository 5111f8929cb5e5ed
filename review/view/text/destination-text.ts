import { isMapping } from '../../../base';
import type { Destination } from '../../../routing';
import type { Answer, FieldChange } from '../../model';
import { changeRow, verbatim, verbatimRow, words, type Said, type StatementRow } from './statement';

/** What a route without destinations does. */
export const NO_DESTINATION = 'a redirect, a response of its own or a delegate';

type Spell = (one: Destination) => string;

/**
 * The words for destinations: the service that answers in the end, or all fields if two different ones would read alike.
 * @param all those of both snapshots
 */
export function spellerOf(all: readonly Destination[]): Spell {
  const targets = new Set(all.map(targetOf));
  const names = new Set(all.map(authorityOf));
  return names.size < targets.size ? targetOf : authorityOf;
}

/** The share that one of several destinations has: `90 %`; nothing of a single one. */
export function shareOf({ weight }: Destination, all: readonly Destination[]): readonly string[] {
  if (all.length < 2) return [];
  const total = all.reduce((sum, other) => sum + other.weight, 0);
  return [total === 100 ? `${weight} %` : `${weight} of ${total}`];
}

/**
 * The destinations of one snapshot.
 * @param tell what is reported about a text
 */
export function spellDestinations(
  all: readonly Destination[],
  tell: (text: string) => string,
  spell: Spell = spellerOf(all),
): Said {
  if (all.length === 0) return words(NO_DESTINATION);
  return verbatim(tell(all.map((one) => [spell(one), ...shareOf(one, all)].join(' ')).join(', ')));
}

/**
 * What becomes of each destination's weight: `saas-showroom.faas-prod 90 → 50, saas-showroom-green.faas-prod 10 → 50`;
 * undefined where no weight changes, each side has at most one destination, or a service is reached in another way.
 * A destination that a side does not have has weight 0 there. Where the weights of a side do not add up to 100, each is
 * written with their sum.
 */
export function weightChanges(
  before: readonly Destination[],
  after: readonly Destination[],
): string | undefined {
  if (before.length === 0 || after.length === 0 || Math.max(before.length, after.length) < 2)
    return undefined;
  const all = [...before, ...after];
  const spell = spellerOf(all);
  // Where one service is reached in two ways, more than weights changes.
  if (spell === targetOf && all.some((one) => authorityOf(one) !== targetOf(one))) return undefined;
  const [from, to] = [weightsByName(before, spell), weightsByName(after, spell)];
  const changes = [...new Set([...from.names.keys(), ...to.names.keys()])].map((name) => ({
    name,
    before: spellWeight(from, name),
    after: spellWeight(to, name),
  }));
  if (changes.every((change) => change.before === change.after)) return undefined;
  return changes.map((change) => `${change.name} ${change.before} → ${change.after}`).join(', ');
}

/** The weights of one snapshot's destinations by their names, and their sum. */
interface Weights {
  readonly names: ReadonlyMap<string, number>;
  readonly total: number;
}

function weightsByName(all: readonly Destination[], spell: Spell): Weights {
  const names = new Map<string, number>();
  for (const one of all) names.set(spell(one), (names.get(spell(one)) ?? 0) + one.weight);
  return { names, total: all.reduce((sum, { weight }) => sum + weight, 0) };
}

function spellWeight({ names, total }: Weights, name: string): string {
  const weight = names.get(name) ?? 0;
  return total === 100 ? `${weight}` : `${weight} of ${total}`;
}

/** The destinations of both snapshots; as weights where a side has several. */
export function destinationsRow(
  before: readonly Destination[],
  after: readonly Destination[],
  tell: (text: string) => string,
): StatementRow {
  const spell = spellerOf([...before, ...after]);
  const weights = weightChanges(before, after);
  if (weights !== undefined) return verbatimRow('weights', tell(weights));
  return changeRow('to', spellDestinations(before, tell, spell), spellDestinations(after, tell, spell));
}

/** A field that names a destination or its weight. */
const DESTINATION_FIELD =
  /^(rewrite\.authority|route\[\d+\]\.(weight|destination\.(host|port\.number|subset)|headers\.request\.set\.(Host|host)))$/;

/** Whether the destinations tell a field already: it is a part of a destination, or has no other parts. */
export function isToldByDestinations(field: FieldChange, before: Answer, after: Answer): boolean {
  if (before.destinations.length === 0 || after.destinations.length === 0) return false;
  return isDestinationField(field);
}

/**
 * Whether a field of a rule says nothing but where requests go, and with which weights. A whole destination that is
 * added or removed does too, as long as it has no other fields beside these.
 */
export function isDestinationField({ path, before, after }: FieldChange): boolean {
  return [before, after].every((value) =>
    leavesOf(path, value).every((leaf) => DESTINATION_FIELD.test(leaf)),
  );
}

/** The paths of the plain values in a value of a manifest; none for a value that is not there. */
function leavesOf(path: string, value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (!isMapping(value) || Object.keys(value).length === 0) return [path];
  return Object.entries(value).flatMap(([key, below]) => leavesOf(`${path}.${key}`, below));
}

/** Who answers at last: behind the local gateway the authority decides. */
function authorityOf(destination: Destination): string {
  return (destination.authority ?? portedHost(destination)).replace(/\.svc\.cluster\.local$/, '');
}

function targetOf(destination: Destination): string {
  const { authority } = destination;
  return `${portedHost(destination)}${authority === undefined ? '' : ` as ${authority}`}`;
}

function portedHost({ host, port, subset }: Destination): string {
  return `${host}${port === undefined ? '' : `:${port}`}${subset === undefined ? '' : ` subset ${subset}`}`;
}
