import type { Program } from '../re2';
import { isWordSymbol, SYMBOL_COUNT, type Alphabet } from './alphabet';
import { AFTER, type Before } from './assertion';
import type { Budget } from './budget';
import { ascending, jointProgram, type Closure, type SymbolSet } from './joint-program';
import { stateStore, type Rest } from './state-store';
import { partition, WORD_SET, type SymbolClass, type SymbolPartition } from './symbol-partition';

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
  /** Languages that hold the text read so far and every longer one; of some that is so without being told. */
  total(state: number): readonly number[];
  /** Whether what is accepted hangs on assertions: then a language that is alive may yet hold no text. */
  asserts(state: number): boolean;
  /** The state of all that is alive in two states, which must be after the same text. */
  union(a: number, b: number): number;
}

interface State extends Rest {
  readonly asserts: boolean;
  readonly closures: (Closure | undefined)[];
  ways: Ways | undefined;
  alive: readonly number[] | undefined;
}

/** How a state goes on. */
interface Ways {
  readonly symbols: SymbolPartition;
  /** The sets of which the partition was made. */
  readonly sets: readonly SymbolSet[];
  /** From which set on they hold where another symbol than a word's follows; those before are for words. */
  readonly otherFrom: number;
  /** The state by each class of symbols; -1 where it is not worked out yet. */
  readonly targets: Int32Array;
  transitions: readonly Transition[] | undefined;
}

/** What a state costs beside its instructions, in units of a budget. */
const STATE_COST = 8;

/** Stands among the sets of a state that asserts something, so that words' symbols are told apart. */
const WORDS: SymbolSet = { id: -1, symbols: WORD_SET, leads: [] };

/**
 * Makes an automaton without languages.
 * @param alphabet the symbols that texts may have
 * @param budget pays for each new state and what leads on from it
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
        [...states.at(state).kernel, ...joint.starts(languages)],
        before === undefined ? 0 : isWordSymbol(before) ? 1 : 2,
      ),
    step(id, symbol) {
      if (id === DEAD) return DEAD;
      const ways = waysOf(states.at(id));
      return target(ways, ways.symbols.classOf[symbol] ?? 0);
    },
    transitions(id) {
      const ways = waysOf(states.at(id));
      ways.transitions ??= transitionsOf(ways);
      return ways.transitions;
    },
    accepted: (id) => closureOf(states.at(id), AFTER.end).accepted,
    alive(id) {
      const state = states.at(id);
      // Languages are numbered as their instructions are, so they come in order.
      state.alive ??= [...new Set(state.kernel.map((at) => joint.languageOf(at)))];
      return state.alive;
    },
    total: (id) => joint.totals(states.at(id).kernel),
    asserts: (id) => states.at(id).asserts,
    union(a, b) {
      if (a === DEAD) return b;
      if (b === DEAD) return a;
      const [one, other] = [states.at(a), states.at(b)];
      // Only a state that asserts something knows what came before it.
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

  /** The partition by some sets; many states have the same. */
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

  /** The state behind a class of symbols. */
  function target({ symbols, sets, otherFrom, targets }: Ways, at: number): number {
    const known = targets[at] ?? -1;
    if (known >= 0) return known;
    const { symbols: members, inSets } = symbols.classes[at] as SymbolClass;
    const isWord = isWordSymbol(members[0] ?? 0);
    const instructions: number[] = [];
    for (const set of inSets) {
      if (otherFrom > 0 && set < otherFrom !== isWord) continue;
      for (const lead of sets[set]?.leads ?? []) instructions.push(lead);
    }
    budget.spend(1 + instructions.length);
    const found = intern(instructions, isWord ? 1 : 2);
    targets[at] = found;
    return found;
  }

  function transitionsOf(ways: Ways): Transition[] {
    const symbolsTo = new Map<number, readonly number[]>();
    ways.symbols.classes.forEach(({ symbols }, at) => {
      const state = target(ways, at);
      const others = symbolsTo.get(state);
      symbolsTo.set(state, others === undefined ? symbols : [...others, ...symbols]);
    });
    return [...symbolsTo].map(([state, symbols]) => ({ symbols, state }));
  }

  function closureOf(state: State, after: 0 | 1 | 2): Closure {
    const slot = state.asserts ? after : 0;
    state.closures[slot] ??= joint.follow(state.kernel, state.before, after);
    return state.closures[slot];
  }

  /** The state of some instructions, in any order and with repetitions. */
  function intern(instructions: readonly number[], before: Before): number {
    const kernel = ascending(instructions);
    const asserts = kernel.some((at) => joint.asserts(at));
    const own = asserts ? before : 0;
    return states.numberOf(kernel, own, () => {
      budget.spend(STATE_COST + kernel.length);
      return { kernel, before: own, asserts, closures: [], ways: undefined, alive: undefined };
    });
  }
}
