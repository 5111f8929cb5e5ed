import type { Instruction, Program } from '../../re2';

/** How a literal program compares its text. */
export interface LiteralOptions {
  /** Whether any text may follow. */
  readonly open: boolean;
  /** Whether letters match in both cases, as with `ignoreUriCase`. */
  readonly foldCase: boolean;
}

/** Returns the program of a prefix or an exact text. */
export function literalProgram(text: string, { open, foldCase }: LiteralOptions): Program {
  const chain = symbolChain(text, foldCase);
  const end = chain.length;
  const tail: Instruction[] = open
    ? [
        { kind: 'fork', to: end + 2, or: end + 1 },
        { kind: 'symbol', takes: () => true, to: end },
        { kind: 'match' },
      ]
    : [{ kind: 'match' }];
  return { start: 0, instructions: [...chain, ...tail], size: end + tail.length };
}

/** Returns the concatenation of a text and a program. */
export function precededBy(text: string, program: Program): Program {
  if (text === '') return program;
  const chain = symbolChain(text, false);
  const shift = chain.length;
  const entry: Instruction = { kind: 'jump', to: program.start + shift + 1 };
  const shifted = program.instructions.map((instruction): Instruction => {
    if (!('to' in instruction)) return instruction;
    const to = instruction.to + shift + 1;
    return instruction.kind === 'fork'
      ? { ...instruction, to, or: instruction.or + shift + 1 }
      : { ...instruction, to };
  });
  return { start: 0, instructions: [...chain, entry, ...shifted], size: program.size + shift };
}

function symbolChain(text: string, foldCase: boolean): Instruction[] {
  return Array.from({ length: text.length }, (_, index): Instruction => {
    const code = text.charCodeAt(index);
    const other = foldCase ? otherCase(code) : code;
    return { kind: 'symbol', takes: (candidate) => candidate === code || candidate === other, to: index + 1 };
  });
}

/** Returns the code of the same ASCII letter in the other case; other codes unchanged. */
function otherCase(code: number): number {
  const isLetter = (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
  return isLetter ? code ^ 0x20 : code;
}
