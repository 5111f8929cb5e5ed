import { compareText } from '../base';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseAllDocuments, type Document } from 'yaml';
import { kindOf, MANIFEST_FILE, manifestItems } from './manifest-text';

/** Where something is in a manifest file. */
export interface ManifestPlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
}

/** An object of a manifest. */
export interface ManifestObject {
  readonly object: unknown;
  /** The place of a field, or, where the object lacks it, of the nearest that encloses it. */
  readonly placeOf: (path: readonly (string | number)[]) => ManifestPlace;
}

/** A file that cannot be read. */
export interface UnreadManifest extends ManifestPlace {
  readonly message: string;
  /** Whether the file itself cannot be read, rather than its YAML. */
  readonly isSystem: boolean;
}

/** The objects of a folder's manifests, in the order of their files. */
export interface ReadManifests {
  readonly objects: readonly ManifestObject[];
  readonly unread: readonly UnreadManifest[];
  /** Gives the text of a file that was read. */
  readonly source: (file: string) => string | undefined;
}

/**
 * Reads all objects of some kinds in a folder: YAML files of any number of documents, JSON files, and the items of Lists.
 * A file that does not have a kind's name in it is passed over unread, so that templates and values beside the
 * manifests do no harm.
 */
export function readManifests(folder: string, ...kinds: readonly string[]): ReadManifests {
  const unread: UnreadManifest[] = [];
  const read = readManifestFiles(manifestFiles(folder, unread), ...kinds);
  return { ...read, unread: [...unread, ...read.unread] };
}

/** Reads all objects of some kinds in some files, as {@link readManifests} does. */
export function readManifestFiles(files: readonly string[], ...kinds: readonly string[]): ReadManifests {
  const objects: ManifestObject[] = [];
  const unread: UnreadManifest[] = [];
  for (const file of files) {
    const text = textOf(file, unread);
    if (text === undefined || !kinds.some((kind) => text.includes(kind))) continue;
    const read = manifestItems(file, text);
    if (!('items' in read)) {
      unread.push({ file, ...read, isSystem: false });
      continue;
    }
    for (const { object, document, path } of read.items) {
      if (!kinds.includes(kindOf(object) ?? '')) continue;
      objects.push({ object, placeOf: (field) => locate(file, text, document, [...path, ...field]) });
    }
  }
  return { objects, unread, source: (file) => textOf(file, []) };
}

function manifestFiles(folder: string, unread: UnreadManifest[]): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries
      .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
      .sort((a, b) => compareText(a.name, b.name))
      .flatMap((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return manifestFiles(path, unread);
        return MANIFEST_FILE.test(entry.name) ? [path] : [];
      });
  } catch (error) {
    unread.push({ file: folder, line: 1, column: 1, message: (error as Error).message, isSystem: true });
    return [];
  }
}

function textOf(file: string, unread: UnreadManifest[]): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    unread.push({ file, line: 1, column: 1, message: (error as Error).message, isSystem: true });
    return undefined;
  }
}

/** Documents with their positions, of the file that was asked for last: reading them takes long. */
let located: { text: string; documents: readonly Document[]; lines: LineCounter } | undefined;

function locate(
  file: string,
  text: string,
  index: number,
  path: readonly (string | number)[],
): ManifestPlace {
  if (located?.text !== text) {
    const lines = new LineCounter();
    located = { text, documents: [...parseAllDocuments(text, { lineCounter: lines })], lines };
  }
  const document = located.documents[index];
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document?.contents : document?.getIn(path.slice(0, length), true);
    const range = (node as { range?: readonly number[] | null } | undefined)?.range;
    if (range?.[0] === undefined) continue;
    const { line, col } = located.lines.linePos(range[0]);
    return { file, line, column: col };
  }
  return { file, line: 1, column: 1 };
}
