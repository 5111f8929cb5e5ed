import type { Program } from '../../re2';
import { type Alphabet } from './alphabet';
import { holds, type Before } from './assertion';
import type { Budget } from './budget';
import { compactProgram, STEP, type CompactProgram } from './compact-program';

/** The ε-closure of some instructions: jumps, forks and assertions that hold have been followed. */
export interface Closure {
  /** Instructions that consume a symbol. */
  readonly symbols: readonly number[];
  /** The languages that accept the text read so far, in ascending order. */
  readonly accepted: readonly number[];
}

/** A set of symbols that instructions consume. */
export interface SymbolSet {
  /** Equal sets of one alphabet have the same number. */
  readonly id: number;
  readonly symbols: readonly number[];
  /** The instructions that follow them. */
  readonly leads: readonly number[];
}

/**
 * Union of Thompson NFAs with ε-closure. The programs of all languages are concatenated: with `a` in instructions 0 to
 * 1 and `b` in 2 to 3, the joint program starts in 0 and 2.
 *
 * INVARIANT: instructions are numbered in the order of their languages, so ascending instructions have ascending
 * languages.
 */
export interface JointProgram {
  /** Adds a language and returns its number. */
  add(program: Program): number;
  /** The language of an instruction. */
  languageOf(instruction: number): number;
  /** Whether the instruction's language asserts something anywhere. */
  asserts(instruction: number): boolean;
  /** Languages that accept every text from some instructions on; a language that is not listed may also do so. */
  totals(instructions: readonly number[]): readonly number[];
  /** The start instructions of languages; empty languages have none. */
  starts(languages: readonly number[]): readonly number[];
  /** Follows jumps, forks and the assertions that hold between what came before and what follows. */
  follow(instructions: readonly number[], before: Before, after: 0 | 1 | 2): Closure;
  /** The sets of symbols that instructions consume, sorted by number. */
  symbolSets(symbols: Closure['symbols']): readonly SymbolSet[];
}

/**
 * Creates a joint program without languages.
 * @param budget pays for each instruction that is added or followed
 */
export function jointProgram(alphabet: Alphabet, budget: Budget): JointProgram {
  const programs: CompactProgram[] = [];
  const bases: number[] = [];
  const languageAt: number[] = [];
  // Marks the instructions that the current call has followed, without clearing between calls.
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
        .filter((number) => programOf(languageOf(number)).total[number - baseOf(languageOf(number))] === 1)
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
        for (let number = open.pop(); number !== undefined; number = open.pop()) {
          if (stamps[number] === stamp) continue;
          stamps[number] = stamp;
          work += 1;
          const language = languageOf(number);
          const program = programOf(language);
          const base = baseOf(language);
          const local = number - base;
          if (program.live[local] !== 1) continue;
          const to = base + (program.to[local] ?? 0);
          const kind = program.steps[local];
          if (kind === STEP.symbol) symbols.push(number);
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
      for (const number of symbols) {
        const language = languageOf(number);
        const { takes, takesId, to } = programOf(language);
        const base = baseOf(language);
        const id = takesId[number - base] ?? 0;
        let set = sets.get(id);
        if (set === undefined) {
          set = { id, symbols: takes[number - base] ?? [], leads: [] };
          sets.set(id, set);
        }
        set.leads.push(base + (to[number - base] ?? 0));
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
  function languageOf(instruction: number): number {
    return languageAt[instruction] as number;
  }
}

/** Returns the distinct numbers in ascending order; the list itself if it is sorted already. */
export function ascending(numbers: readonly number[]): readonly number[] {
  let isAscending = true;
  for (let index = 1; index < numbers.length && isAscending; index += 1) {
    isAscending = (numbers[index - 1] ?? 0) < (numbers[index] ?? 0);
  }
  if (isAscending) return numbers;
  // Typed arrays are sorted without a call for each comparison.
  const sorted = Int32Array.from(numbers).sort();
  return Array.from(sorted.filter((number, index) => index === 0 || number !== sorted[index - 1]));
}
