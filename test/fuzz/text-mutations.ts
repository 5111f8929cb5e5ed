import fc, { type Arbitrary } from 'fast-check';
import { NAMES, NUMBERS, PIECES, REPEATED, TEXTS, WORDS } from './hostile';

/** A change of a file's bytes, which are texts in Latin 1. Positions count modulo what the file has. */
export type TextMutation =
  | { readonly kind: 'bit'; readonly at: number; readonly bit: number }
  | { readonly kind: 'cut' | 'double'; readonly at: number; readonly size: number }
  | { readonly kind: 'insert'; readonly at: number; readonly piece: string }
  | { readonly kind: 'token'; readonly at: number; readonly by: string }
  | {
      readonly kind: 'line';
      readonly at: number;
      readonly does: keyof typeof LINE_CHANGES;
      readonly to: number;
    }
  | { readonly kind: 'repeat'; readonly part: number; readonly times: number; readonly front: boolean }
  | { readonly kind: 'ends'; readonly by: string };

/** What can be done with the lines of a file. */
const LINE_CHANGES = {
  remove: (lines: string[], at: number) => void lines.splice(at, 1),
  double: (lines: string[], at: number) => void lines.splice(at, 0, lines[at] ?? ''),
  indent: (lines: string[], at: number) => void lines.splice(at, 1, `  ${lines[at] ?? ''}`),
  outdent: (lines: string[], at: number) =>
    void lines.splice(at, 1, (lines[at] ?? '').replace(/^ {1,2}/, '')),
  comment: (lines: string[], at: number) => void lines.splice(at, 0, '# é \u2028'),
  swap: (lines: string[], at: number, to: number) => {
    [lines[at], lines[to]] = [lines[to] ?? '', lines[at] ?? ''];
  },
};

const latin = (text: string) => Buffer.from(text).toString('latin1');

/** What a word of a file is replaced by: as it is, and in both kinds of quotes. */
const TOKENS: readonly string[] = [...WORDS, ...NAMES, ...NUMBERS.map(String), ...TEXTS].flatMap((text) => [
  latin(text),
  latin(JSON.stringify(text)),
  latin(`'${text.replaceAll("'", "''")}'`),
]);

/** A change of some bytes, of a word, or of a line. */
export function textMutations(): Arbitrary<TextMutation> {
  const at = fc.nat(9999);
  const kind = <K extends string>(...names: readonly K[]) => fc.constantFrom(...names);
  return fc.oneof(
    { arbitrary: fc.record({ kind: kind('bit'), at, bit: fc.nat(7) }), weight: 2 },
    {
      arbitrary: fc.record({ kind: kind('cut', 'double'), at, size: fc.integer({ min: 1, max: 40 }) }),
      weight: 2,
    },
    { arbitrary: fc.record({ kind: kind('insert'), at, piece: fc.constantFrom(...PIECES) }), weight: 4 },
    { arbitrary: fc.record({ kind: kind('token'), at, by: fc.constantFrom(...TOKENS) }), weight: 6 },
    { arbitrary: fc.record({ kind: kind('line'), at, does: lineChanges(), to: at }), weight: 4 },
    { arbitrary: fc.record({ kind: kind('ends'), by: fc.constantFrom('\r\n', '\r', '\n\n') }), weight: 1 },
  );
}

/** A part that is repeated many times, before or after the text. */
export function repetitions(): Arbitrary<TextMutation> {
  return fc.record({
    kind: fc.constant('repeat' as const),
    part: fc.nat(REPEATED.length - 1),
    times: fc.constantFrom(2, 10, 99, 101, 1000, 6000, 30_000),
    front: fc.boolean(),
  });
}

function lineChanges(): Arbitrary<keyof typeof LINE_CHANGES> {
  return fc.constantFrom(...(Object.keys(LINE_CHANGES) as (keyof typeof LINE_CHANGES)[]));
}

/** Applies a change to a file's bytes in Latin 1. */
export function mutatedText(text: string, mutation: TextMutation): string {
  const at = 'at' in mutation ? mutation.at % (text.length + 1) : 0;
  const [before, after] = [text.slice(0, at), text.slice(at)];
  switch (mutation.kind) {
    case 'bit':
      return after === ''
        ? text
        : before + String.fromCharCode(after.charCodeAt(0) ^ (1 << mutation.bit)) + after.slice(1);
    case 'cut':
      return before + after.slice(mutation.size);
    case 'double':
      return before + after.slice(0, mutation.size) + after;
    case 'insert':
      return before + mutation.piece + after;
    case 'token': {
      const tokens = text.split(/([-\w./@:+*()]+)/);
      const words = Math.floor(tokens.length / 2);
      if (words > 0) tokens[2 * (mutation.at % words) + 1] = mutation.by;
      return tokens.join('');
    }
    case 'line': {
      const lines = text.split('\n');
      LINE_CHANGES[mutation.does](lines, mutation.at % lines.length, mutation.to % lines.length);
      return lines.join('\n');
    }
    case 'repeat': {
      const [first = '', repeated = '', last = ''] = REPEATED[mutation.part] ?? [];
      // What opens is closed as often.
      const closes = /^[\]}]$/.test(last) && /^[[{]/.test(repeated);
      const part = first + repeated.repeat(mutation.times) + (closes ? last.repeat(mutation.times) : last);
      return mutation.front ? `${part}\n${text}` : `${text}\n${part}`;
    }
    case 'ends':
      return text.replaceAll('\n', mutation.by);
  }
}
