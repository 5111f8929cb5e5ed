import { groupBy } from '../../base';
import type { Witness } from '../../findings';
import { answerClasses, type AnswerClass } from './answer-classes';
import type { Budget } from '../text';
import { classPrecedences } from './class-precedences';
import type { Precedence, RolloutStep } from './precedence';
import { nearIndex } from '../explore';
import type { Route } from '../model';
import { conditionsKey, pathKey, type VirtualServiceChanges } from './virtual-service-changes';
import { shortestRequest, witnessOf, type Request } from '../analysis';

/** A precedence between steps, and the requests that get a foreign outcome in between if it is violated. */
export interface OrderNeed extends Precedence<RolloutStep> {
  /** The affected requests are exactly those that all of `matched` match and none of `except`. */
  readonly matched: readonly Route[];
  readonly except: readonly Route[];
  readonly witness: Witness;
}

/** The most sets of requests that are reported for one precedence. */
const MOST_REPORTED = 16;

/** A precedence between changes, by index, with a class of requests that requires it and one of its requests. */
interface Demand extends Precedence<number> {
  readonly answers: AnswerClass;
  readonly request: Request;
}

/**
 * Returns the precedences that changes of VirtualServices, applied one by one, must keep so that in every intermediate
 * state each request has an outcome from before or after the rollout. Where the creation order decides, every outcome
 * that it allows counts. An order is safe exactly if it meets all needs. Implied needs are left out.
 * @param changes of VirtualServices that Istio merges; their `doubt` is undefined
 * @throws BudgetExhausted
 */
export function rolloutNeeds(changes: VirtualServiceChanges, budget: Budget): readonly OrderNeed[] {
  // A single change has no intermediate state.
  if (changes.changes.length < 2) return [];
  const precedences = classPrecedences(changes);
  const others = otherRoutes(changes, budget);
  const keyOfClass = classKeys();
  const requests = new Map<string, Request | undefined>();
  const found = new Map<string, Demand[]>();
  answerClasses(changes.changes, precedences.hasCatchAlls, changes.domain, judge, budget);
  return strongest([...found.values()]).flatMap((same) => same.map(describe));

  function judge(answers: AnswerClass): void {
    const required = precedences
      .requiredBy(answers)
      .map((precedence) => ({ precedence, known: demandsOf(precedence) }));
    if (required.every(({ known }) => known.length >= MOST_REPORTED)) return;
    const key = keyOfClass(answers);
    if (requests.has(key)) return;
    const request = shortestRequest(routesOf(answers), others(answers), changes, budget);
    requests.set(key, request);
    if (request === undefined) return;
    for (const { precedence, known } of required) {
      if (known.length < MOST_REPORTED) known.push({ ...precedence, answers, request });
    }
  }

  function demandsOf({ first, then }: Precedence<number>): Demand[] {
    const key = `${first.join()} ${then.join()}`;
    const known = found.get(key) ?? [];
    found.set(key, known);
    return known;
  }

  function describe({ first, then, answers, request }: Demand): OrderNeed {
    const matched = routesOf(answers);
    const except = distinctMatches(others(answers)).filter(
      (route) => shortestRequest([...matched, route], [], changes, budget) !== undefined,
    );
    return {
      first: first.map(stepAt),
      then: then.map(stepAt),
      matched:
        matched.length > 0 ? distinctMatches(matched) : distinctMatches(catchAllsOf([...first, ...then])),
      except,
      witness: witnessOf(request),
    };
  }

  function catchAllsOf(indexes: readonly number[]): readonly Route[] {
    return indexes.flatMap((index) => {
      const change = changes.changes[index];
      return [change?.before.catchAll ?? [], change?.after.catchAll ?? []].flat();
    });
  }

  function stepAt(index: number): RolloutStep {
    const change = changes.changes[index];
    if (change === undefined) throw new Error(`there is no change ${index}`);
    return change.step;
  }
}

function routesOf({ before, after }: AnswerClass): readonly Route[] {
  return [...before.values(), ...after.values()];
}

/** Returns a function that lists the nearby routes that no request of a class matches. */
function otherRoutes({ changes, unchanged }: VirtualServiceChanges, budget: Budget) {
  const all: Route[] = [];
  /** For each route of a change, its change and snapshot; unchanged routes follow without an entry. */
  const versions: { readonly change: number; readonly snapshot: 'before' | 'after' }[] = [];
  let near: ((paths: readonly Route['path'][]) => readonly number[]) | undefined;
  return (answers: AnswerClass): readonly Route[] => {
    near ??= prepare();
    const indexes = near(routesOf(answers).map(({ path }) => path));
    budget.spend(indexes.length);
    const ended = new Set<string>();
    return indexes.flatMap((index) => {
      const route = all[index] as Route;
      const version = versions[index];
      if (version === undefined) return [route];
      const key = `${version.snapshot} ${version.change}`;
      if (answers[version.snapshot].get(version.change) === route) ended.add(key);
      return ended.has(key) ? [] : [route];
    });
  };

  function prepare() {
    changes.forEach((change, index) => {
      for (const snapshot of ['before', 'after'] as const) {
        for (const route of change[snapshot].routes) {
          all.push(route);
          versions.push({ change: index, snapshot });
        }
      }
    });
    for (const { routes } of unchanged) for (const route of routes) all.push(route);
    return nearIndex(all);
  }
}

/** Returns a function that identifies a class by a text: which VirtualServices answer by which routes. */
function classKeys(): (answers: AnswerClass) => string {
  const numbers = new Map<Route, number>();
  return ({ before, after }) => [before, after].map(keyOf).join(' ');

  function keyOf(answers: ReadonlyMap<number, Route>): string {
    return [...answers]
      .sort(([a], [b]) => a - b)
      .map(([change, route]) => `${change}.${numberOf(route)}`)
      .join();
  }

  function numberOf(route: Route): number {
    const known = numbers.get(route) ?? numbers.size;
    numbers.set(route, known);
    return known;
  }
}

/** Removes demands that a stronger demand implies: one whose `first` and `then` are subsets. */
function strongest(found: readonly (readonly Demand[])[]): readonly (readonly Demand[])[] {
  const nonEmpty = found.filter(({ length }) => length > 0);
  const all = nonEmpty.flatMap(([demand]) => demand ?? []);
  const ends = groupBy(all, ({ first, then }) => `${first[0] ?? ''} ${then[0] ?? ''}`);
  return nonEmpty.filter(([demand]) => {
    if (demand === undefined) return false;
    return !rivalsOf(demand).some((other) => other !== demand && implies(other, demand));
  });

  function rivalsOf({ first, then }: Precedence<number>): readonly Precedence<number>[] {
    if (first.length * then.length > all.length) return all;
    return first.flatMap((start) => then.flatMap((end) => ends.get(`${start} ${end}`) ?? []));
  }
}

function implies(a: Precedence<number>, b: Precedence<number>): boolean {
  return a.first.every((index) => b.first.includes(index)) && a.then.every((index) => b.then.includes(index));
}

/** Keeps one route for each distinct match. */
function distinctMatches(routes: readonly Route[]): readonly Route[] {
  const known = new Map(
    routes.map((route) => [`${pathKey(route.path)} ${conditionsKey(route.conditions)}`, route]),
  );
  return [...known.values()];
}
