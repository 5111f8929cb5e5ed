import fc from 'fast-check';
import { routingRulesOf } from '../../platform';
import {
  arrive,
  checkTables,
  referenceTo,
  resolver,
  routeTables,
  type Resolver,
  type RouteList,
  type RouteTables,
  type RoutingRules,
} from '../../routing';
import { byRunLength } from '../properties/run-length';
import { istioVersions, requests, virtualServices, type PlainVirtualService } from './arbitraries';
import { naiveMatches, type NaiveRequest } from './naive-evaluator';

const GATEWAY = 'ns/gw';

/** Tables that are each asked 100 requests: 100,000 in the long run. */
const TABLES = byRunLength({ quick: 75, long: 1000 });

/** Tables that are each put into six orders. */
const ORDERED_TABLES = byRunLength({ quick: 75, long: 1500 });

const RESOLVERS = new WeakMap<RouteList, Resolver>();

function rulesOf(istio: string): RoutingRules {
  const rules = routingRulesOf(istio);
  if (rules === undefined) throw new Error(`no rules for Istio ${istio}`);
  return rules;
}

function engineMatches({ tables }: RouteTables, request: NaiveRequest) {
  const arrived = arrive(
    tables.filter(({ gateway }) => gateway === GATEWAY),
    request,
  );
  if (arrived === undefined) return [];
  const { list } = arrived;
  const known = RESOLVERS.get(list) ?? resolver(list);
  RESOLVERS.set(list, known);
  return known.resolve(arrived.request).flatMap((place) => {
    const route = list.routes[place];
    return route === undefined ? [] : [referenceTo(list, route)];
  });
}

/** The same VirtualServices, created one second after the other in another order. */
function created(objects: readonly PlainVirtualService[], order: readonly number[]): PlainVirtualService[] {
  return objects.map((object, index) => ({
    ...object,
    metadata: {
      ...object.metadata,
      creationTimestamp: new Date(Date.UTC(2026, 0, 1, 0, 0, order[index])).toISOString(),
    },
  }));
}

/** What becomes of a request, as far as the random tables tell outcomes apart. */
function outcomeOf(
  objects: readonly PlainVirtualService[],
  answer: ReturnType<typeof naiveMatches>[number] | undefined,
) {
  if (answer === undefined) return 'none';
  const object = objects.find(
    ({ metadata: { namespace, name } }) => `${namespace}/${name}` === answer.virtualService,
  );
  return JSON.stringify({ ...object?.spec.http[answer.rule], match: undefined });
}

describe('the engine', () => {
  test(`resolves ${TABLES * 100} random requests as the naive evaluator does, in every era`, () => {
    let count = 0;
    fc.assert(
      fc.property(
        virtualServices(),
        istioVersions(),
        fc.array(requests(), { minLength: 100, maxLength: 100 }),
        (objects, istio, asked) => {
          const rules = rulesOf(istio);
          const tables = routeTables(objects, rules);
          for (const request of asked) {
            count += 1;
            const found = JSON.stringify(engineMatches(tables, request));
            const naive = JSON.stringify(naiveMatches(objects, rules, GATEWAY, request));
            // Jest's own comparison takes longer than both answers.
            if (found !== naive) expect({ request, found }).toEqual({ request, found: naive });
          }
        },
      ),
      { numRuns: TABLES },
    );
    expect(count).toBeGreaterThanOrEqual(TABLES * 100);
  });

  test('a table that is proved resolves every request alike in any order; a broken one has a request that does not', () => {
    const verdicts = new Map<string, number>();
    fc.assert(
      fc.property(
        virtualServices({ most: 4, timestamps: false }),
        istioVersions(),
        fc.array(requests(), { minLength: 20, maxLength: 20 }),
        fc.infiniteStream(fc.nat(1_000_000)),
        (objects, istio, asked, random) => {
          const rules = rulesOf(istio);
          const { tables, problems } = checkTables(routeTables(objects, rules), rules);
          const [table] = tables;
          expect(tables).toHaveLength(1);
          verdicts.set(table?.orderIndependent ?? '', (verdicts.get(table?.orderIndependent ?? '') ?? 0) + 1);
          const orders = [0, 1, 2, 3, 4, 5].map(() => shuffled(objects.length, random));
          const answerOf = (now: readonly PlainVirtualService[], request: NaiveRequest) =>
            outcomeOf(now, naiveMatches(now, rules, GATEWAY, request)[0]);
          if (table?.orderIndependent === 'proved') {
            const states = orders.map((order) => created(objects, order));
            for (const request of asked) {
              const answers = states.map((now) => answerOf(now, request));
              if (new Set(answers).size > 1) expect({ request, answers }).toBe('alike in every order');
            }
          }
          for (const { code, witness, routes = [] } of problems) {
            if (code !== 'KF601' || witness === undefined) continue;
            const query = Object.entries(witness.query).map(([name, value]) => `${name}=${value}`);
            const request: NaiveRequest = {
              ...witness,
              scheme: witness.scheme === 'https' ? 'https' : 'http',
              host: witness.headers.host ?? 'h.example',
              path: witness.path + (query.length > 0 ? `?${query.join('&')}` : ''),
            };
            const first = (key: string | undefined) =>
              objects.map(({ metadata: { namespace, name } }, index) =>
                `${namespace}/${name}` === key ? 0 : index + 1,
              );
            const [a, b] = [routes[0], routes[1]].map((route) =>
              answerOf(created(objects, first(route?.virtualService)), request),
            );
            expect({ request, a, same: a === b }).toEqual({ request, a, same: false });
          }
          if (table?.orderIndependent === 'broken') {
            expect(problems.some(({ code, witness }) => code === 'KF601' && witness !== undefined)).toBe(
              true,
            );
          }
        },
      ),
      { numRuns: ORDERED_TABLES },
    );
    expect([...verdicts.keys()].sort()).toEqual(expect.arrayContaining(['broken', 'proved']));
  });
});

function shuffled(count: number, random: fc.Stream<number>): number[] {
  const keys = [...random.take(count)];
  const order = keys.map((_, index) => index).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
  return order;
}
