import {
  destinationsOf,
  referenceTo,
  spellMatch,
  type Difference,
  type Outcome,
  type Route,
} from '../../routing';
import { comparedOutcome, type OutcomeNames } from './compared-outcomes';
import { fieldChanges } from './field-changes';
import { namespaceOfHost, withoutNamespace } from './namespaces';
import type { HostPlace } from './place';
import type { Answer, RequestChange } from './request-change';
import { requestSet } from './request-set';
import type { SideRoutes } from './side-routes';
import type { ListPair } from './table-pairs';

/** One side of a host: its routes, and what is another name there. */
export interface ComparedSide {
  readonly routes: SideRoutes | undefined;
  readonly names: OutcomeNames;
}

/** A change without where it holds. */
export type UnplacedChange = Omit<RequestChange, 'where'>;

/** Says of a difference what becomes of its requests. */
export function requestChange(
  difference: Difference,
  lists: ListPair,
  sides: { readonly before: ComparedSide; readonly after: ComparedSide },
): UnplacedChange {
  const { matched, except, witness } = difference;
  const old = difference.before === undefined ? undefined : matched[0];
  const now = difference.after === undefined ? undefined : matched.at(-1);
  return {
    kind: kindOf(
      old && comparedOutcome(old.outcome, sides.before.names),
      now && comparedOutcome(now.outcome, sides.after.names),
    ),
    requests: requestSet(matched, except),
    witness,
    before: old && answerOf(old, lists.before, sides.before),
    after: now && answerOf(now, lists.after, sides.after),
    fields: old === undefined || now === undefined ? [] : fieldChanges(ruleFields(old), ruleFields(now)),
  };
}

function kindOf(before: Outcome | undefined, after: Outcome | undefined): RequestChange['kind'] {
  if (before === undefined) return 'answered';
  if (after === undefined) return 'unanswered';
  return destinationKey(before) === destinationKey(after) ? 'treated' : 'moved';
}

/** Where requests go, whatever share of them. */
function destinationKey(outcome: Outcome): string {
  const { redirect, directResponse, delegate } = outcome;
  const hosts = destinationsOf(outcome).map(({ host, port, authority }) =>
    JSON.stringify([host, port, authority]),
  );
  return JSON.stringify([[...new Set(hosts)].sort(), redirect, directResponse, delegate]);
}

function answerOf(route: Route, list: ListPair['before'], { routes }: ComparedSide): Answer {
  const object = list.members[route.member]?.index ?? -1;
  return {
    function: routes?.functionOf(object, route.rule),
    route: referenceTo(list, route),
    file: routes?.fileOf(object) ?? '',
    match: spellMatch(route),
    destinations: destinationsOf(route.outcome),
    rule: route.outcome,
  };
}

/** A rule without its matches and its name. */
function ruleFields({ outcome }: Route): Outcome {
  return Object.fromEntries(Object.entries(outcome).filter(([name]) => name !== 'match' && name !== 'name'));
}

/** Joins changes that are alike, in whichever clusters and function namespaces, with all their places. */
export function joinedChanges(changes: readonly RequestChange[]): readonly RequestChange[] {
  const found = new Map<string, { change: RequestChange; where: HostPlace[] }>();
  for (const change of changes) {
    const { where, ...said } = change;
    const [first] = where;
    const namespace = first === undefined ? undefined : namespaceOfHost(first.host);
    const { before, after, ...rest } = said;
    // Where a route stands is another name in each cluster; what it matches and where it leads is not.
    const key = withoutNamespace(
      JSON.stringify([rest, ...[before, after].map((answer) => answer && toldOf(answer))]),
      namespace,
    );
    const known = found.get(key);
    if (known === undefined) found.set(key, { change, where: [...where] });
    else known.where.push(...where);
  }
  return [...found.values()].map(({ change, where }) => ({ ...change, where }));
}

/** What is the same of an answer wherever a change is the same. */
function toldOf({ function: of, match, destinations, rule }: Answer): unknown {
  return [of, match, destinations, { ...rule, match: undefined, name: undefined }];
}
