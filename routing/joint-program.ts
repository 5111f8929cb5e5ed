import type { Program } from '../re2';
import { type Alphabet } from './alphabet';
import { holds, type Before } from './assertion';
import type { Budget } from './budget';
import { compactProgram, STEP, type CompactProgram } from './compact-program';

/** What instructions come to, once jumps and forks are followed. */
export interface Closure {
  /** Instructions that take a symbol. */
  readonly symbols: readonly number[];
  /** The languages that hold the text read so far, in ascending order. */
  readonly accepted: readonly number[];
}

/** A set of symbols that instructions take. */
export interface SymbolSet {
  /** Sets of one alphabet with the same number are the same. */
  readonly id: number;
  readonly symbols: readonly number[];
  /** The instructions behind them. */
  readonly leads: readonly number[];
}

/** The programs of many languages side by side: an instruction has one number among all of them. */
export interface JointProgram {
  /** Adds a language and gives its number. */
  add(program: Program): number;
  /** The language of an instruction. */
  languageOf(instruction: number): number;
  /** Whether the instruction's language asserts something anywhere. */
  asserts(instruction: number): boolean;
  /** The languages that hold every text from some instructions on; of some that is so without being told. */
  totals(instructions: readonly number[]): readonly number[];
  /** Where languages begin; those that hold no text have no beginning. */
  starts(languages: readonly number[]): readonly number[];
  /** Follows jumps, forks and the assertions that hold between what came before and what follows. */
  follow(instructions: readonly number[], before: Before, after: 0 | 1 | 2): Closure;
  /** The sets of symbols that instructions take, ordered by their numbers. */
  symbolSets(symbols: Closure['symbols']): readonly SymbolSet[];
}

/**
 * Makes a joint program without languages.
 * @param budget pays for each instruction that is added or followed
 */
export function jointProgram(alphabet: Alphabet, budget: Budget): JointProgram {
  const programs: CompactProgram[] = [];
  const bases: number[] = [];
  const languageAt: number[] = [];
  // An instruction is followed once: it bears the number of the call that did.
  let stamps = new Uint32Array(64);
  let stamp = 0;

  return {
    add(program) {
      const compact = compactProgram(program, alphabet);
      const language = programs.push(compact) - 1;
      bases.push(languageAt.length);
      for (let count = compact.steps.length; count > 0; count -= 1) languageAt.push(language);
      budget.spend(compact.steps.length / 8);
      return language;
    },
    languageOf,
    asserts: (instruction) => programOf(languageOf(instruction)).asserts,
    totals: (instructions) =>
      instructions
        .filter((at) => programOf(languageOf(at)).total[at - baseOf(languageOf(at))] === 1)
        .map(languageOf),
    starts: (languages) =>
      languages
        .filter((language) => programOf(language).live[programOf(language).start] === 1)
        .map((language) => baseOf(language) + programOf(language).start),
    follow(instructions, before, after) {
      if (stamps.length < languageAt.length) stamps = new Uint32Array(languageAt.length * 2);
      stamp += 1;
      const symbols: number[] = [];
      const accepted: number[] = [];
      let work = 0;
      for (const first of instructions) {
        const open = [first];
        for (let at = open.pop(); at !== undefined; at = open.pop()) {
          if (stamps[at] === stamp) continue;
          stamps[at] = stamp;
          work += 1;
          const language = languageOf(at);
          const program = programOf(language);
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
      }
      budget.spend(work);
      return { symbols, accepted: ascending(accepted) };
    },
    symbolSets(symbols) {
      const sets = new Map<number, { id: number; symbols: readonly number[]; leads: number[] }>();
      for (const at of symbols) {
        const language = languageOf(at);
        const { takes, takesId, to } = programOf(language);
        const base = baseOf(language);
        const id = takesId[at - base] ?? 0;
        let set = sets.get(id);
        if (set === undefined) {
          set = { id, symbols: takes[at - base] ?? [], leads: [] };
          sets.set(id, set);
        }
        set.leads.push(base + (to[at - base] ?? 0));
      }
      return [...sets.values()].sort((a, b) => a.id - b.id);
    },
  };

  function programOf(language: number): CompactProgram {
    return programs[language] as CompactProgram;
  }
  function baseOf(language: number): number {
    return bases[language] as number;
  }
  function languageOf(at: number): number {
    return languageAt[at] as number;
  }
}

/** Numbers in ascending order, each once; the list itself where it is so. */
export function ascending(numbers: readonly number[]): readonly number[] {
  let isAscending = true;
  for (let at = 1; at < numbers.length && isAscending; at += 1) {
    isAscending = (numbers[at - 1] ?? 0) < (numbers[at] ?? 0);
  }
  if (isAscending) return numbers;
  // Typed arrays are sorted without a call for each comparison.
  const sorted = Int32Array.from(numbers).sort();
  return Array.from(sorted.filter((number, at) => at === 0 || number !== sorted[at - 1]));
}
