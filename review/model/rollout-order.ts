import { searchOrder, type NumberedNeed } from './order-search';
import type { RolloutNeed, RolloutStep } from './rollout';

/** What some needs make of the order of steps. */
export type RolloutOrder =
  /** `isUsual` where creating and changing in any order, and then deleting, meets all needs. */
  | { readonly kind: 'order'; readonly steps: readonly RolloutStep[]; readonly isUsual: boolean }
  /** No order meets all needs. `stuck` are steps of which none can come first, in the usual order. */
  | { readonly kind: 'none'; readonly stuck: readonly RolloutStep[] }
  /** Whether there is an order was not found out. */
  | { readonly kind: 'unknown' };

type Need = Pick<RolloutNeed, 'first' | 'then'>;

/** When a step has its turn where nothing else demands it. */
const TURN = { create: 0, change: 1, delete: 2 } as const;

/** When a step has its turn with whoever applies manifests, Argo CD with `PruneLast` or Flux. */
const APPLIED = { create: 0, change: 0, delete: 1 } as const;

type Turns = Readonly<Record<RolloutStep['action'], number>>;

/**
 * Finds an order of all steps in which of each need one of `first` is done before the last of `then`.
 *
 * Creating, then changing, then deleting meets a need, in whatever order the steps of one turn are done, exactly if the
 * first turn of `first` comes before the last turn of `then`. Where it does not meet all, steps that needs do not connect
 * are ordered apart. Whoever applies manifests does not tell creating from changing, so what is usual has two turns.
 * @param steps one for each VirtualService
 */
export function rolloutOrder(steps: readonly RolloutStep[], needs: readonly Need[]): RolloutOrder {
  const usual = [...steps].sort(inUsualOrder);
  const isUsual = needs.every((need) => isMetByTurns(need, APPLIED));
  if (needs.every((need) => isMetByTurns(need, TURN))) return { kind: 'order', steps: usual, isUsual };
  const numberOf = new Map(usual.map(({ virtualService }, number) => [virtualService, number]));
  const placed: {
    readonly step: number;
    readonly turn: number;
    readonly part: number;
    readonly at: number;
  }[] = [];
  const stuck: number[] = [];
  for (const [part, { members, own }] of parts(usual.length, needs.map(numbered)).entries()) {
    const found = searchPart(members, own);
    if (found.kind === 'unknown') return found;
    if (found.kind === 'none') {
      stuck.push(...found.stuck.map((at) => members[at] ?? 0));
      continue;
    }
    let turn = 0;
    found.order.forEach((member, at) => {
      const step = members[member] ?? 0;
      turn = Math.max(turn, TURN[usual[step]?.action ?? 'create']);
      placed.push({ step, turn, part, at });
    });
  }
  if (stuck.length > 0) return { kind: 'none', stuck: stuck.sort((a, b) => a - b).map(stepAt) };
  // What each part begins with goes together as far as its order allows.
  placed.sort((a, b) => a.turn - b.turn || a.part - b.part || a.at - b.at);
  return { kind: 'order', steps: placed.map(({ step }) => stepAt(step)), isUsual: false };

  function numbered({ first, then }: Need): NumberedNeed {
    return { first: first.map(numberAt), then: then.map(numberAt) };
  }

  function numberAt({ virtualService }: RolloutStep): number {
    const number = numberOf.get(virtualService);
    if (number === undefined) throw new Error(`a need names ${virtualService}, to which nothing is done`);
    return number;
  }

  function stepAt(number: number): RolloutStep {
    return usual[number] as RolloutStep;
  }
}

function isMetByTurns({ first, then }: Need, turns: Turns): boolean {
  const turnsOf = (steps: readonly RolloutStep[]) => steps.map(({ action }) => turns[action]);
  return Math.min(...turnsOf(first)) < Math.max(...turnsOf(then));
}

function inUsualOrder(a: RolloutStep, b: RolloutStep): number {
  return TURN[a.action] - TURN[b.action] || (a.virtualService < b.virtualService ? -1 : 1);
}

/** Steps that needs connect, ascending, and those needs. */
interface Part {
  readonly members: number[];
  readonly own: NumberedNeed[];
}

/** Takes the steps apart that no need connects, in the order of the first of each part. */
function parts(count: number, needs: readonly NumberedNeed[]): readonly Part[] {
  const outer = Int32Array.from({ length: count }, (_, step) => step);
  for (const { first, then } of needs) {
    const [one = 0, ...others] = [...first, ...then];
    for (const other of others) {
      const [a, b] = [rootOf(one), rootOf(other)];
      outer[Math.max(a, b)] = Math.min(a, b);
    }
  }
  const found = new Map<number, Part>();
  for (let step = 0; step < count; step += 1) {
    const root = rootOf(step);
    const part = found.get(root);
    if (part === undefined) found.set(root, { members: [step], own: [] });
    else part.members.push(step);
  }
  for (const need of needs) found.get(rootOf(need.then[0] ?? 0))?.own.push(need);
  return [...found.values()];

  function rootOf(step: number): number {
    let at = step;
    while (outer[at] !== at) {
      outer[at] = outer[outer[at] ?? 0] ?? 0;
      at = outer[at] ?? 0;
    }
    return at;
  }
}

function searchPart(
  members: readonly number[],
  own: readonly NumberedNeed[],
): ReturnType<typeof searchOrder> {
  const placeOf = new Map(members.map((step, place) => [step, place]));
  const inside = (steps: readonly number[]) => steps.flatMap((step) => placeOf.get(step) ?? []);
  return searchOrder(
    members.length,
    own.map(({ first, then }) => ({ first: inside(first), then: inside(then) })),
  );
}
