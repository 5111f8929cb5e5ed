import fc from 'fast-check';
import { routingRulesOf } from '../../../platform';
import {
  budgetOf,
  difference,
  routeTables,
  type Difference,
  type RouteList,
  type RoutingRules,
} from '../../../routing';
import { byRunLength } from '../../properties/run-length';
import { requests, virtualServices, wordsUpTo, type PlainVirtualService } from '../arbitraries';
import { exact, only, prefix, regex, vs } from '../contract-builders';
import { naiveMatches, type NaiveAnswer, type NaiveRequest } from '../naive-evaluator';
import { requestOfWitness } from '../witness-request';

type Objects = readonly PlainVirtualService[];

const GATEWAY = 'ns/gw';
const ABSENT = 'nothing answers';
const RULES = rulesOf('1.28.6');
const PATHS = wordsUpTo(['/', 'a', 'b'], 4).map((word): NaiveRequest => ({
  method: 'GET',
  host: 'h.example',
  path: `/${word}`,
  headers: {},
}));

function rulesOf(istio: string): RoutingRules {
  const rules = routingRulesOf(istio);
  if (rules === undefined) throw new Error(`no rules for Istio ${istio}`);
  return rules;
}

function listOf(objects: readonly object[], rules = RULES): RouteList {
  const list = routeTables(objects, rules).tables[0]?.listeners[0]?.list;
  if (list === undefined) throw new Error('no table');
  return list;
}

function differencesOf(before: readonly object[], after: readonly object[]): readonly Difference[] {
  return difference(listOf(before), listOf(after), budgetOf(20_000_000));
}

const keyOf = (route: NaiveAnswer | Difference['before']): string =>
  route?.virtualService === undefined ? ABSENT : `${route.virtualService} ${route.rule} ${route.match}`;

/** Who answers, and what becomes of the request as far as random tables tell outcomes apart. */
function answerOf(
  objects: Objects,
  request: NaiveRequest,
): { readonly key: string; readonly outcome: string } {
  const [answer] = naiveMatches(objects, RULES, GATEWAY, request);
  const object = objects.find(
    ({ metadata: { namespace, name } }) => `${namespace}/${name}` === answer?.virtualService,
  );
  const rule = answer === undefined ? undefined : object?.spec.http[answer.rule];
  return { key: keyOf(answer), outcome: JSON.stringify({ ...rule, match: undefined }) };
}

/** The parts of a difference that do not depend on which side is called before, and the sides. */
function spell({ before, after, witness }: Difference, isTurned: boolean): string {
  const sides = [keyOf(before), keyOf(after)];
  return JSON.stringify([isTurned ? sides.reverse() : sides, witness.path.length]);
}

/** Random tables, of which the second shares VirtualServices with the first. */
function pairs(options: Parameters<typeof virtualServices>[0]) {
  return fc
    .tuple(virtualServices(options), virtualServices(options), fc.nat(3))
    .map(([before, other, kept]): readonly [Objects, Objects] => {
      const names = new Set(other.map(({ metadata: { namespace, name } }) => `${namespace}/${name}`));
      const shared = before
        .slice(0, kept)
        .filter(({ metadata: { namespace, name } }) => !names.has(`${namespace}/${name}`));
      return [before, [...shared, ...other]];
    });
}

/** Compares a difference with what requests show one by one; gives how many of them differ. */
function tryAll([before, after]: readonly [Objects, Objects], asked: readonly NaiveRequest[]): number {
  const found = differencesOf(before, after);
  const told = new Map(found.map((one) => [`${keyOf(one.before)} to ${keyOf(one.after)}`, one]));
  for (const one of found) {
    const request = requestOfWitness(one.witness);
    const [a, b] = [answerOf(before, request), answerOf(after, request)];
    if (a.outcome === b.outcome || a.key !== keyOf(one.before) || b.key !== keyOf(one.after)) {
      throw new Error(
        `no difference: ${JSON.stringify({ one: spell(one, false), request, a, b, before, after })}`,
      );
    }
  }
  let count = 0;
  for (const request of asked) {
    const [a, b] = [answerOf(before, request), answerOf(after, request)];
    if (a.outcome === b.outcome) continue;
    count += 1;
    const one = told.get(`${a.key} to ${b.key}`);
    const length = request.path.split('?')[0]?.length ?? 0;
    if (one === undefined || one.witness.path.length > length) {
      throw new Error(`missed or too long: ${JSON.stringify({ request, a, b, one, before, after })}`);
    }
  }
  return count;
}

