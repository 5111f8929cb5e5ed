import type { Witness } from '../findings';
import { answerClasses, type AnswerClass } from './answer-classes';
import type { Budget } from './budget';
import { orderDemands, type Precedence } from './demanded-order';
import { nearIndex } from './near-index';
import type { Route } from './route';
import {
  conditionsKey,
  pathKey,
  type AppliedStep,
  type VirtualServiceChanges,
} from './virtual-service-changes';
import { shortestRequest, witnessOf, type Request } from './witness';

/** Requests that get neither their old nor their new outcome for a while where steps are done in the wrong order. */
export interface OrderNeed {
  /** One of these must be done … */
  readonly first: readonly AppliedStep[];
  /** … before the last of these. */
  readonly then: readonly AppliedStep[];
  /** Exactly which requests: what the first list of routes match and none of the second does. */
  readonly matched: readonly Route[];
  readonly except: readonly Route[];
  readonly witness: Witness;
}

/** Most sets of requests that are told for the same steps. */
const TOLD = 16;

/** A class of requests that demands an order, and a request of it. */
interface Demand extends Precedence {
  readonly found: AnswerClass;
  readonly request: Request;
}

/**
 * Works out which orders some changes of VirtualServices, applied one by one, must keep, so that in every state in
 * between each request has its old or its new outcome; where the order of creation decides on a request, any that it
 * may have counts. An order is right exactly if it meets all needs. Needs that follow from others are left out.
 * @param changes of VirtualServices that Istio merges; without a doubt
 * @throws BudgetExhausted
 */
export function rolloutNeeds(changes: VirtualServiceChanges, budget: Budget): readonly OrderNeed[] {
  // Before and after a single change there is no state in between.
  if (changes.changes.length < 2) return [];
  const demands = orderDemands(changes);
  const others = otherRoutes(changes, budget);
  const keyOfClass = classKeys();
  const requests = new Map<string, Request | undefined>();
  const found = new Map<string, Demand[]>();
  answerClasses(changes.changes, demands.hasCatchAlls, changes.domain, judge, budget);
  return strongest([...found.values()]).flatMap((same) => same.map(describe));

  function judge(one: AnswerClass): void {
    const demanded = demands.of(one).map((order) => ({ order, known: demandsOf(order) }));
    if (demanded.every(({ known }) => known.length >= TOLD)) return;
    const key = keyOfClass(one);
    if (requests.has(key)) return;
    const request = shortestRequest(answersOf(one), others(one), changes, budget);
    requests.set(key, request);
    if (request === undefined) return;
    for (const { order, known } of demanded) {
      if (known.length < TOLD) known.push({ ...order, found: one, request });
    }
  }

  function demandsOf({ first, then }: Precedence): Demand[] {
    const key = `${first.join()} ${then.join()}`;
    const known = found.get(key) ?? [];
    found.set(key, known);
    return known;
  }

  function describe({ first, then, found: one, request }: Demand): OrderNeed {
    const matched = answersOf(one);
    const except = unlike(others(one)).filter(
      (route) => shortestRequest([...matched, route], [], changes, budget) !== undefined,
    );
    return {
      first: first.map(stepAt),
      then: then.map(stepAt),
      matched: matched.length > 0 ? unlike(matched) : unlike(catchAllsOf([...first, ...then])),
      except,
      witness: witnessOf(request),
    };
  }

  function catchAllsOf(places: readonly number[]): readonly Route[] {
    return places.flatMap((place) => {
      const change = changes.changes[place];
      return [change?.before.catchAll ?? [], change?.after.catchAll ?? []].flat();
    });
  }

  function stepAt(place: number): AppliedStep {
    const change = changes.changes[place];
    if (change === undefined) throw new Error(`there is no change ${place}`);
    return change.step;
  }
}

function answersOf({ before, after }: AnswerClass): readonly Route[] {
  return [...before.values(), ...after.values()];
}

/** Gives the routes that requests of a class do not match, as far as they are near. */
function otherRoutes({ changes, unchanged }: VirtualServiceChanges, budget: Budget) {
  const all: Route[] = [];
  /** For each route, the version that it is of, and its place in it; none for those that do not change. */
  const versions: { readonly change: number; readonly side: 'before' | 'after' }[] = [];
  let near: ((paths: readonly Route['path'][]) => readonly number[]) | undefined;
  return (one: AnswerClass): readonly Route[] => {
    near ??= prepare();
    const places = near(answersOf(one).map(({ path }) => path));
    budget.spend(places.length);
    const ended = new Set<string>();
    return places.flatMap((place) => {
      const route = all[place] as Route;
      const version = versions[place];
      if (version === undefined) return [route];
      const key = `${version.side} ${version.change}`;
      if (one[version.side].get(version.change) === route) ended.add(key);
      return ended.has(key) ? [] : [route];
    });
  };

  function prepare() {
    changes.forEach((change, place) => {
      for (const side of ['before', 'after'] as const) {
        for (const route of change[side].routes) {
          all.push(route);
          versions.push({ change: place, side });
        }
      }
    });
    for (const { routes } of unchanged) for (const route of routes) all.push(route);
    return nearIndex(all);
  }
}

/** Gives texts that stand for classes: which VirtualServices answer by which routes. */
function classKeys(): (one: AnswerClass) => string {
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

/** Leaves out demands that follow from stronger ones: of fewer that come first before fewer. */
function strongest(found: readonly (readonly Demand[])[]): readonly (readonly Demand[])[] {
  const real = found.filter(({ length }) => length > 0);
  const ends = new Map<string, Precedence[]>();
  const all = real.flatMap(([demand]) => demand ?? []);
  for (const demand of all) {
    const key = `${demand.first[0] ?? ''} ${demand.then[0] ?? ''}`;
    const known = ends.get(key);
    if (known === undefined) ends.set(key, [demand]);
    else known.push(demand);
  }
  return real.filter(([demand]) => {
    if (demand === undefined) return false;
    return !rivalsOf(demand).some((other) => other !== demand && isWithin(other, demand));
  });

  function rivalsOf({ first, then }: Precedence): readonly Precedence[] {
    if (first.length * then.length > all.length) return all;
    return first.flatMap((one) => then.flatMap((other) => ends.get(`${one} ${other}`) ?? []));
  }
}

function isWithin(a: Precedence, b: Precedence): boolean {
  return a.first.every((place) => b.first.includes(place)) && a.then.every((place) => b.then.includes(place));
}

/** Leaves out routes whose matches are alike. */
function unlike(routes: readonly Route[]): readonly Route[] {
  const known = new Map(
    routes.map((route) => [`${pathKey(route.path)} ${conditionsKey(route.conditions)}`, route]),
  );
  return [...known.values()];
}
