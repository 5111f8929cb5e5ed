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
    const documents: unknown[] = isJson(file) ? [load(text)] : loadAll(text);
    return { items: documents.flatMap((value, document) => itemsOf(value, document, [])) };
  } catch (error) {
    const { reason, mark } = error as { reason?: string; mark?: { line: number; column: number } };
    const message = reason ?? (error as Error).message;
    return { line: (mark?.line ?? 0) + 1, column: (mark?.column ?? 0) + 1, message };
  }
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
