import { createHash } from 'node:crypto';
import { isJson, kindOf, manifestItems, type BrokenManifest } from './manifest-text';

/** How git numbers contents in a repository. */
export type ObjectFormat = 'sha1' | 'sha256';

/** What a content holds. */
export interface StoredManifest {
  readonly objects: readonly unknown[];
  /** What keeps it from being read; its objects are none then. */
  readonly broken: BrokenManifest | undefined;
}

/**
 * Contents of manifest files, each held once and parsed once, however many files, clusters and sides have it.
 * They go by the number that git gives them, so that a file of a folder and one of a revision are known to be the same
 * without either being parsed.
 */
export interface ManifestStore {
  /** The number of a content that is kept from now on. */
  readonly put: (content: Buffer) => string;
  /** Keeps a content whose number is known. */
  readonly keep: (hash: string, content: string) => void;
  /** Keeps objects that are parsed, as those of an API server are; their text stays unknown unless it is kept, too. */
  readonly keepParsed: (hash: string, file: string, objects: readonly unknown[]) => void;
  readonly has: (hash: string) => boolean;
  /** The content; undefined where it was not kept. */
  readonly textOf: (hash: string) => string | undefined;
  /**
   * Its objects, parsed when first asked for.
   * @param file its name says whether it is YAML or JSON
   */
  readonly parsed: (hash: string, file: string) => StoredManifest;
  /**
   * What keeps a content from being read that was parsed by now.
   * @param file its name says whether it is YAML or JSON
   */
  readonly brokenOf: (hash: string, file: string) => BrokenManifest | undefined;
}

/** Stands for what a file holds: the same bytes are read in one way as YAML and in another as JSON. */
export function contentKey(hash: string, file: string): string {
  return isJson(file) ? `${hash}.json` : hash;
}

const NOTHING: StoredManifest = { objects: [], broken: undefined };

/** Makes an empty store. */
export function manifestStore(format: ObjectFormat = 'sha1'): ManifestStore {
  const texts = new Map<string, string>();
  const parsed = new Map<string, StoredManifest>();
  return {
    put(content) {
      const hash = createHash(format).update(`blob ${content.length}\0`).update(content).digest('hex');
      if (!texts.has(hash)) texts.set(hash, content.toString('utf8').replace(/^\uFEFF/, ''));
      return hash;
    },
    keep: (hash, content) => void texts.set(hash, content.replace(/^\uFEFF/, '')),
    keepParsed: (hash, file, objects) =>
      void parsed.set(contentKey(hash, file), { objects, broken: undefined }),
    has: (hash) => texts.has(hash),
    textOf: (hash) => texts.get(hash),
    parsed(hash, file) {
      const key = contentKey(hash, file);
      let known = parsed.get(key);
      if (known === undefined) {
        known = parse(file, texts.get(hash));
        parsed.set(key, known);
      }
      return known;
    },
    brokenOf: (hash, file) => parsed.get(contentKey(hash, file))?.broken,
  };
}

function parse(file: string, text: string | undefined): StoredManifest {
  if (text === undefined) return NOTHING;
  const read = manifestItems(file, text);
  if (!('items' in read)) return { objects: [], broken: read };
  // An empty document, as a trailing `---` makes one, is no object.
  const objects = read.items.flatMap(({ object }) =>
    object === null || object === undefined ? [] : [object],
  );
  return { objects: objects.filter((object) => kindOf(object) !== undefined), broken: undefined };
}
