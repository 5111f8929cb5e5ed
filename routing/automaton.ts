import type { Program } from '../re2';
import { isWordSymbol, SYMBOL_COUNT, type Alphabet } from './alphabet';
import { AFTER, holds, type Before } from './assertion';
import type { Budget } from './budget';
import { compactProgram, STEP, type CompactProgram } from './compact-program';
import { partition } from './symbol-partition';

/** The state in which no language is alive any more. */
export const DEAD = 0;

/** Which texts follow from a state in one step: all symbols of a class lead to the same state. */
export interface Transition {
  readonly symbols: readonly number[];
  readonly state: number;
}

/**
 * One deterministic automaton over many languages at once, determinised as far as it is explored. A state stands for
 * what is left of each language after a text; states are numbers, and equal rests are one state.
 */
export interface Automaton {
  /** Adds a language and gives its number. It takes part from where it is entered. */
  add(program: Program): number;
  /**
   * The state in which languages begin, besides those already alive in a state.
   * @param before the symbol before; undefined at the beginning of the text
   */
  enter(state: number, languages: readonly number[], before: number | undefined): number;
  /** The state after one more symbol. */
  step(state: number, symbol: number): number;
  /** Every way on from a state. Symbols that lead to {@link DEAD} are among them. */
  transitions(state: number): readonly Transition[];
  /** The languages that hold the text read so far, in ascending order. */
  accepted(state: number): readonly number[];
  /** The languages that may hold the text read so far or a longer one, in ascending order. */
  alive(state: number): readonly number[];
  /** Whether what is accepted hangs on assertions: then a language that is alive may yet hold no text. */
  asserts(state: number): boolean;
  /** The state of all that is alive in two states, which must be after the same text. */
  union(a: number, b: number): number;
}

interface State {
  /** Instructions to go on from, before jumps and forks are followed: global numbers, ascending. */
  readonly kernel: readonly number[];
  readonly before: Before;
  readonly asserts: boolean;
  /** The state by each symbol; -1 where it is not worked out yet. */
  readonly next: number[];
  closures: (Closure | undefined)[];
  transitions: readonly Transition[] | undefined;
  alive: readonly number[] | undefined;
}

interface Closure {
  /** Instructions that take a symbol: global numbers. */
  readonly symbols: readonly number[];
  readonly accepted: readonly number[];
}

/**
 * Makes an automaton without languages.
 * @param alphabet the symbols that texts may have
 * @param budget pays for each new state and closure
 */
