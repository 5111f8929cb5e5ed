import type { Assertion, Instruction, Program } from '../re2';
import { FIRST_SYMBOL, SYMBOL_COUNT, type Alphabet } from './alphabet';

/** What an instruction of a {@link CompactProgram} does. */
export const STEP = { fail: 0, match: 1, jump: 2, fork: 3, assert: 4, symbol: 5 } as const;

/** A program over symbols instead of code points, in arrays: what automata run on. */
export interface CompactProgram {
  readonly start: number;
  /** What each instruction does: a value of {@link STEP}. */
  readonly steps: Uint8Array;
  readonly to: Int32Array;
  /** The other way of a fork. */
  readonly or: Int32Array;
  /** The symbols that a symbol instruction takes. */
  readonly takes: readonly (readonly number[])[];
  /** A number for {@link takes}: instructions of one program with the same number take the same symbols. */
  readonly takesId: Int32Array;
  readonly assertions: readonly (Assertion | undefined)[];
  /** Whether any instruction asserts something. */
  readonly asserts: boolean;
  /** Whether a match can be reached from an instruction, taking every assertion to hold. */
  readonly live: Uint8Array;
  /** Whether every text matches from an instruction; of some instructions that is so without being told. */
  readonly total: Uint8Array;
}

/** Gives each distinct set of symbols one number, so that programs can be compared by it. */
interface SymbolSets {
  idOf(symbols: readonly number[]): number;
}

function symbolSets(): SymbolSets {
  const ids = new Map<string, number>();
  return {
    idOf(symbols) {
      const key = symbols.join();
      const known = ids.get(key) ?? ids.size;
      ids.set(key, known);
      return known;
    },
  };
}

/** What is known of programs over one alphabet. */
interface Compacted {
  readonly sets: SymbolSets;
  readonly programs: WeakMap<Program, CompactProgram>;
}

const compacted = new WeakMap<Alphabet, Compacted>();

/** Reads off a program what it does over the symbols of an alphabet; once for each. */
export function compactProgram(program: Program, alphabet: Alphabet): CompactProgram {
  const { sets, programs } = compacted.get(alphabet) ?? {
    sets: symbolSets(),
    programs: new WeakMap<Program, CompactProgram>(),
  };
  compacted.set(alphabet, { sets, programs });
  const known = programs.get(program);
  if (known !== undefined) return known;
  const made = compact(program, alphabet, sets);
  programs.set(program, made);
  return made;
}

function compact({ start, instructions }: Program, alphabet: Alphabet, sets: SymbolSets): CompactProgram {
  const count = instructions.length;
  const steps = new Uint8Array(count);
  const to = new Int32Array(count);
  const or = new Int32Array(count);
  const takesId = new Int32Array(count);
  const takes: number[][] = new Array<number[]>(count);
  const assertions: (Assertion | undefined)[] = new Array<Assertion | undefined>(count);
  let asserts = false;
  instructions.forEach((instruction, index) => {
    steps[index] = STEP[instruction.kind];
    if ('to' in instruction) to[index] = instruction.to;
    if (instruction.kind === 'fork') or[index] = instruction.or;
    if (instruction.kind === 'assert') {
      assertions[index] = instruction.assertion;
      asserts = true;
    }
    if (instruction.kind !== 'symbol') return;
    const symbols = symbolsTaken(instruction, alphabet);
    takes[index] = symbols;
    takesId[index] = sets.idOf(symbols);
  });
  const program = { start, steps, to, or, takes, takesId, assertions, asserts };
  const symbolCount = alphabet.reduce((sum, may) => sum + may, 0);
  return { ...program, live: liveInstructions(program), total: totalInstructions(program, symbolCount) };
}

function symbolsTaken({ takes }: Extract<Instruction, { kind: 'symbol' }>, alphabet: Alphabet): number[] {
  const symbols: number[] = [];
  for (let symbol = 0; symbol < SYMBOL_COUNT; symbol += 1) {
    if (alphabet[symbol] === 1 && takes(symbol + FIRST_SYMBOL)) symbols.push(symbol);
  }
  return symbols;
}

/** A program of which it is not worked out yet where its instructions lead in the end. */
type BareProgram = Omit<CompactProgram, 'live' | 'total'>;

/**
 * Those from which a match is reached without a symbol, and by every symbol one from which it is so again: what `.*`
 * at the end of a regex is.
 */
function totalInstructions(program: BareProgram, symbolCount: number): Uint8Array {
  const { steps, to, or, takes } = program;
  const total = new Uint8Array(steps.length);
  const canBeTotal = steps.some((step, at) => step === STEP.symbol && takes[at]?.length === symbolCount);
  if (!canBeTotal) return total;
  const reached = [...steps.keys()].map((at) => withoutSymbol(at));
  reached.forEach((found, at) => {
    total[at] = found.some((other) => steps[other] === STEP.match) ? 1 : 0;
  });
  for (let changed = true; changed;) {
    changed = false;
    reached.forEach((found, at) => {
      if (total[at] === 0) return;
      const goesOn = found.some(
        (other) =>
          steps[other] === STEP.symbol && takes[other]?.length === symbolCount && total[to[other] ?? 0] === 1,
      );
      if (goesOn) return;
      total[at] = 0;
      changed = true;
    });
  }
  return total;

  function withoutSymbol(from: number): readonly number[] {
    const seen = new Set<number>();
    const open = [from];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      if (steps[at] === STEP.jump) open.push(to[at] ?? 0);
      if (steps[at] === STEP.fork) open.push(to[at] ?? 0, or[at] ?? 0);
    }
    return [...seen];
  }
}

/** From the matches backwards. */
function liveInstructions({ steps, to, or, takes }: BareProgram): Uint8Array {
  const sources: number[][] = Array.from(steps, () => []);
  steps.forEach((step, index) => {
    const leads =
      step === STEP.symbol ? (takes[index]?.length ?? 0) > 0 : step !== STEP.fail && step !== STEP.match;
    if (!leads) return;
    sources[to[index] ?? 0]?.push(index);
    if (step === STEP.fork) sources[or[index] ?? 0]?.push(index);
  });
  const live = new Uint8Array(steps.length);
  const open = [...steps.keys()].filter((index) => steps[index] === STEP.match);
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (live[index] === 1) continue;
    live[index] = 1;
    open.push(...(sources[index] ?? []));
  }
  return live;
}
