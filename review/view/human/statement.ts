import pc from 'picocolors';
import { plainText, type Statement, type StatementRow, type Tone } from '../text';

/** Labels are padded to this width; a longer one is before its text. */
const LABEL_WIDTH = 9;

/** A change that is longer is on two lines. */
const CHANGE_WIDTH = 100;

/** The lines of a statement in a terminal: what happens to what, and all else below it. */
export function statementLines({ tone, what, subject, rows }: Statement, color: boolean): string[] {
  const { bold, dim, red, yellow, green, cyan } = pc.createColors(color);
  const paint: Readonly<Record<Tone, (text: string) => string>> = {
    bad: red,
    doubtful: yellow,
    good: green,
    quiet: cyan,
  };
  const lines = rows.flatMap((row, index) => {
    const label = rows[index - 1]?.label === row.label ? '' : plainText(row.label);
    const [first = '', ...others] = textsOf(row);
    const indent = ' '.repeat(4 + LABEL_WIDTH + 2);
    return [`    ${dim(label.padEnd(LABEL_WIDTH))}  ${first}`, ...others.map((text) => `${indent}${text}`)];
  });
  return [`${bold(paint[tone](what))}  ${plainText(subject.text)}`, ...lines];
}

/** Blocks of lines. An empty line separates two blocks if one of them has several lines. */
export function spacedOut(blocks: readonly (readonly string[])[]): string[] {
  return blocks.flatMap((block, index) => {
    const before = blocks[index - 1];
    const isTight = before === undefined || (before.length === 1 && block.length === 1);
    return isTight ? block : ['', ...block];
  });
}

function textsOf({ from, text }: StatementRow): string[] {
  const after = plainText(text);
  if (from === undefined) return [after];
  const before = plainText(from.text);
  const line = `${before} -> ${after}`;
  return line.length <= CHANGE_WIDTH ? [line] : [before, `-> ${after}`];
}
