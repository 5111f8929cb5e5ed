import { compareText } from '../../../base';
import { searchOrder, type OrderSearch } from './order-search';
import type { Precedence, RolloutStep } from '../../../routing';

/** An order of steps that meets all needs, if there is one. */
export type RolloutOrder =
  /** `isUsual`: creating and changing in any order, then deleting, meets all needs. */
  | { readonly kind: 'order'; readonly steps: readonly RolloutStep[]; readonly isUsual: boolean }
  /** No order meets all needs. `stuck` are steps that block each other, in the usual order. */
  | { readonly kind: 'none'; readonly stuck: readonly RolloutStep[] }
  /** The search reached its limit. */
  | { readonly kind: 'unknown' };

/** The turn of a step if no need forces another one. */
const TURN = { create: 0, change: 1, delete: 2 } as const;

/** The turn of a step when Argo CD with `PruneLast` or Flux applies it. */
const DELIVERY_TURN = { create: 0, change: 0, delete: 1 } as const;

type Turns = Readonly<Record<RolloutStep['action'], number>>;

/**
 * Returns an order of all steps that meets every need: one of `first` is applied before the last of `then`.
 *
 * Creating, then changing, then deleting is tried first. It meets a need, in every order within one turn, exactly if
 * the earliest turn of `first` precedes the latest turn of `then`. Otherwise each connected component of the needs is
 * searched on its own. Argo CD and Flux do not separate creating from changing, so the usual order has two turns.
 * @param steps one for each VirtualService
 */
export function rolloutOrder(
  steps: readonly RolloutStep[],
  needs: readonly Precedence<RolloutStep>[],
): RolloutOrder {
  const usual = [...steps].sort(inUsualOrder);
  const isUsual = needs.every((need) => isMetByTurns(need, DELIVERY_TURN));
  if (needs.every((need) => isMetByTurns(need, TURN))) return { kind: 'order', steps: usual, isUsual };
  const numberOf = new Map(usual.map(({ virtualService }, number) => [virtualService, number]));
  const ordered: {
    readonly step: number;
    readonly turn: number;
    readonly part: number;
    readonly index: number;
  }[] = [];
  const stuck: number[] = [];
  for (const [part, { members, needs: ownNeeds }] of connectedParts(
    usual.length,
    needs.map(numbered),
  ).entries()) {
    const found = searchPart(members, ownNeeds);
    if (found.kind === 'unknown') return found;
    if (found.kind === 'none') {
      stuck.push(...found.stuck.map((index) => members[index] ?? 0));
      continue;
    }
    let turn = 0;
    found.steps.forEach((member, index) => {
      const step = members[member] ?? 0;
      turn = Math.max(turn, TURN[usual[step]?.action ?? 'create']);
      ordered.push({ step, turn, part, index });
    });
  }
  if (stuck.length > 0) return { kind: 'none', stuck: stuck.sort((a, b) => a - b).map(stepAt) };
  // Steps of one turn go together across parts as far as the order of each part allows.
  ordered.sort((a, b) => a.turn - b.turn || a.part - b.part || a.index - b.index);
  return { kind: 'order', steps: ordered.map(({ step }) => stepAt(step)), isUsual: false };

  function numbered({ first, then }: Precedence<RolloutStep>): Precedence<number> {
    return { first: first.map(numberAt), then: then.map(numberAt) };
  }

  function numberAt({ virtualService }: RolloutStep): number {
    const number = numberOf.get(virtualService);
    if (number === undefined) throw new Error(`a need names ${virtualService}, which has no step`);
    return number;
  }

  function stepAt(number: number): RolloutStep {
    return usual[number] as RolloutStep;
  }
}

function isMetByTurns({ first, then }: Precedence<RolloutStep>, turns: Turns): boolean {
  const turnsOf = (steps: readonly RolloutStep[]) => steps.map(({ action }) => turns[action]);
  return Math.min(...turnsOf(first)) < Math.max(...turnsOf(then));
}

function inUsualOrder(a: RolloutStep, b: RolloutStep): number {
  return TURN[a.action] - TURN[b.action] || compareText(a.virtualService, b.virtualService);
}

/** A connected component: its steps, ascending, and the needs between them. */
interface Part {
  readonly members: number[];
  readonly needs: Precedence<number>[];
}

/**
 * Splits steps into the connected components of their needs by union-find with path halving. For example, of four
 * steps and the need {first: [2], then: [0]}, the parts are {0, 2}, {1} and {3}. Invariant: `parent[step] <= step`, so
 * the root of a part is its lowest step, and parts are in the order of their roots.
 */
function connectedParts(count: number, needs: readonly Precedence<number>[]): readonly Part[] {
  const parent = Int32Array.from({ length: count }, (_, step) => step);
  for (const { first, then } of needs) {
    const [start = 0, ...others] = [...first, ...then];
    for (const other of others) {
      const [a, b] = [rootOf(start), rootOf(other)];
      parent[Math.max(a, b)] = Math.min(a, b);
    }
  }
  const found = new Map<number, Part>();
  for (let step = 0; step < count; step += 1) {
    const root = rootOf(step);
    const part = found.get(root);
    if (part === undefined) found.set(root, { members: [step], needs: [] });
    else part.members.push(step);
  }
  for (const need of needs) found.get(rootOf(need.then[0] ?? 0))?.needs.push(need);
  return [...found.values()];

  function rootOf(step: number): number {
    let current = step;
    while (parent[current] !== current) {
      parent[current] = parent[parent[current] ?? 0] ?? 0;
      current = parent[current] ?? 0;
    }
    return current;
  }
}

function searchPart(members: readonly number[], needs: readonly Precedence<number>[]): OrderSearch {
  const indexOf = new Map(members.map((step, index) => [step, index]));
  const indexesOf = (steps: readonly number[]) => steps.flatMap((step) => indexOf.get(step) ?? []);
  return searchOrder(
    members.length,
    needs.map(({ first, then }) => ({ first: indexesOf(first), then: indexesOf(then) })),
  );
}
