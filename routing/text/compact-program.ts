import type { Assertion, Instruction, Program } from '../../re2';
import { FIRST_SYMBOL, SYMBOL_COUNT, type Alphabet } from './alphabet';

/** What an instruction of a {@link CompactProgram} does. */
export const STEP = { fail: 0, match: 1, jump: 2, fork: 3, assert: 4, symbol: 5 } as const;

/** A program over symbols instead of code points, in arrays: what automata run on. */
export interface CompactProgram {
  readonly start: number;
  /** What each instruction does: a value of {@link STEP}. */
  readonly steps: Uint8Array;
  readonly to: Int32Array;
  /** The second target of a fork. */
  readonly or: Int32Array;
  /** The symbols that a symbol instruction takes. */
  readonly takes: readonly (readonly number[])[];
  /** A number for {@link takes}: instructions of one program with the same number take the same symbols. */
  readonly takesId: Int32Array;
  readonly assertions: readonly (Assertion | undefined)[];
  /** Whether any instruction asserts something. */
  readonly asserts: boolean;
  /** Whether a match is reachable from an instruction if every assertion holds. */
  readonly live: Uint8Array;
  /** 1 only if every text matches from an instruction; 0 proves nothing. */
  readonly total: Uint8Array;
}

/** Assigns one number to each distinct set of symbols, so that sets are compared by number. */
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

/** The compiled programs over one alphabet. */
interface Compacted {
  readonly sets: SymbolSets;
  readonly programs: WeakMap<Program, CompactProgram>;
}

const compacted = new WeakMap<Alphabet, Compacted>();

/** Compiles a program for the symbols of an alphabet; results are cached. */
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
  const taken = new Map<SymbolInstruction['takes'], number[]>();
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
    const symbols = taken.get(instruction.takes) ?? symbolsTaken(instruction, alphabet);
    taken.set(instruction.takes, symbols);
    takes[index] = symbols;
    takesId[index] = sets.idOf(symbols);
  });
  const program = { start, steps, to, or, takes, takesId, assertions, asserts };
  const symbolCount = alphabet.reduce((sum, may) => sum + may, 0);
  return { ...program, live: liveInstructions(program), total: totalInstructions(program, symbolCount) };
}

type SymbolInstruction = Extract<Instruction, { kind: 'symbol' }>;

function symbolsTaken({ takes }: SymbolInstruction, alphabet: Alphabet): number[] {
  const symbols: number[] = [];
  for (let symbol = 0; symbol < SYMBOL_COUNT; symbol += 1) {
    if (alphabet[symbol] === 1 && takes(symbol + FIRST_SYMBOL)) symbols.push(symbol);
  }
  return symbols;
}

/** A program before reachability is computed. */
type BareProgram = Omit<CompactProgram, 'live' | 'total'>;

/**
 * Greatest fixed point of the instructions from which a match is reachable without a symbol, and from which every
 * symbol leads to such an instruction again: `.*` at the end of a regex.
 */
function totalInstructions(program: BareProgram, symbolCount: number): Uint8Array {
  const { steps, to, or, takes } = program;
  const total = new Uint8Array(steps.length);
  const canBeTotal = steps.some(
    (step, number) => step === STEP.symbol && takes[number]?.length === symbolCount,
  );
  if (!canBeTotal) return total;
  const reached = [...steps.keys()].map((number) => withoutSymbol(number));
  reached.forEach((found, number) => {
    total[number] = found.some((other) => steps[other] === STEP.match) ? 1 : 0;
  });
  for (let changed = true; changed;) {
    changed = false;
    reached.forEach((found, number) => {
      if (total[number] === 0) return;
      const goesOn = found.some(
        (other) =>
          steps[other] === STEP.symbol && takes[other]?.length === symbolCount && total[to[other] ?? 0] === 1,
      );
      if (goesOn) return;
      total[number] = 0;
      changed = true;
    });
  }
  return total;

  function withoutSymbol(from: number): readonly number[] {
    const seen = new Set<number>();
    const open = [from];
    for (let number = open.pop(); number !== undefined; number = open.pop()) {
      if (seen.has(number)) continue;
      seen.add(number);
      if (steps[number] === STEP.jump) open.push(to[number] ?? 0);
      if (steps[number] === STEP.fork) open.push(to[number] ?? 0, or[number] ?? 0);
    }
    return [...seen];
  }
}

/** Backward reachability from the matches. */
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
