import type { Assertion, Program } from '../re2';

/**
 * Whether a program matches a text from a position to its end, by following all ways at once. It reads code points,
 * so it answers for texts that the automata's alphabet does not have.
 */
export function runProgram({ start, instructions }: Program, text: string, from = 0): boolean {
  const characters = Array.from(text.slice(from), (character) => character.codePointAt(0) ?? 0);
  let before = from === 0 ? undefined : text.charCodeAt(from - 1);
  let ways = new Set([start]);
  for (let index = 0; index <= characters.length; index += 1) {
    const code = characters[index];
    const next = new Set<number>();
    const open = [...ways];
    const seen = new Set<number>();
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const instruction = instructions[at];
      if (instruction === undefined || instruction.kind === 'fail') continue;
      if (instruction.kind === 'match') {
        if (code === undefined) return true;
      } else if (instruction.kind === 'symbol') {
        if (code !== undefined && instruction.takes(code)) next.add(instruction.to);
      } else if (instruction.kind === 'assert') {
        if (holds(instruction.assertion, before, code)) open.push(instruction.to);
      } else {
        open.push(instruction.to);
        if (instruction.kind === 'fork') open.push(instruction.or);
      }
    }
    if (next.size === 0) return false;
    ways = next;
    before = code;
  }
  return false;
}

function holds(assertion: Assertion, before: number | undefined, after: number | undefined): boolean {
  const boundary = isWord(before) !== isWord(after);
  return (
    !(assertion.begin && before !== undefined) &&
    !(assertion.end && after !== undefined) &&
    !(assertion.wordBoundary && !boundary) &&
    !(assertion.noWordBoundary && boundary)
  );
}

function isWord(code: number | undefined): boolean {
  return code !== undefined && /^\w$/.test(String.fromCodePoint(code));
}
