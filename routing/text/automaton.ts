import type { Program } from '../../re2';
import { isWordSymbol, SYMBOL_COUNT, type Alphabet } from './alphabet';
import { AFTER, type Before } from './assertion';
import type { Budget } from './budget';
import { ascending, jointProgram, type Closure, type SymbolSet } from './joint-program';
import { stateStore, type Rest } from './state-store';
import { partition, WORD_SET, type SymbolClass, type SymbolPartition } from './symbol-partition';

/** The state in which no language is alive. */
export const DEAD = 0;

/** A state that follows in one step, and all symbols that lead to it. */
export interface Transition {
  readonly symbols: readonly number[];
  readonly state: number;
}

/**
 * Lazy DFA by subset construction, over many languages at once. A state is a set of NFA instructions: for `ab` and `a.`,
 * the state after `a` is {before `b`, before `.`}. States and transitions are computed on first use.
 *
 * INVARIANT: equal sets of instructions in equal contexts are one state, so states compare by number.
 * INVARIANT: the symbol before a state is kept only if the state depends on assertions.
 */
export interface Automaton {
  /** Adds a language and returns its number. It is inactive until it is entered. */
  add(program: Program): number;
  /**
   * Returns the state that adds the starts of languages to a state.
   * @param before the symbol before; undefined at the beginning of the text
   */
  enter(state: number, languages: readonly number[], before: number | undefined): number;
  /** Returns the state after one more symbol. */
  step(state: number, symbol: number): number;
  /** All transitions of a state, those to {@link DEAD} included. */
  transitions(state: number): readonly Transition[];
  /** The languages that accept the text read so far, in ascending order. */
  accepted(state: number): readonly number[];
  /** The languages that may accept the text read so far or a longer one, in ascending order. */
  alive(state: number): readonly number[];
  /** Languages that accept the text read so far and every longer one. A language that is not listed may also do so. */
  total(state: number): readonly number[];
  /** Whether acceptance depends on assertions. If so, a live language may accept no text at all. */
  asserts(state: number): boolean;
  /** Returns the union of two states, which must be reached by the same text. */
  union(a: number, b: number): number;
}

interface State extends Rest {
  readonly asserts: boolean;
  readonly closures: (Closure | undefined)[];
  ways: Ways | undefined;
  alive: readonly number[] | undefined;
}

/** The transitions of a state. */
interface Ways {
  readonly symbols: SymbolPartition;
  /** The sets that the partition refines. */
  readonly sets: readonly SymbolSet[];
  /** Index of the first set for non-word symbols; the sets before it are for word symbols. */
  readonly otherFrom: number;
  /** The target state of each class of symbols; -1 if it is not computed yet. */
  readonly targets: Int32Array;
  transitions: readonly Transition[] | undefined;
}

/** The cost of a state in addition to its instructions, in units of a budget. */
const STATE_COST = 8;

/** Added to the sets of a state with assertions, so that the partition separates word symbols. */
const WORDS: SymbolSet = { id: -1, symbols: WORD_SET, leads: [] };

/**
 * Creates an automaton without languages.
 * @param alphabet the symbols that texts may have
 * @param budget pays for each new state and its transitions
 */
export function automaton(alphabet: Alphabet, budget: Budget): Automaton {
  const joint = jointProgram(alphabet, budget);
  const states = stateStore<State>();
  const partitions = new Map<string, SymbolPartition>();
  intern([], 0);

  return {
    add: (program) => joint.add(program),
    enter: (state, languages, before) =>
      intern(
        [...states.stateOf(state).kernel, ...joint.starts(languages)],
        before === undefined ? 0 : isWordSymbol(before) ? 1 : 2,
      ),
    step(id, symbol) {
      if (id === DEAD) return DEAD;
      const ways = waysOf(states.stateOf(id));
      return target(ways, ways.symbols.classOf[symbol] ?? 0);
    },
    transitions(id) {
      const ways = waysOf(states.stateOf(id));
      ways.transitions ??= transitionsOf(ways);
      return ways.transitions;
    },
    accepted: (id) => closureOf(states.stateOf(id), AFTER.end).accepted,
    alive(id) {
      const state = states.stateOf(id);
      // Ascending instructions have ascending languages.
      state.alive ??= [...new Set(state.kernel.map((instruction) => joint.languageOf(instruction)))];
      return state.alive;
    },
    total: (id) => joint.totals(states.stateOf(id).kernel),
    asserts: (id) => states.stateOf(id).asserts,
    union(a, b) {
      if (a === DEAD) return b;
      if (b === DEAD) return a;
      const [one, other] = [states.stateOf(a), states.stateOf(b)];
      // Only a state with assertions keeps the symbol before it.
      return intern([...one.kernel, ...other.kernel], one.asserts ? one.before : other.before);
    },
  };

  function waysOf(state: State): Ways {
    if (state.ways !== undefined) return state.ways;
    const forWords = state.asserts ? [...joint.symbolSets(closureOf(state, AFTER.word).symbols), WORDS] : [];
    const sets = [...forWords, ...joint.symbolSets(closureOf(state, AFTER.other).symbols)];
    const symbols = partitionOf(sets);
    const targets = new Int32Array(symbols.classes.length).fill(-1);
    budget.spend(sets.length + targets.length);
    state.ways = { symbols, sets, otherFrom: forWords.length, targets, transitions: undefined };
    return state.ways;
  }

  /** Returns the partition by some sets; states share partitions. */
  function partitionOf(sets: readonly SymbolSet[]): SymbolPartition {
    const key = sets.map(({ id }) => id).join();
    let known = partitions.get(key);
    if (known === undefined) {
      known = partition(sets.map(({ symbols }) => symbols));
      partitions.set(key, known);
      budget.spend(SYMBOL_COUNT + sets.length);
    }
    return known;
  }

  /** Returns the target state of a class of symbols. */
  function target({ symbols, sets, otherFrom, targets }: Ways, classIndex: number): number {
    const known = targets[classIndex] ?? -1;
    if (known >= 0) return known;
    const { symbols: members, inSets } = symbols.classes[classIndex] as SymbolClass;
    const isWord = isWordSymbol(members[0] ?? 0);
    const instructions: number[] = [];
    for (const set of inSets) {
      if (otherFrom > 0 && set < otherFrom !== isWord) continue;
      for (const lead of sets[set]?.leads ?? []) instructions.push(lead);
    }
    budget.spend(1 + instructions.length);
    const found = intern(instructions, isWord ? 1 : 2);
    targets[classIndex] = found;
    return found;
  }

  function transitionsOf(ways: Ways): Transition[] {
    const symbolsTo = new Map<number, readonly number[]>();
    ways.symbols.classes.forEach(({ symbols }, classIndex) => {
      const state = target(ways, classIndex);
      const known = symbolsTo.get(state);
      symbolsTo.set(state, known === undefined ? symbols : [...known, ...symbols]);
    });
    return [...symbolsTo].map(([state, symbols]) => ({ symbols, state }));
  }

  function closureOf(state: State, after: 0 | 1 | 2): Closure {
    const slot = state.asserts ? after : 0;
    state.closures[slot] ??= joint.follow(state.kernel, state.before, after);
    return state.closures[slot];
  }

  /** Returns the state of some instructions, which may be unsorted and repeat. */
  function intern(instructions: readonly number[], before: Before): number {
    const kernel = ascending(instructions);
    const asserts = joint.asserts(kernel);
    const context = asserts ? before : 0;
    return states.numberOf(kernel, context, () => {
      budget.spend(STATE_COST + kernel.length);
      return { kernel, before: context, asserts, closures: [], ways: undefined, alive: undefined };
    });
  }
}
