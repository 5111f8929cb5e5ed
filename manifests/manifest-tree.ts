import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ManifestStore } from './manifest-store';
import { MANIFEST_FILE } from './manifest-text';
import type { UnreadManifest } from './read-manifests';

/** The manifest files of one snapshot: of a folder, or of a folder at a revision. */
export interface ManifestTree {
  /** The numbers of their contents by their paths below the folder, with forward slashes, sorted. */
  readonly files: ReadonlyMap<string, string>;
  readonly unread: readonly UnreadManifest[];
}

/** How a folder is read. */
export interface FolderOptions {
  /**
   * Whether a link to a file is read as that file; a revision has links, too, and what they lead to is none of it.
   * @default true
   */
  readonly followsLinks?: boolean;
  /** The folders below it that are read, with forward slashes; those that are not there are passed over. @default - all of it */
  readonly below?: readonly string[];
}

/** Reads the manifest files of a folder, at any depth; hidden folders and `node_modules` are passed over. */
export function folderTree(
  folder: string,
  store: ManifestStore,
  { followsLinks = true, below = [''] }: FolderOptions = {},
): ManifestTree {
  const files = new Map<string, string>();
  const unread: UnreadManifest[] = [];
  for (const name of below) if (name === '' || existsSync(join(folder, name))) walk(name);
  return { files, unread };

  function walk(within: string): void {
    const path = join(folder, within);
    const entries = attempt(path, () => readdirSync(path, { withFileTypes: true })) ?? [];
    const named = entries.map((entry) => ({
      entry,
      name: within === '' ? entry.name : `${within}/${entry.name}`,
    }));
    // A folder sorts as git sorts it, by its name with a slash: both snapshots then have their files in one order.
    const key = ({ entry, name }: (typeof named)[number]) => (entry.isDirectory() ? `${name}/` : name);
    named.sort((a, b) => (key(a) < key(b) ? -1 : 1));
    for (const { entry, name } of named) {
      if (entry.isDirectory()) {
        if (!isPassedOver(name)) walk(name);
      } else if (isManifest(name) && (entry.isFile() || (entry.isSymbolicLink() && followsLinks))) {
        const content = attempt(name, () => readRegular(join(folder, name)));
        if (content !== undefined) files.set(name, store.put(content));
      }
    }
  }

  function attempt<T>(file: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      unread.push({ file, line: 1, column: 1, message: (error as Error).message, isSystem: true });
      return undefined;
    }
  }
}

/** Reads one file as the only one of its folder, whatever its name says. */
export function fileTree(file: string, store: ManifestStore): ManifestTree {
  try {
    return { files: new Map([[basename(file), store.put(readRegular(file))]]), unread: [] };
  } catch (error) {
    const { message } = error as Error;
    return { files: new Map(), unread: [{ file, line: 1, column: 1, message, isSystem: true }] };
  }
}

/** A pipe or a device may never end. */
function readRegular(file: string): Buffer {
  if (!statSync(file).isFile()) throw new Error('it is no regular file');
  return readFileSync(file);
}

/** Whether a file below the folder is one of its manifests, by its path. */
export function isManifest(path: string): boolean {
  return MANIFEST_FILE.test(path) && !path.split('/').some(isPassedOver);
}

function isPassedOver(name: string): boolean {
  const last = name.slice(name.lastIndexOf('/') + 1);
  return last.startsWith('.') || last === 'node_modules';
}
