import { load, YAMLException } from 'js-yaml';
import { isMap, isPair, isSeq, LineCounter, type Document, type Node } from 'yaml';
import { lastResult } from '../base';
import type { Finding, FindingCode, Place } from '../findings';
import type { Problem, ValuePath } from '../shape';
import { aliasExpansion } from './alias-expansion';
import { yamlDocuments } from './yaml-documents';

/** Most aliases that are followed in a catalog file, to bound the size of its expansion. */
const ALIAS_LIMIT = 100;

/** Most structural YAML characters in a file: some parsers take quadratic time. */
const MARK_LIMIT = 20_000;

/** Most problems of one file that are reported. */
const PROBLEM_LIMIT = 100;

/**
 * A line that git writes into a file with a conflict. One is enough, because some are easily left over; YAML has no value
 * that starts like this at the beginning of a line.
 */
const CONFLICT_MARK = /^(?:(?:<{7}|\|{7}|>{7})(?:[ \r\n]|$)|={7}\r?$)/m;

/** A document's value, or the findings that explain why it has none. */
export type Parsed = { readonly value: unknown } | { readonly findings: readonly Finding[] };

/**
 * Reads one YAML document (YAML 1.2, core schema).
 *
 * js-yaml is five times faster than `yaml` but keeps no positions, and nearly every file is valid. So js-yaml reads
 * first. Files that it rejects, and files with aliases or document markers, are read by both: `yaml` decides, knows
 * lines and reports every mistake.
 */
export function parseYaml(file: string, text: string): Parsed {
  const places = [{ file, line: 1, column: 1 }];
  if ((text.match(/[\n,:[{&*-]/g)?.length ?? 0) > MARK_LIMIT) {
    const help = 'a function is declared in a few dozen lines; leave data out of the catalog';
    return broken('KF105', 'the file holds too many values', help, places);
  }
  if (/\r(?!\n)/.test(text)) {
    const help = 'save it with line feeds, or with carriage returns and line feeds';
    return broken('KF102', 'the lines of the file end with a carriage return alone', help, places);
  }
  const conflict = CONFLICT_MARK.exec(text);
  if (conflict !== null) {
    const line = text.slice(0, conflict.index).split('\n').length;
    const help =
      'keep the lines that are meant, and remove the lines that start with <<<<<<<, ======= and >>>>>>>';
    return broken('KF102', 'the file has the marks of a merge conflict', help, [{ file, line, column: 1 }]);
  }
  if (/^(---|\.\.\.|%)/m.test(text)) return parseSlowly(file, text);
  try {
    return { value: load(text, { maxAliases: 0 }) };
  } catch {
    return parseSlowly(file, text);
  }
}

function parseSlowly(file: string, text: string): Parsed {
  const strict = parseStrictly(text);
  const isTooDeep = 'reason' in strict && /depth|nest/i.test(strict.reason);
  const read = isTooDeep ? undefined : yamlDocuments(text);
  if (read === undefined) {
    const top = [{ file, line: 1, column: 1 }];
    return broken('KF102', 'the values of the file are nested too deep', 'nest them less', top);
  }
  const { documents, lines, mistakes } = read;
  const place = (offset: number): Place => placeAt(file, lines, offset);
  const [document, second] = documents;
  if (document === undefined || (document.contents === null && document.errors.length === 0)) {
    return broken('KF102', 'the file is empty', 'write at least its required fields', [place(0)]);
  }
  if (mistakes.length > 0) {
    return {
      findings: mistakes.slice(0, PROBLEM_LIMIT).map(({ offset, isDuplicate, message }): Finding => ({
        code: isDuplicate ? 'KF103' : 'KF102',
        severity: 'error',
        message: isDuplicate ? duplicateMessage(text, offset) : `broken YAML: ${firstLine(message)}`,
        help: isDuplicate
          ? 'keep one of the two; a parser would silently take the last'
          : 'fix the syntax here',
        places: [place(offset)],
      })),
    };
  }
  if (second !== undefined) {
    const start = place(second.range[0]);
    return broken('KF102', 'the file holds several YAML documents', 'write one function per file', [start]);
  }
  if (document.directives.yaml.explicit === true && document.directives.yaml.version !== '1.2') {
    const help = 'remove the %YAML line: the catalog is YAML 1.2, where on and 010 are what they look like';
    return broken('KF102', 'the file asks for another YAML version', help, [place(0)]);
  }
  if ('reason' in strict) {
    const code = strict.reason.includes('duplicate') ? 'KF103' : 'KF102';
    return broken(code, `broken YAML: ${strict.reason}`, 'fix the syntax here', [place(strict.offset)]);
  }
  const { followed, endless } = aliasExpansion(document);
  if (endless !== undefined) {
    const message = `the alias *${endless.source} is in the value that it stands for`;
    return broken('KF104', message, 'write the value out', [place(endless.range?.[0] ?? 0)]);
  }
  if (followed > ALIAS_LIMIT) {
    const help = `repeat the value, or use fewer aliases: at most ${ALIAS_LIMIT} are followed`;
    return broken('KF104', 'the aliases of this file expand without bound', help, [place(0)]);
  }
  return strict;
}

/** Reads a text by js-yaml, which is stricter than `yaml` in some cases: its value, or its error. */
function parseStrictly(
  text: string,
): { readonly value: unknown } | { readonly reason: string; readonly offset: number } {
  try {
    return { value: load(text) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { reason: error.reason, offset: error.mark?.position ?? 0 };
  }
}

/** Turns problems of a document into findings, each with the line and column of its value or key. */
export function locate(file: string, text: string, problems: readonly Problem[], object: string): Finding[] {
  if (problems.length === 0) return [];
  const { documents: [document] = [], lines = new LineCounter() } = positionsOf(text) ?? {};
  return problems.slice(0, PROBLEM_LIMIT).map(({ code, path, at = 'value', message, help }) => {
    const offset = document === undefined ? 0 : offsetOf(document, path, at);
    const places = [{ ...placeAt(file, lines, offset), object }];
    return { code, severity: 'error', message, help, places };
  });
}

/** The documents of a text; parsing it takes milliseconds for hundreds of routes. */
const positionsOf = lastResult(yamlDocuments);

/** Returns the place of a value of a file. */
export function placeInFile(file: string, text: string, path: ValuePath, object: string): Place {
  const [finding] = locate(file, text, [{ code: 'KF204', path, message: '', help: '' }], object);
  return finding?.places[0] ?? { file, line: 1, column: 1, object };
}

/** Returns the offset of a path's value or key, or of the deepest existing part of the path. */
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
  const [, double, single, plain] =
    /^(?:"([^"]*)"|'([^']*)'|([^:#,}\]\n]+))/.exec(text.slice(offset, offset + 80)) ?? [];
  const key = double ?? single ?? plain?.trim() ?? '';
  return `the key "${key}" occurs twice in one mapping`;
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/[.:]$/, '');
}

function broken(code: FindingCode, message: string, help: string, places: readonly Place[]): Parsed {
  return { findings: [{ code, severity: 'error', message, help, places }] };
}
