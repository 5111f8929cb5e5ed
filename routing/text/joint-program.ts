import type { Program } from '../../re2';
import { type Alphabet } from './alphabet';
import { holds, type Before } from './assertion';
import type { Budget } from './budget';
import { compactProgram, STEP } from './compact-program';
import { append, flatCode, grown } from './flat-code';

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
  /** Whether the language of one of the instructions asserts something anywhere. */
  asserts(instructions: readonly number[]): boolean;
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
  let code = flatCode(64);
  let size = 0;
  let languages = 0;
  /** The start instruction of each language; -1 for the empty language. */
  const starts: number[] = [];
  let anyAsserts = false;
  // Marks the instructions that the current call has followed, without clearing between calls.
  let stamps = new Uint32Array(64);
  let stamp = 0;
  const open: number[] = [];

  return {
    add(program) {
      const compact = compactProgram(program, alphabet);
      const count = compact.steps.length;
      if (size + count > code.steps.length) code = grown(code, (size + count) * 2);
      append(code, size, compact, languages);
      starts.push(compact.live[compact.start] === 1 ? size + compact.start : -1);
      anyAsserts ||= compact.asserts;
      size += count;
      languages += 1;
      budget.spend(count / 8);
      return languages - 1;
    },
    languageOf: (instruction) => code.languages[instruction] ?? 0,
    asserts: (instructions) => anyAsserts && instructions.some((number) => code.asserts[number] === 1),
    totals: (instructions) =>
      instructions.filter((number) => code.total[number] === 1).map((number) => code.languages[number] ?? 0),
    starts: (of) => of.map((language) => starts[language] ?? -1).filter((start) => start >= 0),
    follow(instructions, before, after) {
      if (stamps.length < size) stamps = new Uint32Array(size * 2);
      stamp += 1;
      const symbols: number[] = [];
      const accepted: number[] = [];
      const { steps, to, or } = code;
      let work = 0;
      for (const first of instructions) {
        open.push(first);
        for (let number = open.pop(); number !== undefined; number = open.pop()) {
          if (stamps[number] === stamp) continue;
          stamps[number] = stamp;
          work += 1;
          const step = steps[number];
          if (step === STEP.symbol) symbols.push(number);
          else if (step === STEP.match) accepted.push(code.languages[number] ?? 0);
          else if (step === STEP.jump) open.push(to[number] ?? 0);
          else if (step === STEP.fork) open.push(or[number] ?? 0, to[number] ?? 0);
          else if (step === STEP.assert && holds(code.assertions[number], before, after))
            open.push(to[number] ?? 0);
        }
      }
      budget.spend(work);
      return { symbols, accepted: ascending(accepted) };
    },
    symbolSets(symbols) {
      const sets = new Map<number, { id: number; symbols: readonly number[]; leads: number[] }>();
      for (const number of symbols) {
        const id = code.takesId[number] ?? 0;
        let set = sets.get(id);
        if (set === undefined) {
          set = { id, symbols: code.takes[number] ?? [], leads: [] };
          sets.set(id, set);
        }
        set.leads.push(code.to[number] ?? 0);
      }
      return [...sets.values()].sort((a, b) => a.id - b.id);
    },
  };
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
