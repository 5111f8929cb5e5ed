import fc, { type Arbitrary } from 'fast-check';

/** A regex as a tree, so that its meaning is known without a parser of regexes. */
export type RegexTree =
  | { readonly kind: 'class'; readonly spelled: string; readonly holds: (character: string) => boolean }
  | { readonly kind: 'assert'; readonly spelled: '^' | '$' | '\\b' | '\\B' }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly RegexTree[] }
  | {
      readonly kind: 'repeat';
      readonly part: RegexTree;
      readonly spelled: string;
      readonly least: number;
      readonly most: number;
    };

const SYNTAX = /[\\.[\](){}*+?|^$]/;

/** Spells a tree as RE2 reads it. */
export function spelledRegex(tree: RegexTree): string {
  switch (tree.kind) {
    case 'class':
    case 'assert':
      return tree.spelled;
    case 'sequence':
      return tree.parts
        .map((part) => (part.kind === 'choice' ? `(${spelledRegex(part)})` : spelledRegex(part)))
        .join('');
    case 'choice':
      return tree.parts.map(spelledRegex).join('|');
    case 'repeat': {
      const part = spelledRegex(tree.part);
      return `${tree.part.kind === 'class' ? part : `(?:${part})`}${tree.spelled}`;
    }
  }
}

/** Whether a text is a full match: each node gives the places where its matches end, by definition and slowly. */
export function naivelyMatches(tree: RegexTree, text: string): boolean {
  const characters = Array.from(text);
  return endsOf(tree, characters, [0]).includes(characters.length);
}

function endsOf(tree: RegexTree, text: readonly string[], starts: readonly number[]): readonly number[] {
  switch (tree.kind) {
    case 'class':
      return starts.flatMap((at) => (tree.holds(text[at] ?? '') ? [at + 1] : []));
    case 'assert':
      return starts.filter((at) => holdsAt(tree.spelled, text, at));
    case 'sequence':
      return tree.parts.reduce((ends, part) => unique(endsOf(part, text, ends)), starts);
    case 'choice':
      return unique(tree.parts.flatMap((part) => endsOf(part, text, starts)));
    case 'repeat': {
      let now = starts;
      const ends = new Set(tree.least === 0 ? now : []);
      // More rounds than characters find nothing new.
      const rounds = Math.min(tree.most, tree.least + text.length + 1);
      for (let round = 1; round <= rounds && now.length > 0; round += 1) {
        now = unique(endsOf(tree.part, text, now));
        if (round >= tree.least) for (const end of now) ends.add(end);
      }
      return [...ends];
    }
  }
}

function holdsAt(assertion: '^' | '$' | '\\b' | '\\B', text: readonly string[], at: number): boolean {
  if (assertion === '^') return at === 0;
  if (assertion === '$') return at === text.length;
  const [before, after] = [text[at - 1] ?? '', text[at] ?? ''].map((character) => /^\w$/.test(character));
  return (before !== after) === (assertion === '\\b');
}

function unique(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)];
}

/** A text that a tree matches, but for its assertions; the random numbers choose. */
export function memberOf(tree: RegexTree, next: () => number): string {
  switch (tree.kind) {
    case 'class': {
      const all = SAMPLES.filter(tree.holds);
      return all[next() % Math.max(1, all.length)] ?? '';
    }
    case 'assert':
      return '';
    case 'sequence':
      return tree.parts.map((part) => memberOf(part, next)).join('');
    case 'choice': {
      const part = tree.parts[next() % tree.parts.length];
      return part === undefined ? '' : memberOf(part, next);
    }
    case 'repeat': {
      const times = tree.least + (next() % (Math.min(tree.most - tree.least, 2) + 1));
      return Array.from({ length: times }, () => memberOf(tree.part, next)).join('');
    }
  }
}

/** Characters that texts are made of: symbols of paths, and some outside ASCII, which only look-ups meet. */
export const SAMPLES: readonly string[] = Array.from('ab9_-/.AZ%é\u212a😀');

const isWord = (character: string) => /^\w$/.test(character);
const ofClass = (spelled: string, holds: (character: string) => boolean): RegexTree => ({
  kind: 'class',
  spelled,
  holds: (character) => character !== '' && holds(character),
});

const CLASSES: readonly RegexTree[] = [
  ...Array.from('ab9_-/.AZ%').map((own) =>
    ofClass(SYNTAX.test(own) ? `\\${own}` : own, (character) => character === own),
  ),
  ofClass('.', () => true),
  ofClass('[a-c]', (character) => /^[a-c]$/.test(character)),
  ofClass('[^/]', (character) => character !== '/'),
  ofClass('[^a-z]', (character) => !/^[a-z]$/.test(character)),
  ofClass('[]a-]', (character) => [']', 'a', '-'].includes(character)),
  ofClass('[[:alpha:]_]', (character) => /^[A-Za-z_]$/.test(character)),
  ofClass('[^[:^digit:]]', (character) => /^[0-9]$/.test(character)),
  ofClass('\\d', (character) => /^[0-9]$/.test(character)),
  ofClass('\\W', (character) => !isWord(character)),
  ofClass('[\\w.]', (character) => isWord(character) || character === '.'),
  ofClass('\\pL', (character) => /^\p{L}$/u.test(character)),
  ofClass('\\PL', (character) => !/^\p{L}$/u.test(character)),
  ofClass('\\p{Lu}', (character) => /^\p{Lu}$/u.test(character)),
  ofClass('(?i:k)', (character) => ['k', 'K', '\u212a'].includes(character)),
  ofClass('(?i:a)', (character) => ['a', 'A'].includes(character)),
  ofClass('\\x61', (character) => character === 'a'),
  ofClass('\\x{1F600}', (character) => character === '😀'),
  ofClass('\\Q|\\E', (character) => character === '|'),
];

/** Regexes of every kind of syntax that RE2 has, with repeats in repeats. */
export function regexTrees(): Arbitrary<RegexTree> {
  return fc.letrec<{ tree: RegexTree; leaf: RegexTree }>((tie) => ({
    leaf: fc.oneof(
      { arbitrary: fc.constantFrom(...CLASSES), weight: 12 },
      {
        arbitrary: fc
          .constantFrom('^', '$', '\\b', '\\B')
          .map((spelled) => ({ kind: 'assert' as const, spelled })),
        weight: 1,
      },
    ),
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tie('leaf'),
      fc
        .array(tie('tree'), { minLength: 1, maxLength: 4 })
        .map((parts) => ({ kind: 'sequence' as const, parts })),
      fc
        .array(tie('tree'), { minLength: 1, maxLength: 3 })
        .map((parts) => ({ kind: 'choice' as const, parts })),
      fc
        .tuple(tie('tree'), fc.constantFrom(...REPEATS))
        .map(([part, repeat]) => ({ kind: 'repeat' as const, part, ...repeat })),
    ),
  })).tree;
}

const REPEATS = [
  { spelled: '*', least: 0, most: Infinity },
  { spelled: '+', least: 1, most: Infinity },
  { spelled: '?', least: 0, most: 1 },
  { spelled: '*?', least: 0, most: Infinity },
  { spelled: '{2}', least: 2, most: 2 },
  { spelled: '{0,3}', least: 0, most: 3 },
  { spelled: '{2,}', least: 2, most: Infinity },
  { spelled: '{0}', least: 0, most: 0 },
];
