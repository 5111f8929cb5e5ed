import { existsSync, lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openOutputTree, openRunRecord, type OutputTree } from '../../../manifests';

/** The files below an output folder with their texts. */
export type Files = Readonly<Record<string, string>>;

const MARK = '# Rendered';

/** A declaration of a cluster, which tells that KFaas rendered its folder. */
export const DECLARATION = `${MARK} from here\nkind: Namespace\n`;

/** Renders files below `dist` in a folder, with a record of earlier runs beside it, as the program does. */
export function render(folder: string, files: Files): void {
  const dist = join(folder, 'dist');
  const record = openRunRecord(join(folder, 'cache/record.json'), dist, 'program');
  let tree: OutputTree | undefined;
  try {
    tree = openOutputTree(dist, MARK);
    const kept = new Set<string>();
    for (const [path, text] of Object.entries(files)) {
      if (record.untouched(path, text) === undefined) {
        tree.write(path, text);
      } else {
        kept.add(path);
        tree.keep(path);
      }
    }
    tree.commit();
    const entries = Object.entries(files).map(([path, inputs]) => {
      return [path, { inputs, paths: [path], data: () => ({ path }), kept: kept.has(path) }] as const;
    });
    record.save(new Map(entries), tree.statusOf);
  } catch (error) {
    tree?.discard();
    throw error;
  }
}

/** Every file of the output folder, beside those that wait in a staging folder. */
export function rendered(folder: string): Files {
  const dist = join(folder, 'dist');
  if (!existsSync(dist)) return {};
  const entries = readdirSync(dist, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1))
    .filter((path) => !path.startsWith('.kfaas-staging'));
  return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(dist, path), 'utf8')]));
}

/** The staging folders that runs have left, in the output folder or beside it. */
export function stagingFolders(folder: string): string[] {
  const homes = [folder, join(folder, 'dist')].filter((home) => lstatSync(home, { throwIfNoEntry: false }));
  return homes.flatMap((home) => readdirSync(home).filter((name) => name.startsWith('.kfaas-staging')));
}

/** Removes everything in a folder, for the next case. */
export function clear(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
}
