import { Composer, isScalar, LineCounter, Parser, visit, type CST, type Document } from 'yaml';

/**
 * Deepest nesting of values, as in js-yaml: deeper ones exhaust the call stack of `yaml`, which then reports other
 * mistakes from run to run.
 */
const DEPTH_LIMIT = 100;

/** A mistake of syntax, and where it is. */
export interface SyntaxMistake {
  readonly offset: number;
  /** Whether a key occurs twice in one mapping. */
  readonly isDuplicate: boolean;
  readonly message: string;
}

/** The documents of a text, with positions. */
export interface YamlDocuments {
  readonly documents: readonly Document.Parsed[];
  readonly lines: LineCounter;
  /** In the order of their places; of several at one place the first, which is the clearest. */
  readonly mistakes: readonly SyntaxMistake[];
}

/**
 * Reads the documents of a text in time that is linear in its length.
 * @returns undefined where values are nested deeper than 100 levels
 */
export function yamlDocuments(text: string): YamlDocuments | undefined {
  const tokens = [...new Parser().parse(text)];
  if (isTooDeep(tokens)) return undefined;
  // `yaml` compares each key with all others of its mapping.
  const composer = new Composer({ logLevel: 'silent', resolveKnownTags: false, uniqueKeys: false });
  const documents = [...composer.compose(tokens)] as Document.Parsed[];
  const mistakes = documents.flatMap((document): readonly SyntaxMistake[] => [
    ...[...document.errors, ...document.warnings].map(({ pos: [offset], message }) => ({
      offset,
      isDuplicate: false,
      message,
    })),
    ...duplicateKeys(document),
  ]);
  const first = new Map<number, SyntaxMistake>();
  for (const mistake of mistakes) if (!first.has(mistake.offset)) first.set(mistake.offset, mistake);
  return {
    documents,
    lines: linesOf(text),
    mistakes: [...first.values()].sort((a, b) => a.offset - b.offset),
  };
}

/** `yaml` itself does not count the line ends in a quoted text that stands where none belongs. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
  return lines;
}

function isTooDeep(tokens: readonly CST.Token[]): boolean {
  let level = tokens;
  // The documents are no level of their own.
  for (let depth = -1; depth <= DEPTH_LIMIT; depth += 1) {
    level = level.flatMap(inside);
    if (level.length === 0) return false;
  }
  return true;
}

/** The values right inside a part of a text. */
function inside(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) => [key ?? [], value ?? []].flat());
}

function duplicateKeys(document: Document.Parsed): SyntaxMistake[] {
  const found: SyntaxMistake[] = [];
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          found.push({ offset: key.range?.[0] ?? 0, isDuplicate: true, message: 'Map keys must be unique' });
        }
        seen.add(key.value);
      }
    },
  });
  return found;
}
