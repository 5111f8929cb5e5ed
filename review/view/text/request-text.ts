import { spellRequest } from '../../../findings';
import type {
  Answer,
  EquivalentChange,
  FieldChange,
  HostLocation,
  RequestChange,
  RequestSet,
} from '../../model';
import { destinationsRow, isToldByDestinations, spellDestinations } from './destination-text';
import { inNamespaces } from './other-namespaces';
import { few } from './visible-text';
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

/** Most routes that the text of a set of requests lists; the rest are counted. */
const MOST_ROUTES = 12;

/** What becomes of requests, in words. */
export const REQUEST_WORDS: Readonly<
  Record<RequestChange['kind'], { readonly what: string; readonly tone: Tone }>
> = {
  unanswered: { what: 'no longer answered', tone: 'bad' },
  moved: { what: 'rerouted', tone: 'doubtful' },
  answered: { what: 'newly answered', tone: 'good' },
  treated: { what: 'handled differently', tone: 'quiet' },
};

/** What is edited though the same happens to every request, in words. */
export const EQUIVALENT_WORDS: Readonly<Record<EquivalentChange['kind'], string>> = {
  'function-renamed': 'function renamed',
  'routes-rewritten': 'routes rewritten',
  versions: 'other versions',
  'local-gateway': 'other local gateway',
  gateways: 'other Gateways',
  'new-cluster': 'new cluster',
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
  shown: readonly HostLocation[],
  spellWhere: (where: readonly HostLocation[]) => string,
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

/** A function, or, where the manifest names none, the rule; the Gateway that redirects to HTTPS. */
function functionOf({ function: functionId, route }: Answer): string {
  if (functionId !== undefined) return functionId;
  return route.virtualService === undefined
    ? `redirect to HTTPS by the Gateway ${route.gateway}`
    : `${route.virtualService}, rule ${route.rule + 1}`;
}

/** The fields of a change that differ, without those that its destinations say. */
export function fieldsBesideDestinations({ before, after, fields }: RequestChange): readonly FieldChange[] {
  if (before === undefined || after === undefined || !isMoved(before, after)) return fields;
  return fields.filter((field) => !isToldByDestinations(field, before, after));
}

function isMoved(before: Answer, after: Answer): boolean {
  return JSON.stringify(before.destinations) !== JSON.stringify(after.destinations);
}

function outcomeRows(change: RequestChange, shown: readonly HostLocation[]): StatementRow[] {
  const { before, after, where } = change;
  const namespaces = shown.map(({ namespace }) => namespace);
  const anywhere = (text: string) => inNamespaces(text, where[0]?.namespace, namespaces);
  if (before === undefined || after === undefined) {
    const known = before ?? after;
    if (known === undefined) return [];
    return [{ label: 'to', ...spellDestinations(known.destinations, anywhere) }];
  }
  return [
    ...(isMoved(before, after) ? [destinationsRow(before.destinations, after.destinations, anywhere)] : []),
    ...fieldRows(fieldsBesideDestinations(change), anywhere),
  ];
}
