import fc from 'fast-check';
import { routingRulesOf } from '../../platform';
import { budgetOf, checkTables, difference, routeTables, type RouteList } from '../../routing';
import { byRunLength } from '../properties/run-length';
import { virtualServices, wordsUpTo, type PlainVirtualService } from './arbitraries';
import { naiveMatches, type NaiveAnswer } from './naive-evaluator';

const GATEWAY = 'ns/gw';

/** Random tables, of which every short path is tried; pairs of them are fewer. */
const RUNS = byRunLength({ quick: 30, long: 600 });
const PAIRS = byRunLength({ quick: 10, long: 200 });

const found = routingRulesOf('1.28.6');
if (found === undefined) throw new Error('no rules');
const RULES = found;

/** Every path of up to six symbols over a small alphabet. */
const PATHS = wordsUpTo(['/', 'a', 'b'], 6).filter((word) => word.startsWith('/'));

const tables = () => virtualServices({ conditions: false, timestamps: false, catchAlls: false, most: 4 });

function answers(objects: readonly PlainVirtualService[], path: string): NaiveAnswer[] {
  return naiveMatches(objects, RULES, GATEWAY, { method: 'GET', host: 'h.example', path, headers: {} });
}

function outcomeOf(
  objects: readonly PlainVirtualService[],
  answer: NaiveAnswer | undefined,
): string | undefined {
  const object = objects.find(
    ({ metadata: { namespace, name } }) => `${namespace}/${name}` === answer?.virtualService,
  );
  if (object === undefined || answer === undefined) return undefined;
  return JSON.stringify({ ...object.spec.http[answer.rule], match: undefined });
}

/** Whether two VirtualServices alone would give a path different outcomes: then their order decides. */
function orderDecides(objects: readonly PlainVirtualService[], path: string): boolean {
  const alone = objects.flatMap((object) => outcomeOf([object], answers([object], path)[0]) ?? []);
  return new Set(alone).size > 1;
}

function listOf(objects: readonly PlainVirtualService[]): RouteList {
  const list = routeTables(objects, RULES).tables[0]?.listeners[0]?.list;
  if (list === undefined) throw new Error('no table');
  return list;
}

test('what all short paths show of the order, the engine finds, and by a request that is no longer', () => {
  let broken = 0;
  fc.assert(
    fc.property(tables(), (objects) => {
      const { tables: verdicts, problems } = checkTables(routeTables(objects, RULES), RULES);
      const shown = PATHS.filter((path) => orderDecides(objects, path));
      const witnesses = problems.flatMap(({ code, witness }) =>
        code === 'KF601' && witness ? [witness.path] : [],
      );
      if (shown.length > 0) {
        broken += 1;
        expect(verdicts[0]?.orderIndependent).toBe('broken');
        const shortest = Math.min(...shown.map(({ length }) => length));
        expect(Math.min(...witnesses.map(({ length }) => length))).toBeLessThanOrEqual(shortest);
      }
      for (const path of witnesses) expect([path, orderDecides(objects, path)]).toEqual([path, true]);
    }),
    { numRuns: RUNS },
  );
  expect(broken).toBeGreaterThan(RUNS / 6);
});

test('a dead route answers no short path, and one that answers some is not called dead', () => {
  let dead = 0;
  fc.assert(
    fc.property(tables(), (objects) => {
      const { problems } = checkTables(routeTables(objects, RULES), RULES);
      const answering = new Set(PATHS.map((path) => JSON.stringify(answers(objects, path)[0])));
      for (const { code, routes = [], witness } of problems) {
        if (code !== 'KF604' && code !== 'KF610') continue;
        dead += 1;
        const [route] = routes;
        expect([route, answering.has(JSON.stringify(route))]).toEqual([route, false]);
        if (witness === undefined) continue;
        // The request is the dead route's, and one of those that cover it comes before.
        const matching = answers(objects, witness.path).map((answer) => JSON.stringify(answer));
        const before = matching.slice(0, matching.indexOf(JSON.stringify(route)));
        expect(matching).toContain(JSON.stringify(route));
        expect(routes.slice(1).some((other) => before.includes(JSON.stringify(other)))).toBe(true);
      }
    }),
    { numRuns: RUNS },
  );
  expect(dead).toBeGreaterThan(RUNS / 6);
});

test('the difference of two tables is what short paths show, empty on itself, and the same from both sides', () => {
  fc.assert(
    fc.property(tables(), tables(), (before, after) => {
      const [a, b] = [listOf(before), listOf(after)];
      expect(difference(a, a, budgetOf(1e7))).toEqual([]);
      const changes = difference(a, b, budgetOf(1e7));
      const back = difference(b, a, budgetOf(1e7));
      const pairs = changes.map((change) => JSON.stringify([change.before, change.after])).sort();
      expect(back.map((change) => JSON.stringify([change.after, change.before])).sort()).toEqual(pairs);
      const seen = new Set(pairs);
      const outcomes = (path: string) => {
        const [old, now] = [answers(before, path)[0], answers(after, path)[0]];
        return { pair: JSON.stringify([old, now]), same: outcomeOf(before, old) === outcomeOf(after, now) };
      };
      for (const { before: old, after: now, witness } of changes) {
        const { pair, same } = outcomes(witness.path);
        expect([pair, same]).toEqual([JSON.stringify([old, now]), false]);
      }
      for (const path of PATHS) {
        const { pair, same } = outcomes(path);
        if (!same && !seen.has(pair)) expect([path, pair]).toBe('found by the engine');
      }
    }),
    { numRuns: PAIRS },
  );
});
