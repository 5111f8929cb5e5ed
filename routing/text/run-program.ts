import type { Program } from '../../re2';
import { holds } from './assertion';

/**
 * NFA simulation by sets of instructions: whether a program matches a text from a position to its end. It reads code
 * points, so it also accepts texts outside the alphabet of the automata.
 */
export function runProgram({ start, instructions }: Program, text: string, from = 0): boolean {
  const characters = Array.from(text.slice(from), (character) => character.codePointAt(0) ?? 0);
  let before = from === 0 ? undefined : text.charCodeAt(from - 1);
  let active = new Set([start]);
  for (let index = 0; index <= characters.length; index += 1) {
    const code = characters[index];
    const next = new Set<number>();
    const open = [...active];
    const seen = new Set<number>();
    for (let number = open.pop(); number !== undefined; number = open.pop()) {
      if (seen.has(number)) continue;
      seen.add(number);
      const instruction = instructions[number];
      if (instruction === undefined || instruction.kind === 'fail') continue;
      if (instruction.kind === 'match') {
        if (code === undefined) return true;
      } else if (instruction.kind === 'symbol') {
        if (code !== undefined && instruction.takes(code)) next.add(instruction.to);
      } else if (instruction.kind === 'assert') {
        if (holds(instruction.assertion, contextOf(before), contextOf(code))) open.push(instruction.to);
      } else {
        open.push(instruction.to);
        if (instruction.kind === 'fork') open.push(instruction.or);
      }
    }
    if (next.size === 0) return false;
    active = next;
    before = code;
  }
  return false;
}

/** Returns the context of a character for assertions; `undefined` is the start or the end of the text. */
function contextOf(code: number | undefined): 0 | 1 | 2 {
  if (code === undefined) return 0;
  return /^\w$/.test(String.fromCodePoint(code)) ? 1 : 2;
}
