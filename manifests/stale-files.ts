import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterFolder, declarationsOf } from '../base';
import { isNoFile, isThere } from './file-status';

/**
 * Returns the files of rendered clusters that are not rendered now, by their paths below the output folder.
 * @param mark how a declaration starts in a cluster's folder that KFaas rendered
 * @throws an error of the system: what cannot be read might be stale
 */
export function staleFiles(outdir: string, rendered: ReadonlySet<string>, mark: string): string[] {
  const clusters = new Set([...rendered].map(clusterFolder));
  for (const environment of foldersIn(outdir)) {
    for (const cluster of foldersIn(join(outdir, environment))) {
      const folder = `${environment}/${cluster}`;
      const isOurs = declarationsOf(folder).some((file) => startsWith(join(outdir, file), mark));
      if (isOurs) clusters.add(folder);
    }
  }
  const files = [...clusters].flatMap((folder) => filesBelow(outdir, folder));
  return files.filter((path) => !rendered.has(path));
}

function foldersIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
}

function startsWith(file: string, mark: string): boolean {
  try {
    return readFileSync(file, 'utf8').startsWith(mark);
  } catch (error) {
    if (isNoFile(error)) return false;
    throw error;
  }
}

/** Every file below a folder, links among them, never what is behind a link. */
function filesBelow(outdir: string, folder: string): string[] {
  if (!isThere(join(outdir, folder))) return [];
  return readdirSync(join(outdir, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(outdir, path) : [path];
  });
}
