import type { Assertion } from '../../re2';
import { STEP, type CompactProgram } from './compact-program';

/**
 * The instructions of many programs in one array for each property, so that following them reads memory in order and
 * asks no program. An instruction from which no match is reachable is a `fail` here.
 *
 * INVARIANT: the typed arrays have the same length; what lies behind the last program is zero.
 */
export interface FlatCode {
  /** A value of {@link STEP} for each instruction. */
  readonly steps: Uint8Array;
  /** The instruction that follows, as a number of this code. */
  readonly to: Int32Array;
  /** The second target of a fork. */
  readonly or: Int32Array;
  /** The number of the set of symbols that a symbol instruction takes. */
  readonly takesId: Int32Array;
  /** 1 only if every text matches from the instruction. */
  readonly total: Uint8Array;
  /** 1 if the instruction's language asserts something anywhere. */
  readonly asserts: Uint8Array;
  readonly languages: Int32Array;
  readonly takes: (readonly number[] | undefined)[];
  readonly assertions: (Assertion | undefined)[];
}

/** Returns code with room for so many instructions. */
export function flatCode(room: number): FlatCode {
  return {
    steps: new Uint8Array(room),
    to: new Int32Array(room),
    or: new Int32Array(room),
    takesId: new Int32Array(room),
    total: new Uint8Array(room),
    asserts: new Uint8Array(room),
    languages: new Int32Array(room),
    takes: [],
    assertions: [],
  };
}

/** Returns the same code with more room. */
export function grown(code: FlatCode, room: number): FlatCode {
  const { takes, assertions } = code;
  const made = { ...flatCode(room), takes, assertions };
  for (const name of ['steps', 'to', 'or', 'takesId', 'total', 'asserts', 'languages'] as const) {
    made[name].set(code[name]);
  }
  return made;
}

/** Writes a program as the instructions from `base` on; there must be room. */
export function append(code: FlatCode, base: number, program: CompactProgram, language: number): void {
  for (let local = 0; local < program.steps.length; local += 1) {
    const number = base + local;
    code.steps[number] = program.live[local] === 1 ? (program.steps[local] ?? STEP.fail) : STEP.fail;
    code.to[number] = base + (program.to[local] ?? 0);
    code.or[number] = base + (program.or[local] ?? 0);
    code.takesId[number] = program.takesId[local] ?? 0;
    code.total[number] = program.total[local] ?? 0;
    code.asserts[number] = program.asserts ? 1 : 0;
    code.languages[number] = language;
    code.takes[number] = program.takes[local];
    code.assertions[number] = program.assertions[local];
  }
}
