import { spellRequest } from '../../findings';
import type { Destination } from '../../routing';
import type { Answer, EquivalentChange, FieldChange, HostPlace, RequestChange, RequestSet } from '../model';
import { inNamespaces } from './other-namespaces';
import { few } from './plain-text';
import {
  changeRow,
  verbatim,
  verbatimRow,
  words,
  wordsRow,
  type Said,
  type Statement,
  type StatementRow,
  type Tone,
} from './statement';
import { fieldRows } from './value-text';

/** Most routes that a set of requests is told by; the rest is counted. */
const MOST_ROUTES = 12;

/** What becomes of requests, in words. */
export const REQUEST_WORDS: Readonly<
  Record<RequestChange['kind'], { readonly what: string; readonly tone: Tone }>
> = {
  unanswered: { what: 'no longer answered', tone: 'bad' },
  moved: { what: 'goes elsewhere', tone: 'doubtful' },
  answered: { what: 'newly answered', tone: 'good' },
  treated: { what: 'treated otherwise', tone: 'quiet' },
};

/** What is edited though the same happens to every request, in words. */
export const EQUIVALENT_WORDS: Readonly<Record<EquivalentChange['kind'], string>> = {
  'function-renamed': 'function renamed',
  'routes-rewritten': 'routes rewritten',
  versions: 'other versions',
  'local-gateway': 'other local gateway',
  gateways: 'other Gateways',
};

/**
 * A set of requests: `prefix /a/, method exact GET, but not exact /a/b`.
 * @param most routes of it that are named; the rest is counted
 */
export function spellRequestSet({ matched, except }: RequestSet, most = MOST_ROUTES): string {
  const all = few(matched, most, ' and also ') || 'any request';
  return except.length === 0 ? all : `${all}, but not ${few(except, most, ' or ')}`;
}

/**
 * What becomes of a set of requests.
 * @param shown those places of it that are spoken of
 * @param spellWhere says places in words
 * @param risks of what it is suspected: `error KF803`
 */
export function requestStatement(
  change: RequestChange,
  shown: readonly HostPlace[],
  spellWhere: (where: readonly HostPlace[]) => string,
  risks: readonly string[],
): Statement {
  const { kind, requests, witness, before, after } = change;
  return {
    ...REQUEST_WORDS[kind],
    subject: verbatim(spellRequestSet(requests)),
    rows: [
      verbatimRow('request', spellRequest(witness)),
      functionRow(before, after),
      ...outcomeRows(change, shown),
      wordsRow('where', spellWhere(shown)),
      ...(risks.length === 0 ? [] : [wordsRow('risk', risks.join(', '))]),
    ],
  };
}

/** What was edited, though nothing else happens to any request. */
export function equivalentStatement(change: EquivalentChange, where: string): Statement {
  const { kind, subject, before, after } = change;
  return {
    tone: 'good',
    what: EQUIVALENT_WORDS[kind],
    subject: verbatim(subject),
    rows: [changeRow('change', verbatim(before), verbatim(after)), wordsRow('where', where)],
  };
}

function functionRow(before: Answer | undefined, after: Answer | undefined): StatementRow {
  const [from, to] = [before, after].map((answer) =>
    answer === undefined ? words('none (404)') : verbatim(functionOf(answer)),
  ) as [Said, Said];
  return from.text === to.text ? verbatimRow('function', to.text) : changeRow('function', from, to);
}

/** A function, or, where the manifest names none, the rule. */
function functionOf({ function: of, route: { virtualService, rule } }: Answer): string {
  return of ?? `${virtualService}, rule ${rule + 1}`;
}

function outcomeRows(
  { before, after, fields, where }: RequestChange,
  shown: readonly HostPlace[],
): StatementRow[] {
  const namespaces = shown.map(({ namespace }) => namespace);
  const anywhere = (text: string) => inNamespaces(text, where[0]?.namespace, namespaces);
  if (before === undefined || after === undefined) {
    const known = before ?? after;
    if (known === undefined) return [];
    const { destinations } = known;
    if (destinations.length === 0) return [wordsRow('to', NO_DESTINATION)];
    return [verbatimRow('to', anywhere(spellShares(destinations, authorityOf)))];
  }
  const isMoved = JSON.stringify(before.destinations) !== JSON.stringify(after.destinations);
  const told = isMoved ? fields.filter((field) => !isDestination(field, before, after)) : fields;
  return [
    ...(isMoved ? [destinationsRow(before.destinations, after.destinations, anywhere)] : []),
    ...fieldRows(told, anywhere),
  ];
}

/** Whether the destinations tell a field already. */
function isDestination({ path }: FieldChange, before: Answer, after: Answer): boolean {
  if (before.destinations.length === 0 || after.destinations.length === 0) return false;
  return /^(rewrite\.authority|route\[\d+\]\.(weight|destination\.(host|port\.number|subset)|headers\.request\.set\.(Host|host)))$/.test(
    path,
  );
}

function destinationsRow(
  before: readonly Destination[],
  after: readonly Destination[],
  anywhere: (text: string) => string,
): StatementRow {
  const names = (all: readonly Destination[]) => all.map(authorityOf).join(', ');
  const weights = (all: readonly Destination[]) => verbatim(all.map(({ weight }) => weight).join('/'));
  // The destinations and their order are the same: the shares differ.
  if (before.length > 1 && JSON.stringify(before.map(targetOf)) === JSON.stringify(after.map(targetOf))) {
    return changeRow(`weights of ${anywhere(names(before))}`, weights(before), weights(after));
  }
  const spell = spellerOf(before, after);
  const told = (all: readonly Destination[]): Said =>
    all.length === 0 ? words(NO_DESTINATION) : verbatim(anywhere(spellShares(all, spell)));
  return changeRow('to', told(before), told(after));
}

/** What a route without destinations does. */
export const NO_DESTINATION = 'a redirect, a response of its own or a delegate';

function spellShares(all: readonly Destination[], spell: (one: Destination) => string): string {
  return all.map((one) => [spell(one), ...shareOf(one, all)].join(' ')).join(', ');
}

/** How destinations are told: by who answers at last, or, where that is the same on both sides, in full. */
export function spellerOf(
  before: readonly Destination[] = [],
  after: readonly Destination[] = [],
): (one: Destination) => string {
  const targets = [before, after].map((all) => JSON.stringify(all.map(targetOf)));
  const [from, to] = [before, after].map((all) => spellShares(all, authorityOf));
  return from === to && targets[0] !== targets[1] ? targetOf : authorityOf;
}

/** The share that one of several destinations has: `90 %`; nothing of a single one. */
export function shareOf({ weight }: Destination, all: readonly Destination[]): readonly string[] {
  if (all.length < 2) return [];
  const total = all.reduce((sum, other) => sum + other.weight, 0);
  return [total === 100 ? `${weight} %` : `${weight} of ${total}`];
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
