import { load, YAMLException } from 'js-yaml';
import { isMap, isPair, isSeq, LineCounter, parseAllDocuments, type Document, type Node } from 'yaml';
import type { Finding, FindingCode, Place } from '../findings';
import type { Problem, ValuePath } from './problem';

/** Most alias nodes that a catalog file may use: enough for any honest one, too few to blow up. */
const ALIAS_LIMIT = 100;

/** Most marks of YAML's structure in a file: far above any honest one, low enough for parsers that square it. */
const MARK_LIMIT = 20_000;

/** Most problems of one file that are reported. */
const PROBLEM_LIMIT = 100;

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
  const places = [{ file, line: 1, column: 1 }];
  if ((text.match(/[\n,:[{&*-]/g)?.length ?? 0) > MARK_LIMIT) {
    const help = 'a function is declared in a few dozen lines; leave data out of the catalog';
    return broken('KF105', 'the file holds too many values', help, places);
  }
  if (/\r(?!\n)/.test(text)) {
    const help = 'save it with line feeds, or with carriage returns and line feeds';
    return broken('KF102', 'the lines of the file end with a carriage return alone', help, places);
  }
  if (/^(---|\.\.\.|%)/m.test(text)) return parseSlowly(file, text);
  try {
    return { value: load(text, { maxAliases: 0 }) };
  } catch {
    return parseSlowly(file, text);
  }
}

function parseSlowly(file: string, text: string): Parsed {
  const lines = new LineCounter();
  const place = (offset: number): Place => placeAt(file, lines, offset);
  const failure = strictFailure(text);
  if (failure !== undefined && /depth|nest/i.test(failure.reason)) {
    return broken('KF102', 'the values of the file are nested too deep', 'nest them less', [place(0)]);
  }
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'silent',
    resolveKnownTags: false,
  });
  const [document, second] = Array.isArray(documents) ? documents : [];
  if (document === undefined || (document.contents === null && document.errors.length === 0)) {
    return broken('KF102', 'the file is empty', 'write at least its required fields', [place(0)]);
  }
  // Where one mistake gives several errors at one place, the first says it best.
  const errors = [...documents]
    .flatMap(({ errors, warnings }) => [...errors, ...warnings])
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
  if (document.directives.yaml.explicit === true && document.directives.yaml.version !== '1.2') {
    const help = 'remove the %YAML line: the catalog is YAML 1.2, where on and 010 are what they look like';
    return broken('KF102', 'the file asks for another YAML version', help, [place(0)]);
  }
  if (failure !== undefined) {
    const code = failure.reason.includes('duplicate') ? 'KF103' : 'KF102';
    return broken(code, `broken YAML: ${failure.reason}`, 'mend the syntax here', [place(failure.offset)]);
  }
  try {
    return { value: document.toJS({ maxAliasCount: ALIAS_LIMIT }) as unknown };
  } catch {
    const help = `repeat the value, or use fewer aliases: at most ${ALIAS_LIMIT} are followed`;
    return broken('KF104', 'the aliases of this file multiply without end', help, [place(0)]);
  }
}

/** What js-yaml, which follows the specification more strictly in places, has against a text. */
function strictFailure(text: string): { readonly reason: string; readonly offset: number } | undefined {
  try {
    load(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof YAMLException)) return undefined;
    return { reason: error.reason, offset: error.mark?.position ?? 0 };
  }
}

/** Turns problems of a document into findings, each with the line and column of its value or key. */
export function locate(file: string, text: string, problems: readonly Problem[], object: string): Finding[] {
  if (problems.length === 0) return [];
  const lines = new LineCounter();
  const [document] = parseAllDocuments(text, { lineCounter: lines, logLevel: 'silent' }) as Document.Parsed[];
  return problems.slice(0, PROBLEM_LIMIT).map(({ code, path, at = 'value', message, help }) => {
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
  const [, double, single, plain] =
    /^(?:"([^"]*)"|'([^']*)'|([^:#,}\]\n]+))/.exec(text.slice(offset, offset + 80)) ?? [];
  const key = double ?? single ?? plain?.trim() ?? '';
  return `the key "${key}" stands twice in one mapping`;
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/[.:]$/, '');
}

function broken(code: FindingCode, message: string, help: string, places: readonly Place[]): Parsed {
  return { findings: [{ code, severity: 'error', message, help, places }] };
}
