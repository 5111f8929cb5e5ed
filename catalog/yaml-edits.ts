import { isMap, isScalar, isSeq, parseDocument, type Pair, type ParsedNode, type YAMLMap } from 'yaml';

/*
 * Edits of a catalog file as text: only the edited characters change, so that comments, order and layout stay. Writing
 * the parsed document again would lay it out anew.
 */

/** A replacement of a part of a text. */
interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A value of a file that can be read: a mapping, from the file's start. */
type Root = YAMLMap.Parsed;

/** Sets a field of the top mapping that it does not have. */
export function withField(text: string, field: string, flow: string): string {
  const root = rootOf(text);
  const [first] = root.items;
  const value = first?.value;
  if (root.flow === true || value === undefined || value === null) {
    const start = root.range[0] + (root.flow === true ? 1 : 0);
    return spliced(text, [{ start, end: start, text: ` ${field}: ${flow},` }]);
  }
  const start = lineEnd(text, value.range[1]);
  const before = text[start - 1] === '\n' ? '' : '\n';
  return spliced(text, [{ start, end: start, text: `${before}${field}: ${flow}\n` }]);
}

/** Replaces the value of a field, at a path of mappings. */
export function withValue(text: string, path: readonly string[], flow: string): string {
  const node = rootOf(text).getIn(path, true) as ParsedNode | undefined;
  const [start, end] = node?.range ?? [];
  if (start === undefined || end === undefined) throw new Error(`no value at ${path.join('.')}`);
  return spliced(text, [{ start, end, text: start === end ? ` ${flow}` : flow }]);
}

/** Sets a field of a mapping, at a path of mappings; mappings that are not there are added. */
export function withSetting(text: string, path: readonly string[], flow: string): string {
  const root = rootOf(text);
  const [around, field] = [path.slice(0, -1), path.at(-1) ?? ''];
  if (root.hasIn(path)) return withValue(text, path, flow);
  const mapping = root.getIn(around, true);
  if (!isMap(mapping)) return withSetting(text, around, `{ ${field}: ${flow} }`);
  const items = mapping.items as Pair<ParsedNode, ParsedNode | null>[];
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) return withValue(text, around, `{ ${field}: ${flow} }`);
  const end = last.value?.range[1] ?? last.key.range[1];
  if (mapping.flow === true) return spliced(text, [{ start: end, end, text: `, ${field}: ${flow}` }]);
  const margin = text.slice(lineStart(text, first.key.range[0]), first.key.range[0]);
  const at = lineEnd(text, end);
  const before = text[at - 1] === '\n' ? '' : '\n';
  return spliced(text, [{ start: at, end: at, text: `${before}${margin}${field}: ${flow}\n` }]);
}

/** Replaces a field of the top mapping, with its value, by lines with others. Without lines, it is removed. */
export function withLines(text: string, field: string, lines: string): string {
  const root = rootOf(text);
  const index = root.items.findIndex(({ key }) => isScalar(key) && key.value === field);
  const pair = root.items[index];
  if (pair === undefined) throw new Error(`no field ${field}`);
  const valueEnd = pair.value?.range[1] ?? pair.key.range[1];
  if (root.flow !== true) {
    const start = lineStart(text, pair.key.range[0]);
    return spliced(text, [{ start, end: lineEnd(text, valueEnd), text: lines }]);
  }
  const next = root.items[index + 1];
  const before = root.items[index - 1];
  const inner = lines.trim();
  if (inner !== '') return spliced(text, [{ start: pair.key.range[0], end: valueEnd, text: inner }]);
  const start = next === undefined ? (before?.value?.range[1] ?? pair.key.range[0]) : pair.key.range[0];
  return spliced(text, [{ start, end: next?.key.range[0] ?? valueEnd, text: '' }]);
}

/** Replaces every scalar with a value among the values of some fields, at any depth: the `service` of all `backends`. */
export function withRenamed(text: string, fields: readonly string[], from: string, to: string): string {
  const splices: Splice[] = [];
  const visit = (node: unknown): void => {
    if (isSeq(node)) node.items.forEach(visit);
    if (!isMap(node)) return;
    for (const { key, value } of node.items as Pair<ParsedNode, ParsedNode | null>[]) {
      const isField = isScalar(key) && fields.includes(String(key.value));
      if (isField && isScalar(value) && value.value === from) {
        splices.push({ start: value.range[0], end: value.range[1], text: to });
      } else visit(value);
    }
  };
  visit(rootOf(text));
  return spliced(text, splices);
}

/** Replaces or removes an entry of a list at the top; a list without entries is removed as a whole. */
export function withEntry(text: string, field: string, from: string, to: string | undefined): string {
  const root = rootOf(text);
  const list = root.get(field, true);
  if (!isSeq(list)) return text;
  const items = list.items as ParsedNode[];
  const index = items.findIndex((item) => isScalar(item) && item.value === from);
  const item = items[index];
  if (item === undefined) return text;
  const isThere = to !== undefined && items.some((other) => isScalar(other) && other.value === to);
  if (to !== undefined && !isThere) {
    return spliced(text, [{ start: item.range[0], end: item.range[1], text: to }]);
  }
  if (items.length === 1) {
    const pair = root.items.find(({ key }) => isScalar(key) && key.value === field);
    const start = lineStart(text, pair?.key.range[0] ?? 0);
    return spliced(text, [{ start, end: lineEnd(text, item.range[1]), text: '' }]);
  }
  if (list.flow !== true) {
    const [start, end] = [lineStart(text, item.range[0]), lineEnd(text, item.range[1])];
    return spliced(text, [{ start, end, text: '' }]);
  }
  const [before, after] = [items[index - 1], items[index + 1]];
  const start = before === undefined ? item.range[0] : before.range[1];
  const end = before === undefined ? (after?.range[0] ?? item.range[1]) : item.range[1];
  return spliced(text, [{ start, end, text: '' }]);
}

/** Adds an entry to a list at the top, or the list. */
export function withNewEntry(text: string, field: string, entry: string): string {
  const list = rootOf(text).get(field, true);
  if (!isSeq(list)) return `${text.replace(/\n*$/, '\n')}${field}:\n  - ${entry}\n`;
  const last = list.items.at(-1) as ParsedNode | undefined;
  if (last === undefined) return withValue(text, [field], `[${entry}]`);
  const [start, end] = last.range;
  if (list.flow === true) return spliced(text, [{ start: end, end, text: `, ${entry}` }]);
  const margin = /^[ \t]*/.exec(text.slice(lineStart(text, start)))?.[0] ?? '';
  const at = lineEnd(text, end);
  return spliced(text, [{ start: at, end: at, text: `${margin}- ${entry}\n` }]);
}

/** Whether a file is one mapping in braces. */
export function isFlowMapping(text: string): boolean {
  return rootOf(text).flow === true;
}

function rootOf(text: string): Root {
  const { contents } = parseDocument(text);
  if (!isMap(contents)) throw new Error('a catalog file is a mapping, which the loader checks');
  return contents;
}

function spliced(text: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort((a, b) => b.start - a.start)
    .reduce((rest, { start, end, text: inner }) => rest.slice(0, start) + inner + rest.slice(end), text);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Returns the offset behind the line break of a line. */
function lineEnd(text: string, offset: number): number {
  // A block value may already end behind its line break.
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}
