import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The top of the project. */
export const ROOT = resolve(__dirname, '../..');

/** A part of a page that a reader would act on, in the order of the page. */
export type Step =
  /** A fenced block `yaml file=<path>`: the reader writes this file. */
  | { readonly kind: 'file'; readonly path: string; readonly text: string }
  /** A command of a fenced block `console`, with the output that the page shows. */
  | {
      readonly kind: 'command';
      readonly command: string;
      readonly shown: string;
      /** The lines of the page that hold the output: from the first to before the last. */
      readonly lines: readonly [start: number, end: number];
    };

/** Reads the steps of a page, such as `docs/reviewing.md`. */
export function stepsOf(page: string): readonly Step[] {
  const lines = readFileSync(join(ROOT, page), 'utf8').split('\n');
  const steps: Step[] = [];
  for (let start = 0; start < lines.length; start += 1) {
    const fence = /^```(\S+)(?: file=(\S+))?$/.exec(lines[start] ?? '');
    if (fence === null) continue;
    const end = lines.indexOf('```', start + 1);
    const [, language, path] = fence;
    const body = lines.slice(start + 1, end);
    if (path !== undefined) steps.push({ kind: 'file', path, text: `${body.join('\n')}\n` });
    else if (language === 'console') steps.push(...commandsOf(body, start + 1));
    start = end;
  }
  return steps;
}

/** The commands of one block; a command's output goes on until the next command. */
function commandsOf(body: readonly string[], offset: number): Step[] {
  const starts = body.flatMap((line, index) => (line.startsWith('$ ') ? [index] : []));
  return starts.map((start, index): Step => {
    const end = starts[index + 1] ?? body.length;
    return {
      kind: 'command',
      command: (body[start] ?? '').slice(2),
      shown: body.slice(start + 1, end).join('\n'),
      lines: [offset + start + 1, offset + end],
    };
  });
}

/** Whether an output is what a page shows. `…` matches any text; on a line of its own, any number of lines. */
export function isShown(shown: string, output: string): boolean {
  const escaped = shown.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = escaped.replace(/^…$/gm, '[^]*').replaceAll('…', '.*');
  return new RegExp(`^${pattern}$`).test(asShown(output));
}

/** A page has no spaces at the ends of lines, which editors and formatters remove; git's empty lines of context are one. */
function asShown(output: string): string {
  return output.replace(/[ \t]+$/gm, '').trimEnd();
}

/** Replaces the outputs that a page shows; those with `…` are left, since only a person can shorten an output. */
export function updatePage(
  page: string,
  outputs: readonly { readonly lines: readonly [number, number]; readonly output: string }[],
): void {
  const lines = readFileSync(join(ROOT, page), 'utf8').split('\n');
  for (const {
    lines: [start, end],
    output,
  } of outputs.toReversed()) {
    if (lines.slice(start, end).some((line) => line.includes('…'))) continue;
    const text = asShown(output);
    lines.splice(start, end - start, ...(text === '' ? [] : text.split('\n')));
  }
  writeFileSync(join(ROOT, page), lines.join('\n'));
}
