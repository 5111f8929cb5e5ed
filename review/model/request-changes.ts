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
import { withoutNamespace } from './namespaces';
import { notIdempotentMethods } from './not-idempotent';
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
export interface UnplacedChange extends Omit<RequestChange, 'where'> {
  /** Two changes with the same key, once namespaces' names are put aside, are one change in two places. */
  readonly key: string;
}

/** Says of a difference what becomes of its requests. */
export function requestChange(
  difference: Difference,
  lists: ListPair,
  sides: { readonly before: ComparedSide; readonly after: ComparedSide },
): UnplacedChange {
  const { matched, except, witness } = difference;
  const old = difference.before === undefined ? undefined : matched[0];
  const now = difference.after === undefined ? undefined : matched.at(-1);
  const [before, after] = [
    old && answerOf(old, lists.before, sides.before),
    now && answerOf(now, lists.after, sides.after),
  ];
  // Local gateways go by other names in other clusters, and a renamed Knative Service is the same one.
  const [was, is] = [
    old && comparedOutcome(ruleFields(old), sides.before.names),
    now && comparedOutcome(ruleFields(now), sides.after.names),
  ];
  const said = {
    kind: kindOf(was, is),
    requests: requestSet(matched, except),
    notIdempotent: notIdempotentMethods(difference, lists.before),
    witness,
  };
  return {
    ...said,
    before,
    after,
    fields: old === undefined || now === undefined ? [] : fieldChanges(ruleFields(old), ruleFields(now)),
    key: JSON.stringify([said, whose(before), before?.match, was, whose(after), after?.match, is]),
  };
}

/** Whose requests they are: where no function is named, the VirtualService's, of which each host may have its own. */
function whose(answer: Answer | undefined): unknown {
  return answer?.function ?? (answer && { virtualService: answer.route.virtualService });
}

function kindOf(before: Outcome | undefined, after: Outcome | undefined): RequestChange['kind'] {
  if (before === undefined) return 'answered';
  if (after === undefined) return 'unanswered';
  return destinationKey(before) === destinationKey(after) ? 'treated' : 'moved';
}

/** Where requests go, whatever share of them. */
function destinationKey(outcome: Outcome): string {
  const { redirect, directResponse, delegate } = outcome;
  const hosts = destinationsOf(outcome).map(({ host, port, subset, authority }) =>
    JSON.stringify([host, port, subset, authority]),
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
export function joinedChanges(
  changes: readonly { readonly change: UnplacedChange; readonly where: HostPlace }[],
): readonly RequestChange[] {
  const found = new Map<string, RequestChange & { readonly where: HostPlace[] }>();
  for (const { change, where } of changes) {
    const { key: own, ...said } = change;
    const key = withoutNamespace(own, where.namespace);
    const known = found.get(key);
    if (known === undefined) found.set(key, { ...said, where: [where] });
    else known.where.push(where);
  }
  return [...found.values()];
}
