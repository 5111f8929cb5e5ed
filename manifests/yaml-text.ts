import { dump } from 'js-yaml';

/** How far a nested block is indented, in spaces. */
const INDENT = 2;

/**
 * Texts that are as they are in every YAML version: they start with a letter or a slash, and among letters,
 * digits and harmless marks have at least one that is no letter. What YAML reads as something else starts
 * otherwise (numbers, dates, `.inf`, `=`) or has letters only (`on`, `null`). js-yaml agrees on each; a
 * property test holds it to that.
 */
const PLAIN_TEXT =
  /^[A-Za-z/][A-Za-z]*(?:[-./_0-9]|:(?=[A-Za-z0-9/]))(?:[-A-Za-z0-9./_]|:(?=[A-Za-z0-9/]))*$/;

/**
 * Texts that begin like a number, and those of the marks of numbers alone, are quoted: readers of YAML 1.1 take
 * more of them for numbers than js-yaml knows of (`.` and `e9`; kubectl's Go reader `0X10` and `0_o7`).
 * Durations, quantities and address ranges are none to any reader, and are left as people write them.
 */
const NUMBER_LIKE = /^(?:[-+]?[._]*[0-9][ -~]*|[-+._:0-9]*[eE]?[-+._:0-9]+)$/;
const MEASURE =
  /^(?:(?:[0-9]+(?:\.[0-9]+)?(?:ms|[hmskMGT]|[KMGT]i|%))+|[0-9]{1,3}(?:\.[0-9]{1,3}){3}\/[0-9]{1,2})$/;

/** Written forms of other texts, kept because the same few hundred are in every manifest. */
const writtenValues = new Map<string, string>();
const writtenKeys = new Map<string, string>();
const WRITTEN_LIMIT = 50_000;

/**
 * Writes a plain value as one YAML document in block style, keys in the order in which they are.
 *
 * js-yaml decides how each scalar and key is written; its dump schema quotes whatever YAML 1.1 or 1.2 would
 * read as something else (`on`, `y`, `012`, `1e3`, `12:30`, `=`). Only the indentation around them is done
 * here: it is what repeats in manifests, and doing it with remembered scalars is several times faster.
 *
 * @param value mappings, lists, texts, finite numbers, booleans and null; `undefined` fields are left out
 */
export function toYaml(value: unknown): string {
  return `${block(value, 0, '')}\n`.trimStart();
}

/** Several documents in one file. */
export function toYamlDocuments(values: readonly unknown[]): string {
  return values.map(toYaml).join('---\n');
}

/**
 * What is after `key:` or `-`: a space and a scalar, or a block.
 * @param indent how far the block is indented
 * @param lead what is before the block's first entry, where that goes on the line of its dash
 */
function block(value: unknown, indent: number, lead?: string): string {
  if (typeof value !== 'object' || value === null) return ` ${scalar(value, indent)}`;
  const margin = `\n${' '.repeat(indent)}`;
  let before = lead ?? margin;
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) {
      text += `${before}-${block(item, indent + INDENT, ' ')}`;
      before = margin;
    }
    return text === '' ? ' []' : text;
  }
  for (const name in value) {
    const field = (value as Record<string, unknown>)[name];
    if (field === undefined) continue;
    text += `${before}${key(name, margin)}:${block(field, indent + INDENT)}`;
    before = margin;
  }
  return text === '' ? ' {}' : text;
}

function scalar(value: unknown, indent: number): string {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value !== 'string') return dump(value).trimEnd();
  if (NUMBER_LIKE.test(value)) return numberLike(value);
  if (PLAIN_TEXT.test(value)) return value;
  if (value.includes('\n')) return multiline(value, indent);
  return remembered(writtenValues, value, () => dump(value, { lineWidth: -1 }).slice(0, -1));
}

function numberLike(text: string): string {
  return MEASURE.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}

/** A text of several lines, as js-yaml writes it below a key, moved right to where it is. */
function multiline(value: string, indent: number): string {
  // A second key keeps js-yaml from closing the document, which it does after trailing line breaks.
  const text = dump({ k: value, z: 0 }, { lineWidth: -1 }).slice('k: '.length, -'\nz: 0\n'.length);
  const lines = text.split('\n');
  const margin = ' '.repeat(Math.max(0, indent - INDENT));
  return lines.map((line, index) => (index === 0 || line === '' ? line : margin + line)).join('\n');
}

/** A mapping's key; one that does not fit on its line gets an explicit `?`, and its colon a line of its own. */
function key(name: string, margin: string): string {
  if (NUMBER_LIKE.test(name)) return numberLike(name);
  const form = remembered(writtenKeys, name, () =>
    dump({ [name]: 0 }, { lineWidth: -1 }).slice(0, -': 0\n'.length),
  );
  return form.endsWith('\n') ? form.slice(0, -1) + margin : form;
}

function remembered(written: Map<string, string>, text: string, write: () => string): string {
  const known = written.get(text);
  if (known !== undefined) return known;
  if (written.size >= WRITTEN_LIMIT) written.clear();
  const form = write();
  written.set(text, form);
  return form;
}
