import fc from 'fast-check';
import type { RolloutStep } from '../../../../review/model';
import { rolloutOrder } from '../../../../review/model/rollout/rollout-order';

type Action = RolloutStep['action'];
interface Need {
  readonly first: readonly RolloutStep[];
  readonly then: readonly RolloutStep[];
}

const step = (action: Action, name: string): RolloutStep => ({ action, virtualService: `ns/${name}` });

function isMet(order: readonly RolloutStep[], { first, then }: Need): boolean {
  const places = (steps: readonly RolloutStep[]) => steps.map((one) => order.indexOf(one));
  return Math.min(...places(first)) < Math.max(...places(then));
}

function permutations<T>(all: readonly T[]): readonly (readonly T[])[] {
  if (all.length === 0) return [[]];
  return all.flatMap((one, at) => permutations(all.filter((_, i) => i !== at)).map((rest) => [one, ...rest]));
}

/** Up to five steps, and needs whose sides have no step in common. */
const problems = fc
  .array(fc.constantFrom<Action>('create', 'change', 'change', 'delete'), { minLength: 2, maxLength: 5 })
  .chain((actions) => {
    const steps = actions.map((action, at) => step(action, `v${at}`));
    const need = fc
      .tuple(
        fc.uniqueArray(fc.nat(steps.length - 1), { minLength: 1, maxLength: 2 }),
        fc.uniqueArray(fc.nat(steps.length - 1), { minLength: 1, maxLength: 3 }),
      )
      .map(([first, then]): Need => ({
        first: first.filter((one) => !then.includes(one)).map((at) => steps[at] as RolloutStep),
        then: then.map((at) => steps[at] as RolloutStep),
      }))
      .filter(({ first }) => first.length > 0);
    return fc.tuple(fc.constant(steps), fc.array(need, { maxLength: 8 }));
  });

/** What is deleted comes last. */
const isInTurns = (order: readonly RolloutStep[]) =>
  order.every(({ action }, at) => action === 'delete' || order[at - 1]?.action !== 'delete');

test('an order is found exactly where there is one, and called usual exactly where deleting last will do', () => {
  const counts = { usual: 0, other: 0, none: 0 };
  fc.assert(
    fc.property(problems, ([steps, needs]) => {
      const found = rolloutOrder(steps, needs);
      const orders = permutations(steps);
      const right = orders.filter((order) => needs.every((need) => isMet(order, need)));
      const inTurns = orders.filter(isInTurns);
      const isUsual = inTurns.every((order) => right.includes(order));
      if (found.kind === 'order') {
        counts[found.isUsual ? 'usual' : 'other'] += 1;
        expect(new Set(found.steps)).toEqual(new Set(steps));
        expect(found.steps).toHaveLength(steps.length);
        expect(needs.every((need) => isMet(found.steps, need))).toBe(true);
        expect(found.isUsual).toBe(isUsual);
      } else {
        counts.none += 1;
        expect(found.kind).toBe('none');
        expect(right).toEqual([]);
      }
    }),
    { numRuns: 1000, endOnFailure: true },
  );
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(50);
});

test('the order does not depend on that of the steps', () => {
  fc.assert(
    fc.property(problems, ([steps, needs]) => {
      expect(rolloutOrder([...steps].reverse(), needs)).toEqual(rolloutOrder(steps, needs));
    }),
    { numRuns: 100 },
  );
});

test('steps are created, changed and deleted in turn where nothing else is needed', () => {
  const steps = [step('delete', 'a'), step('change', 'b'), step('create', 'd'), step('create', 'c')];
  expect(rolloutOrder(steps, [])).toEqual({
    kind: 'order',
    isUsual: true,
    steps: [step('create', 'c'), step('create', 'd'), step('change', 'b'), step('delete', 'a')],
  });
});

test('a long chain against the order of names', () => {
  const steps = Array.from({ length: 3000 }, (_, at) => step('change', String(at).padStart(5, '0')));
  const needs = steps.slice(1).map((first, at) => ({ first: [first], then: [steps[at] as RolloutStep] }));
  expect(rolloutOrder(steps, needs)).toEqual({ kind: 'order', isUsual: false, steps: [...steps].reverse() });
});

test('a cycle is named without what only waits for it', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => step('change', name)) as [
    RolloutStep,
    RolloutStep,
    RolloutStep,
    RolloutStep,
  ];
  const needs = [
    { first: [a], then: [b] },
    { first: [b], then: [a] },
    { first: [d], then: [c] },
  ];
  expect(rolloutOrder([a, b, c, d], needs)).toEqual({ kind: 'none', stuck: [a, b] });
});
