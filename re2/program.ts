import { RE2JS } from 're2js';

/** What must hold at a position of the text, besides its characters. */
export interface Assertion {
  /** `^` or `\A`: the text begins here. With RE2's flag `m`, also the line; a path has one line. */
  readonly begin: boolean;
  /** `$` or `\z`: the text ends here. */
  readonly end: boolean;
  /** `\b`: of the characters before and behind, one is a word's and one is not. */
  readonly wordBoundary: boolean;
  /** `\B`: there is no word boundary. */
  readonly noWordBoundary: boolean;
}

/** One instruction of RE2's own compiled form. */
export type Instruction =
  | { readonly kind: 'fail' }
  | { readonly kind: 'match' }
  | { readonly kind: 'jump'; readonly to: number }
  | { readonly kind: 'fork'; readonly to: number; readonly or: number }
  | { readonly kind: 'assert'; readonly assertion: Assertion; readonly to: number }
  | { readonly kind: 'symbol'; readonly takes: (code: number) => boolean; readonly to: number };

/** A regex compiled by RE2: a nondeterministic automaton over code points. */
export interface Program {
  readonly start: number;
  readonly instructions: readonly Instruction[];
  /** Approximate number of instructions in Envoy's RE2. */
  readonly size: number;
}

/** RE2JS's instruction, as its `Inst` class declares it. */
interface Inst {
  readonly op: number;
  readonly out: number;
  readonly arg: number;
  readonly runes: Int32Array | null;
  matchRune(rune: number): boolean;
}

/** RE2's numbers for its instructions (`Inst.op`). */
const OP = { alt: 1, altMatch: 2, capture: 3, emptyWidth: 4, fail: 5, match: 6, nop: 7, rune: 8 } as const;

/** The highest number of an instruction that takes a character. */
const LAST_RUNE_OP = 11;

/** RE2's flags for what must hold at a position (`EmptyOp`). */
const EMPTY = { beginLine: 1, endLine: 2, beginText: 4, endText: 8, word: 16, noWord: 32 } as const;

/**
 * Compiles a regex that RE2 takes.
 * @throws Error where RE2 does not take it; ask regexProblem first
 */
export function compileProgram(regex: string): Program {
  const { prog } = (
    RE2JS.compile(regex) as unknown as {
      re2Input: { prog: { inst: readonly Inst[]; start: number } };
    }
  ).re2Input;
  const takes = sharedTakes();
  const instructions = prog.inst.map((inst) => instructionOf(inst, takes));
  return { start: prog.start, instructions, size: sizeOf(prog.inst) };
}

/** What instructions take: one function for all copies of a part that is repeated, so that it is asked once for all. */
function sharedTakes(): (inst: Inst) => (code: number) => boolean {
  const known = new Map<Inst['runes'], Map<number, (code: number) => boolean>>();
  return (inst) => {
    const ofRunes = known.get(inst.runes) ?? new Map<number, (code: number) => boolean>();
    known.set(inst.runes, ofRunes);
    // Beside its runes, an instruction has flags.
    const takes = ofRunes.get(inst.arg) ?? ((code: number) => inst.matchRune(code));
    ofRunes.set(inst.arg, takes);
    return takes;
  };
}

function instructionOf(inst: Inst, takes: ReturnType<typeof sharedTakes>): Instruction {
  const { op, out: to, arg } = inst;
  if (op >= OP.rune && op <= LAST_RUNE_OP) {
    return { kind: 'symbol', takes: takes(inst), to };
  }
  switch (op) {
    case OP.fail:
      return { kind: 'fail' };
    case OP.match:
      return { kind: 'match' };
    case OP.capture:
    case OP.nop:
      return { kind: 'jump', to };
    case OP.alt:
    case OP.altMatch:
      return { kind: 'fork', to, or: arg };
    case OP.emptyWidth: {
      const has = (flags: number) => (arg & flags) !== 0;
      const assertion = {
        begin: has(EMPTY.beginLine | EMPTY.beginText),
        end: has(EMPTY.endLine | EMPTY.endText),
        wordBoundary: has(EMPTY.word),
        noWordBoundary: has(EMPTY.noWord),
      };
      return { kind: 'assert', assertion, to };
    }
    default:
      throw new Error(`RE2 instruction ${op} is none of those that a regex without look-behind has`);
  }
}

/**
 * Envoy's RE2 works on bytes, RE2JS on code points: a range of code points outside ASCII takes it about three
 * instructions.
 */
function sizeOf(instructions: readonly Inst[]): number {
  return instructions.reduce((sum, { runes }) => {
    const ranges = Math.max(1, (runes?.length ?? 0) / 2);
    return sum + Math.ceil(ranges * (runes?.some((rune) => rune >= 0x80) === true ? 3 : 1));
  }, 0);
}
