import type { Mapping } from '../../base';
import type { AnswerReference } from '../../findings';
import type { ClusterName, ObjectChange, RequestReview } from '../model';
import { nameOf } from './answering-function';
import { targetsOf, type ChangedRoute, type ChangedRules, type SideName } from './changed-rules';
import { spellRequests } from './listed';
import { conditionsOf, pathKey, type MatchConditions } from './match-conditions';
import { requestOccurrence } from './request-occurrence';
import type { Risk } from './risk';
import { gather } from './occurrence';

/** A match of one snapshot, with what distinguishes it from others. */
interface KnownMatch {
  readonly conditions: MatchConditions;
  readonly objectChange: number;
}

/** Conditions that are dropped, and the change of another object that had them. */
interface Dropped {
  readonly conditions: readonly string[];
  readonly objectChanges: readonly number[];
}

const NOTHING: Dropped = { conditions: [], objectChanges: [] };

/**
 * KF805: a match gives way to one of the same path and the same destinations that asks for less, so that the function
 * answers more requests. A route that is added beside it drops nothing: both matches are there afterwards.
 */
export function droppedConditions(
  { changes }: RequestReview,
  objects: readonly ObjectChange[],
  rules: ChangedRules,
): readonly Risk[] {
  const known = { before: matchesOf('before'), after: matchesOf('after') };
  const occurrences = changes.flatMap((change, index) => {
    const { kind, before, after, where } = change;
    const [location] = where;
    if (location === undefined || after === undefined || (kind !== 'answered' && kind !== 'moved')) return [];
    if (before !== undefined && nameOf(before) === nameOf(after)) return [];
    const { conditions, objectChanges } = droppedAt(location, after.route);
    if (conditions.length === 0) return [];
    const details = conditions.map(
      (condition) => `${condition} of ${spellRequests({ matched: [after.match], except: [] })}`,
    );
    const occurrence = requestOccurrence(change, index, rules, { severity: 'warning', details });
    return [{ ...occurrence, objectChanges: [...occurrence.objectChanges, ...objectChanges] }];
  });
  return gather(
    {
      code: 'KF805',
      one: ({ subject }, details) => ({
        message: `${subject} no longer asks for a condition, so that more requests reach it: ${details}`,
        help: 'write the condition again, unless requests without it are meant to be answered too',
      }),
      many: (count, subjects) => ({
        message: `${count} functions no longer ask for a condition, so that more requests reach them: ${subjects}`,
        help: 'write the conditions again, unless requests without them are meant; -o json lists all',
      }),
    },
    occurrences,
  );

  /** What the match of a route no longer asks for. */
  function droppedAt(location: ClusterName, reference: AnswerReference): Dropped {
    const route = rules.routeAt('after', location, reference);
    if (route === undefined) return NOTHING;
    const former = formerMatch(route, location);
    if (former === undefined) return NOTHING;
    const kept = conditionsOf(route.match);
    const conditions = [...former.conditions].filter(([key]) => !kept.has(key)).map(([, name]) => name);
    return { conditions, objectChanges: [former.objectChange] };
  }

  /** The match that gave way to one; undefined where none did. */
  function formerMatch({ rule, match }: ChangedRoute, location: ClusterName): KnownMatch | undefined {
    const key = keyOf(rule, match);
    const now = conditionsOf(match);
    const here = (side: SideName) => (known[side].get(key) ?? []).filter((one) => standsIn(one, location));
    const old = here('before');
    if (old.some(({ conditions }) => areSame(conditions, now))) return undefined;
    const still = here('after');
    return old.find(
      ({ conditions }) =>
        conditions.size > now.size &&
        isWithin(now, conditions) &&
        !still.some((one) => areSame(one.conditions, conditions)),
    );
  }

  function standsIn({ objectChange }: KnownMatch, { environment, cluster }: ClusterName): boolean {
    const where = objects[objectChange]?.where ?? [];
    return where.some((place) => place.environment === environment && place.cluster === cluster);
  }

  function matchesOf(side: SideName): ReadonlyMap<string, readonly KnownMatch[]> {
    const found = new Map<string, KnownMatch[]>();
    for (const { rule, match, objectChange } of rules.routesOf(side)) {
      const key = keyOf(rule, match);
      const one = { conditions: conditionsOf(match), objectChange };
      const alike = found.get(key);
      if (alike === undefined) found.set(key, [one]);
      else alike.push(one);
    }
    return found;
  }
}

function keyOf(rule: Mapping, match: Mapping | undefined): string {
  return `${pathKey(match)} ${targetsOf(rule)}`;
}

function isWithin(some: MatchConditions, all: MatchConditions): boolean {
  return [...some.keys()].every((key) => all.has(key));
}

function areSame(a: MatchConditions, b: MatchConditions): boolean {
  return a.size === b.size && isWithin(a, b);
}
