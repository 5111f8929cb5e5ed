import { load, loadAll } from 'js-yaml';

/** An object of a file, with the way to it. */
export interface ManifestItem {
  readonly object: unknown;
  /** Which document of the file it is in, from 0. */
  readonly document: number;
  /** The fields that lead to it within the document; empty for the document itself. */
  readonly path: readonly (string | number)[];
}

/** What keeps a text from being read. */
export interface BrokenManifest {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  readonly message: string;
}

/** Files that hold manifests, by their names. */
export const MANIFEST_FILE = /\.(ya?ml|json)$/i;

/** How what git-lfs leaves in place of a file begins, where it was not told to fetch the file itself. */
const POINTER = 'version https://git-lfs.github.com/spec/';

/** Whether a file's name says JSON; else it is YAML. */
export function isJson(file: string): boolean {
  return /\.json$/i.test(file);
}

/**
 * The objects of a manifest's text: any number of YAML documents, or one of JSON, the items of Lists each for itself.
 * @param file its name says whether it is YAML or JSON
 */
export function manifestItems(
  file: string,
  text: string,
): { readonly items: readonly ManifestItem[] } | BrokenManifest {
  if (text.startsWith(POINTER)) {
    return { line: 1, column: 1, message: 'a git-lfs pointer, not the file itself: run git lfs pull' };
  }
  try {
    const documents: unknown[] = isJson(file) ? [load(text)] : loadDocuments(text);
    return { items: documents.flatMap((value, document) => itemsOf(value, document, [])) };
  } catch (error) {
    const { reason, mark } = error as YamlError;
    const message = reason ?? (error as Error).message;
    return { line: (mark?.line ?? 0) + 1, column: (mark?.column ?? 0) + 1, message };
  }
}

/** What js-yaml throws. */
interface YamlError {
  readonly reason?: string;
  /** From 0. */
  readonly mark?: { readonly line: number; readonly column: number };
}

/** How often a text is mended: each time takes as long as reading it. */
const MENDS = 100;

/**
 * Reads YAML documents as Kubernetes does: a quoted text or a list in brackets may go on in lines that are not indented. js-yaml
 * follows the YAML specification and refuses that. More spaces in front of such a line mean nothing, so they are added.
 */
function loadDocuments(text: string): unknown[] {
  let mended = text;
  let first: unknown;
  for (let mends = 0; ; mends += 1) {
    try {
      return loadAll(mended);
    } catch (error) {
      first ??= error;
      const { reason, mark } = error as YamlError;
      if (reason !== 'deficient indentation' || mark === undefined || mends === MENDS) throw first;
      const indented = withIndented(mended, mark.line);
      if (indented === undefined) throw first;
      mended = indented;
    }
  }
}

/** A text with a line indented deeper than any other; undefined where the line starts or ends a document. */
function withIndented(text: string, index: number): string | undefined {
  const lines = text.split('\n');
  const line = lines[index] ?? '';
  if (/^(---|\.\.\.)(\s|$)/.test(line)) return undefined;
  const deepest = lines.reduce((most, one) => Math.max(most, one.length - one.trimStart().length), 0);
  lines[index] = `${' '.repeat(deepest + 1)}${line}`;
  return lines.join('\n');
}

/** The kind that an object says it is. */
export function kindOf(object: unknown): string | undefined {
  const { kind } = (object ?? {}) as { kind?: unknown };
  return typeof kind === 'string' ? kind : undefined;
}

/** A document itself, or the items of a List, however deep. */
function itemsOf(object: unknown, document: number, path: ManifestItem['path']): ManifestItem[] {
  const { items } = (object ?? {}) as { items?: unknown };
  if (kindOf(object)?.endsWith('List') !== true || !Array.isArray(items)) return [{ object, document, path }];
  return items.flatMap((item, index) => itemsOf(item, document, [...path, 'items', index]));
}
