import fc from 'fast-check';
import { byRunLength } from '../../../properties/run-length';
import { requests, wordsUpTo, type TableOptions } from '../../../routing/arbitraries';
import type { NaiveRequest } from '../../../routing/naive-evaluator';
import { requestOfWitness } from '../../../routing/witness-request';
import {
  applied,
  changes,
  firstPullRequest,
  areAmong,
  judgeOf,
  needsOf,
  possible,
  rightOutcomes,
  rolloutBetween,
  RULES,
  rulesOf,
  type Change,
} from './rollout-states';

/** How many random tables each simulation tries. */
const RUNS = byRunLength({ quick: 30, long: 450 });

const PATHS = wordsUpTo(['/', 'a', 'b'], 2).map((word): NaiveRequest => ({
  method: 'GET',
  host: 'h.example',
  path: `/${word}`,
  headers: {},
}));

const names = (steps: readonly { readonly virtualService: string }[]): readonly string[] =>
  steps.map(({ virtualService }) => virtualService);

type Judge = ReturnType<typeof judgeOf>;

/** Applies one VirtualService after the other; every request must have its old or its new outcome throughout. */
function expectSafe(
  change: Change,
  isRight: Judge,
  order: readonly string[],
  asked: readonly NaiveRequest[],
): void {
  for (let count = 1; count < order.length; count += 1) {
    const done = new Set(order.slice(0, count));
    for (const request of asked) {
      if (!isRight(done, request)) {
        throw new Error(`astray: ${JSON.stringify({ request, done: [...done], order, change })}`);
      }
    }
  }
}

/** All that is applied, in a random order in which some come in theirs. */
function withOthers(
  order: readonly string[],
  all: readonly string[],
  random: readonly number[],
): readonly string[] {
  const found = [...order];
  all
    .filter((name) => !order.includes(name))
    .forEach((name, at) => {
      found.splice((random[at] ?? 0) % (found.length + 1), 0, name);
    });
  return found;
}

function shuffled(all: readonly string[], random: readonly number[]): readonly string[] {
  return withOthers([], all, random);
}

/** Whether some order leads through states alone in which all requests are right. */
function someOrderIsSafe(steps: readonly string[], isRight: Judge, asked: readonly NaiveRequest[]): boolean {
  const known = new Map<string, boolean>();
  return reachesEnd(new Set());

  function reachesEnd(done: ReadonlySet<string>): boolean {
    if (done.size === steps.length) return true;
    const key = steps.filter((step) => done.has(step)).join();
    const before = known.get(key);
    if (before !== undefined) return before;
    const found =
      asked.every((request) => isRight(done, request)) &&
      steps.some((step) => !done.has(step) && reachesEnd(new Set([...done, step])));
    known.set(key, found);
    return found;
  }
}

interface Chance {
  readonly asked: readonly NaiveRequest[];
  readonly random: readonly number[];
}

/** Holds what is reported about a change against what happens in it. */
function judge(change: Change, { asked, random }: Chance, rules = RULES): string {
  const { steps, stateOf } = applied(change);
  const isRight = judgeOf(change, rules);
  const rollout = rolloutBetween(change.before, change.after, rules);
  const needs = needsOf(rollout);
  const shown = needs.map(({ witness }) => requestOfWitness(witness));
  for (const need of needs) {
    const [first, then] = [names(need.first), names(need.then)];
    for (const done of [then, steps.filter((step) => !first.includes(step))]) {
      if (isRight(new Set(done), requestOfWitness(need.witness))) {
        throw new Error(`not lost: ${JSON.stringify({ need, done, state: stateOf(new Set(done)), change })}`);
      }
    }
  }
  switch (rollout?.safety) {
    case undefined:
    case 'any':
      expectSafe(change, isRight, shuffled(steps, random), asked);
      expectSafe(change, isRight, shuffled(steps, [...random].reverse()), asked);
      break;
    case 'ordered': {
      const all = [...asked, ...shown];
      expectSafe(change, isRight, withOthers(names(rollout.order), steps, random), all);
      if (rollout.isUsual) {
        const turns = [false, true].map((isLast) =>
          shuffled(names(rollout.order.filter(({ action }) => (action === 'delete') === isLast)), random),
        );
        expectSafe(change, isRight, turns.flat(), all);
      }
      break;
    }
    case 'none': {
      expect(someOrderIsSafe(steps, isRight, shown)).toBe(false);
      const between = firstPullRequest(change, rollout.keep, rules);
      const halves = [
        { before: change.before, after: between },
        { before: between, after: change.after },
      ];
      for (const half of halves) {
        const own = rolloutBetween(half.before, half.after, rules);
        const all = [...asked, ...shown];
        const order = own?.safety === 'ordered' ? names(own.order) : [];
        if (own !== undefined && !['any', 'ordered'].includes(own.safety)) {
          throw new Error(`unsafe half: ${JSON.stringify({ own, keep: rollout.keep, half, change })}`);
        }
        expectSafe(half, judgeOf(half, rules), withOthers(order, applied(half).steps, random), all);
      }
      // In the pause between the two, every request has its old or its new outcome.
      for (const request of asked) {
        const right = rightOutcomes(change, request, rules);
        expect(areAmong(right, possible(between, request, rules))).toBe(true);
      }
    }
  }
  return rollout?.safety ?? 'nothing';
}

function simulate(options: TableOptions, runs: number, istio = '1.28.6'): Record<string, number> {
  const counts: Record<string, number> = {};
  const rules = rulesOf(istio);
  const chance = fc.record({
    asked: fc.array(requests(), { minLength: 12, maxLength: 12 }).map((some) => [...some, ...PATHS]),
    random: fc.array(fc.nat(20), { minLength: 12, maxLength: 12 }),
  });
  fc.assert(
    fc.property(changes(options), chance, (change, found) => {
      const said = judge(change, found, rules);
      counts[said] = (counts[said] ?? 0) + 1;
    }),
    { numRuns: runs, endOnFailure: true },
  );
  return counts;
}

describe('what is said of an order holds where VirtualServices are applied one by one', () => {
  test('paths alone', () => {
    const found = simulate({ conditions: false, catchAlls: false }, RUNS);
    expect(Object.keys(found)).toEqual(expect.arrayContaining(['any', 'ordered', 'none']));
    expect(found.undecided).toBeUndefined();
  });

  test('conditions', () => {
    const found = simulate({ regexes: false, catchAlls: false }, Math.ceil(RUNS / 2));
    expect(Object.keys(found)).toEqual(expect.arrayContaining(['any', 'ordered']));
    // Where both versions match every path by a method, say, older releases would not come to all rules of both.
    expect(found.undecided ?? 0).toBeLessThan(RUNS / 20);
  });

  test('catch-alls', () => {
    const found = simulate({ regexes: false, conditions: false }, Math.ceil(RUNS / 2));
    expect(Object.keys(found)).toEqual(expect.arrayContaining(['any', 'ordered']));
  });

  test.each(['1.28.6', '1.5.4', '1.4.6', '1.1.7'])('everything, on Istio %s', (istio) => {
    simulate({}, Math.ceil(RUNS / 3), istio);
  });
});