export function automaton(alphabet: Alphabet, budget: Budget): Automaton {
  const programs: CompactProgram[] = [];
  const bases: number[] = [];
  const languageAt: number[] = [];
  const states: State[] = [];
  const ids = new Map<string, number>();
  let stamps = new Uint32Array(64);
  let stamp = 0;
  intern([], 0);

  return {
    add(program) {
      const compact = compactProgram(program, alphabet);
      const language = programs.push(compact) - 1;
      bases.push(languageAt.length);
      for (let count = compact.steps.length; count > 0; count -= 1) languageAt.push(language);
      budget.spend(compact.steps.length / 8);
      return language;
    },
    enter(state, languages, before) {
      const starts = languages
        .filter((language) => programAt(language).live[programAt(language).start] === 1)
        .map((language) => baseOf(language) + programAt(language).start);
      const { kernel } = stateAt(state);
      const merged = [...new Set([...kernel, ...starts])].sort((a, b) => a - b);
      return intern(merged, before === undefined ? 0 : isWordSymbol(before) ? 1 : 2);
    },
    step,
    transitions(id) {
      const state = stateAt(id);
      state.transitions ??= transitionsOf(state);
      return state.transitions;
    },
    accepted: (id) => closureOf(stateAt(id), AFTER.end).accepted,
    alive,
    asserts: (id) => stateAt(id).asserts,
    union(a, b) {
      if (a === DEAD) return b;
      if (b === DEAD) return a;
      const [one, other] = [stateAt(a), stateAt(b)];
      // Only a state that asserts something knows what came before it.
      return internUnsorted([...one.kernel, ...other.kernel], one.asserts ? one.before : other.before);
    },
  };

  function step(id: number, symbol: number): number {
    if (id === DEAD) return DEAD;
    const state = stateAt(id);
    const known = state.next[symbol] ?? -1;
    if (known >= 0) return known;
    const word = isWordSymbol(symbol);
    const kernel: number[] = [];
    const { symbols } = closureOf(state, word ? AFTER.word : AFTER.other);
    for (const at of symbols) {
      const program = programAt(languageOf(at));
      const local = at - baseOf(languageOf(at));
      if (program.takes[local]?.includes(symbol) === true) kernel.push(at - local + (program.to[local] ?? 0));
    }
    const target = internUnsorted(kernel, word ? 1 : 2);
    state.next[symbol] = target;
    return target;
  }

  function transitionsOf(state: State): Transition[] {
    const kinds = state.asserts ? ([AFTER.word, AFTER.other] as const) : ([undefined] as const);
    const bySymbol = new Map<number, number[]>();
    for (const kind of kinds) {
      const { symbols } = closureOf(state, kind ?? AFTER.other);
      const groups = new Map<number, { takes: readonly number[]; targets: number[] }>();
      for (const at of symbols) {
        const program = programAt(languageOf(at));
        const local = at - baseOf(languageOf(at));
        const set = program.takesId[local] ?? 0;
        const group = groups.get(set) ?? { takes: program.takes[local] ?? [], targets: [] };
        group.targets.push(at - local + (program.to[local] ?? 0));
        groups.set(set, group);
      }
      const list = [...groups.values()];
      for (const { symbols: members, inSets } of partition(list.map(({ takes }) => takes))) {
        const kernel = inSets.flatMap((index) => list[index]?.targets ?? []);
        let target: number | undefined;
        for (const isWord of [true, false]) {
          if (kind !== undefined && isWord !== (kind === AFTER.word)) continue;
          const chosen = members.filter((symbol) => isWordSymbol(symbol) === isWord);
          if (chosen.length === 0) continue;
          // What was before matters to a state that asserts something alone.
          if (target === undefined || stateAt(target).asserts)
            target = internUnsorted(kernel, isWord ? 1 : 2);
          for (const symbol of chosen) state.next[symbol] = target;
          bySymbol.set(target, [...(bySymbol.get(target) ?? []), ...chosen]);
        }
      }
    }
    return [...bySymbol].map(([target, symbols]) => ({ symbols, state: target }));
  }

  function alive(id: number): readonly number[] {
    const state = stateAt(id);
    state.alive ??= [...new Set(state.kernel.map(languageOf))];
    return state.alive;
  }

  function closureOf(state: State, after: 0 | 1 | 2): Closure {
    const slot = state.asserts ? after : 0;
    const known = state.closures[slot];
    if (known !== undefined) return known;
    const closure = follow(state, after);
    state.closures[slot] = closure;
    return closure;
  }

  /** Follows jumps, forks and the assertions that hold. */
  function follow({ kernel, before }: State, after: 0 | 1 | 2): Closure {
    stamp += 1;
    const symbols: number[] = [];
    const accepted: number[] = [];
    const open = [...kernel].reverse();
    let work = 0;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (stamps[at] === stamp) continue;
      stamps[at] = stamp;
      work += 1;
      const language = languageOf(at);
      const program = programAt(language);
      const base = baseOf(language);
      const local = at - base;
      if (program.live[local] !== 1) continue;
      const to = base + (program.to[local] ?? 0);
      const kind = program.steps[local];
      if (kind === STEP.symbol) symbols.push(at);
      else if (kind === STEP.match) accepted.push(language);
      else if (kind === STEP.jump) open.push(to);
      else if (kind === STEP.fork) open.push(base + (program.or[local] ?? 0), to);
      else if (kind === STEP.assert && holds(program.assertions[local], before, after)) open.push(to);
    }
    budget.spend(work);
    return { symbols, accepted: [...new Set(accepted)].sort((a, b) => a - b) };
  }

  function internUnsorted(kernel: readonly number[], before: Before): number {
    if (kernel.length === 0) return DEAD;
    return intern(kernel.length === 1 ? kernel : [...new Set(kernel)].sort((a, b) => a - b), before);
  }

  function intern(kernel: readonly number[], before: Before): number {
    const asserts = kernel.some((at) => programAt(languageOf(at)).asserts);
    const key = `${asserts ? before : ''}:${kernel.join()}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    budget.spend(kernel.length + SYMBOL_COUNT / 16);
    if (stamps.length < languageAt.length) stamps = new Uint32Array(languageAt.length * 2);
    const next = new Array<number>(SYMBOL_COUNT).fill(-1);
    const rest = { closures: [], transitions: undefined, alive: undefined };
    const id = states.push({ kernel, before: asserts ? before : 0, asserts, next, ...rest }) - 1;
    ids.set(key, id);
    return id;
  }

  function stateAt(id: number): State {
    return states[id] as State;
  }
  function programAt(language: number): CompactProgram {
    return programs[language] as CompactProgram;
  }
  function baseOf(language: number): number {
    return bases[language] as number;
  }
  function languageOf(at: number): number {
    return languageAt[at] as number;
  }
}
