import type { Destination } from '../../routing';
import type { Answer, FieldChange } from '../model';
import { changeRow, verbatim, words, type Said, type StatementRow } from './statement';

/** What a route without destinations does. */
export const NO_DESTINATION = 'a redirect, a response of its own or a delegate';

type Spell = (one: Destination) => string;

/**
 * How destinations are told: by who answers at last, or in full where two of them that differ would be told alike.
 * @param all those of both sides
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
 * The destinations of one side.
 * @param tell what is said of a text
 */
export function spellDestinations(
  all: readonly Destination[],
  tell: (text: string) => string,
  spell: Spell = spellerOf(all),
): Said {
  if (all.length === 0) return words(NO_DESTINATION);
  return verbatim(tell(all.map((one) => [spell(one), ...shareOf(one, all)].join(' ')).join(', ')));
}

/** The destinations of both sides; where nothing but their shares differs, those alone. */
export function destinationsRow(
  before: readonly Destination[],
  after: readonly Destination[],
  tell: (text: string) => string,
): StatementRow {
  const spell = spellerOf([...before, ...after]);
  const weights = (all: readonly Destination[]) => verbatim(all.map(({ weight }) => weight).join('/'));
  if (before.length > 1 && JSON.stringify(before.map(targetOf)) === JSON.stringify(after.map(targetOf))) {
    return changeRow(`weights of ${tell(before.map(spell).join(', '))}`, weights(before), weights(after));
  }
  return changeRow('to', spellDestinations(before, tell, spell), spellDestinations(after, tell, spell));
}

/** Whether the destinations tell a field already. */
export function isToldByDestinations({ path }: FieldChange, before: Answer, after: Answer): boolean {
  if (before.destinations.length === 0 || after.destinations.length === 0) return false;
  return /^(rewrite\.authority|route\[\d+\]\.(weight|destination\.(host|port\.number|subset)|headers\.request\.set\.(Host|host)))$/.test(
    path,
  );
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
