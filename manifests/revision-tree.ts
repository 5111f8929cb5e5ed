import { join } from 'node:path';
import { git, pathInRepository, type GitProblem } from './git';
import type { ManifestStore } from './manifest-store';
import { isManifest, type ManifestTree } from './manifest-tree';
import { readFileSync } from 'node:fs';

/** Contents that git is asked for at a time. */
const BATCH = 20_000;

/** A regular file in git's words; links and submodules are none. */
const REGULAR = /^100/;

/**
 * Reads the manifest files of a folder as a commit has them, from git's own store: the working tree is not touched.
 * @param commit its full number
 * @param folder from the working folder; it may be gone there
 */
export function revisionTree(
  commit: string,
  folder: string,
  store: ManifestStore,
): ManifestTree | GitProblem {
  const home = pathInRepository(folder);
  if ('problem' in home) return home;
  const below = home.path === '' ? '' : `${home.path}/`;
  const missing = below === '' ? undefined : folderProblem(commit, home.path, folder);
  if (missing !== undefined) return missing;
  const listed = git(['ls-tree', '-r', '-z', '--full-tree', commit, ...(below === '' ? [] : ['--', below])]);
  if ('problem' in listed) return listed;
  const files = new Map(regularFiles(listed.output, below).filter(([path]) => isManifest(path)));
  const problem = fetchContents(files.values(), store);
  return problem ?? { files, unread: [] };
}

/**
 * Reads the files of a folder that differ between a commit and the working tree, and no others: by what git knows of
 * the working tree without reading it.
 */
export function changedTrees(
  commit: string,
  folder: string,
  store: ManifestStore,
): { readonly before: ManifestTree; readonly after: ManifestTree } | GitProblem {
  const home = pathInRepository(folder);
  if ('problem' in home) return home;
  const below = home.path === '' ? '' : `${home.path}/`;
  const asked = ['-z', '--', `:(top,literal)${below}`];
  const listed = git([
    'diff',
    '--raw',
    '--no-renames',
    '--no-relative',
    '-O/dev/null',
    '--abbrev=64',
    commit,
    ...asked,
  ]);
  if ('problem' in listed) return listed;
  const others = git(['ls-files', '--others', '--exclude-standard', '--full-name', ...asked]);
  if ('problem' in others) return others;
  const [before, now] = [new Map<string, string>(), new Set<string>()];
  const entries = texts(listed.output);
  for (let index = 0; index + 1 < entries.length; index += 2) {
    const [mode = '', nowMode = '', hash = ''] = (entries[index] ?? '').slice(1).split(' ');
    const path = (entries[index + 1] ?? '').slice(below.length);
    if (!isManifest(path)) continue;
    if (REGULAR.test(mode)) before.set(path, hash);
    if (REGULAR.test(nowMode)) now.add(path);
  }
  for (const entry of texts(others.output)) {
    const path = entry.slice(below.length);
    if (isManifest(path)) now.add(path);
  }
  const problem = fetchContents(before.values(), store);
  if (problem !== undefined) return problem;
  const after = new Map<string, string>();
  for (const path of [...now].sort()) after.set(path, store.put(readFileSync(join(folder, path))));
  return { before: { files: before, unread: [] }, after: { files: after, unread: [] } };
}

/** Why the folder of a commit cannot be read. A missing folder is reported too; git itself says nothing then. */
function folderProblem(commit: string, path: string, folder: string): GitProblem | undefined {
  const listed = git(['ls-tree', '--full-tree', commit, '--', path]);
  if ('problem' in listed) return listed;
  const [, type] = listed.output.toString('utf8').split(/[ \t]/);
  if (type === 'tree') return undefined;
  const short = commit.slice(0, 10);
  if (type === undefined) return { problem: `${short} has no folder ${folder}`, isMissing: true };
  return { problem: `${short} has a link or a file for ${folder}, and no folder` };
}

/**
 * Reads some files of a folder as a commit has them; those that it does not have are left out.
 * @param commit its full number
 * @param folder from the working folder
 * @param paths below the folder, with forward slashes
 */
export function revisionFiles(
  commit: string,
  folder: string,
  paths: readonly string[],
  store: ManifestStore,
): { readonly files: ReadonlyMap<string, string> } | GitProblem {
  if (paths.length === 0) return { files: new Map() };
  const home = pathInRepository(folder);
  if ('problem' in home) return home;
  const below = home.path === '' ? '' : `${home.path}/`;
  const asked = paths.map((path) => below + path);
  const listed = git(['ls-tree', '-z', '--full-tree', commit, '--', ...asked]);
  if ('problem' in listed) return listed;
  const files = new Map(regularFiles(listed.output, below));
  return fetchContents(files.values(), store) ?? { files };
}

/** The regular files that `git ls-tree -z` lists: their paths below a folder, and the numbers of their contents. */
function regularFiles(output: Buffer, below: string): [path: string, hash: string][] {
  return texts(output).flatMap((entry): [string, string][] => {
    const end = entry.indexOf('\t');
    const [mode = '', , hash = ''] = entry.slice(0, end).split(' ');
    return REGULAR.test(mode) ? [[entry.slice(end + 1 + below.length), hash]] : [];
  });
}

/** Gets contents from git that are not kept yet. */
function fetchContents(hashes: Iterable<string>, store: ManifestStore): GitProblem | undefined {
  const missing = [...new Set(hashes)].filter((hash) => !store.has(hash));
  for (let start = 0; start < missing.length; start += BATCH) {
    const asked = missing.slice(start, start + BATCH);
    const answer = git(['cat-file', '--batch'], asked.join('\n') + '\n');
    if ('problem' in answer) return answer;
    // Each content follows a line `<hash> blob <bytes>` and is followed by a line break.
    let index = 0;
    for (const hash of asked) {
      const end = answer.output.indexOf(10, index);
      const [found, type, size] = answer.output.toString('utf8', index, end).split(' ');
      if (found !== hash || type !== 'blob') return { problem: `git does not have the content ${hash}` };
      store.keep(hash, answer.output.toString('utf8', end + 1, end + 1 + Number(size)));
      index = end + 1 + Number(size) + 1;
    }
  }
  return undefined;
}

/** Texts that git ends with a zero each. */
function texts(output: Buffer): string[] {
  return output.toString('utf8').split('\0').slice(0, -1);
}
