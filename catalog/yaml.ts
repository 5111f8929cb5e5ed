import { load } from 'js-yaml';
import { isMap, isPair, isSeq, LineCounter, parseAllDocuments, type Document, type Node } from 'yaml';
import type { Finding, FindingCode, Place } from '../findings';
import type { Problem, ValuePath } from './problem';
import { spellPath } from './shape';

/** Most alias nodes that a catalog file may use: enough for any honest one, too few to blow up. */
const ALIAS_LIMIT = 100;

/** A document's value, or why there is none. */
export type Parsed = { readonly value: unknown } | { readonly findings: readonly Finding[] };

/**
 * Reads one YAML document (YAML 1.2, core schema).
 *
 * js-yaml reads five times faster than `yaml` and keeps no positions, and nearly every file is sound. So it
 * reads first; whatever it refuses, and every file that uses aliases or document marks, is read by `yaml`, whose
 * verdict counts and which knows lines and reports every mistake of a file.
 */
export function parseYaml(file: string, text: string): Parsed {
  if (/^(---|\.\.\.|%)/m.test(text)) return parseSlowly(file, text);
  try {
    return { value: load(text, { maxAliases: 0 }) };
  } catch {
    return parseSlowly(file, text);
  }
}

function parseSlowly(file: string, text: string): Parsed {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const place = (offset: number): Place => placeAt(file, lines, offset);
  const [document, second] = Array.isArray(documents) ? documents : [];
  if (document === undefined || (document.contents === null && document.errors.length === 0)) {
    return broken('KF102', 'the file is empty', 'write at least its required fields', [place(0)]);
  }
  // Where one mistake gives several errors at one place, the first says it best.
  const errors = [...documents]
    .flatMap(({ errors }) => errors)
    .filter((error, index, all) => all.findIndex(({ pos }) => pos[0] === error.pos[0]) === index);
  if (errors.length > 0) {
    return {
      findings: errors.map((error): Finding => {
        const duplicate = error.code === 'DUPLICATE_KEY';
        return {
          code: duplicate ? 'KF103' : 'KF102',
          severity: 'error',
          message: duplicate
            ? duplicateMessage(text, error.pos[0])
            : `broken YAML: ${firstLine(error.message)}`,
          help: duplicate
            ? 'keep one of the two; a parser would silently take the last'
            : 'mend the syntax here',
          places: [place(error.pos[0])],
        };
      }),
    };
  }
  if (second !== undefined) {
    const start = place(second.range[0]);
    return broken('KF102', 'the file holds several YAML documents', 'write one function per file', [start]);
  }
  try {
    return { value: document.toJS({ maxAliasCount: ALIAS_LIMIT }) as unknown };
  } catch {
    const help = `repeat the value, or use fewer aliases: at most ${ALIAS_LIMIT} are followed`;
    return broken('KF104', 'the aliases of this file multiply without end', help, [place(0)]);
  }
}

/** Turns problems of a document into findings, each with the line and column of its value or key. */
export function locate(file: string, text: string, problems: readonly Problem[], object: string): Finding[] {
  if (problems.length === 0) return [];
  const lines = new LineCounter();
  const [document] = parseAllDocuments(text, { lineCounter: lines, logLevel: 'silent' }) as Document.Parsed[];
  return problems.map(({ code, path, at = 'value', message, help }) => {
    const offset = document === undefined ? 0 : offsetOf(document, path, at);
    const places = [{ ...placeAt(file, lines, offset), object }];
    return { code, severity: 'error', message, help, places };
  });
}

/** Where a path's value or key starts; where the path leads nowhere, its deepest part that exists. */
function offsetOf(document: Document.Parsed, path: ValuePath, at: 'key' | 'value'): number {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const [index, step] of path.entries()) {
    const last = index === path.length - 1;
    if (isSeq(node) && typeof step === 'number') {
      node = (node.items[step] as Node | undefined) ?? null;
    } else if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && String(item.key) === String(step));
      const key = pair?.key as Node | undefined;
      if (key?.range && (last || pair?.value === null)) offset = key.range[0];
      if (last && at === 'key') return offset;
      node = (pair?.value as Node | undefined) ?? null;
    } else {
      return offset;
    }
    if (node === null) return offset;
    offset = node.range?.[0] ?? offset;
  }
  return offset;
}

function placeAt(file: string, lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { file, line: Math.max(1, line), column: Math.max(1, col) };
}

function duplicateMessage(text: string, offset: number): string {
  const key = /^[^\s:#,}\]]+/.exec(text.slice(offset, offset + 80))?.[0] ?? 'a key';
  return `the key "${spellPath([key])}" stands twice in one mapping`;
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/[.:]$/, '');
}

function broken(code: FindingCode, message: string, help: string, places: readonly Place[]): Parsed {
  return { findings: [{ code, severity: 'error', message, help, places }] };
}