const RUNS = byRunLength({ quick: 10, long: 200 });

const TABLES = { most: 4, timestamps: false } as const;

describe('the difference of two tables', () => {
  test('a table differs from itself nowhere', () => {
    fc.assert(
      fc.property(virtualServices(TABLES), (objects) => {
        expect(differencesOf(objects, objects)).toEqual([]);
        expect(differencesOf(objects, structuredClone(objects))).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  test('turned round it has the same pairs, and witnesses as short', () => {
    let count = 0;
    fc.assert(
      fc.property(pairs(TABLES), ([before, after]) => {
        const there = differencesOf(before, after).map((one) => spell(one, false));
        const back = differencesOf(after, before).map((one) => spell(one, true));
        count += there.length;
        expect(back.sort()).toEqual(there.sort());
      }),
      { numRuns: RUNS },
    );
    expect(count).toBeGreaterThan(RUNS * 2);
  });

  test('it has each pair that a short path shows, and its witnesses differ', () => {
    let count = 0;
    fc.assert(
      fc.property(pairs({ ...TABLES, conditions: false }), (tables) => {
        count += tryAll(tables, PATHS);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(count).toBeGreaterThan(RUNS * 10);
  });

  test('it has each pair that a random request shows, and its witnesses differ', () => {
    let count = 0;
    fc.assert(
      fc.property(
        pairs(TABLES),
        fc.array(requests(), { minLength: 100, maxLength: 100 }),
        (tables, asked) => {
          count += tryAll(tables, asked);
        },
      ),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(count).toBeGreaterThan(RUNS * 6);
  });
});

describe('a difference by hand', () => {
  const to = (host: string, ...match: readonly object[]) => ({ match, route: [{ destination: { host } }] });

  test('a prefix that becomes longer', () => {
    const [one, ...others] = differencesOf(only(prefix('/a')), only(prefix('/ab')));
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      before: { virtualService: 'ns/a', rule: 0, match: 0 },
      after: undefined,
      witness: { method: 'GET', path: '/a', headers: {}, query: {} },
    });
    expect(one?.except).toHaveLength(1);
  });

  test('another destination', () => {
    const found = differencesOf([vs('a', to('one', exact('/a')))], [vs('b', to('two', exact('/a')))]);
    expect(found).toMatchObject([
      { before: { virtualService: 'ns/a' }, after: { virtualService: 'ns/b' }, witness: { path: '/a' } },
    ]);
  });

  test.each([
    ['a regex that is a prefix', [vs('a', to('one', prefix('/a/')))], [vs('b', to('one', regex('/a/.*')))]],
    [
      'one match for two',
      [vs('a', to('one', prefix('/a'), exact('/b')))],
      [vs('b', to('one', exact('/b'))), vs('c', to('one', prefix('/a')))],
    ],
    [
      'a method and its opposite for both',
      [vs('a', to('one', prefix('/a')))],
      [
        vs(
          'b',
          to('one', prefix('/a', { method: { exact: 'GET' } })),
          to('one', prefix('/a', { method: { regex: '.*' } })),
        ),
      ],
    ],
    [
      'a rule behind which another is dead',
      [vs('a', to('one', prefix('/a')))],
      [vs('a', to('one', prefix('/a')), to('two', exact('/a/b')))],
    ],
  ])('none: %s', (_, before, after) => {
    expect(differencesOf(before, after)).toEqual([]);
    expect(differencesOf(after, before)).toEqual([]);
  });
});
