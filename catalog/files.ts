import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Finding, FindingCode } from '../findings';

/** Largest catalog file, in bytes. */
const SIZE_LIMIT = 1024 * 1024;

/** A YAML file of the catalog. */
export interface CatalogFile {
  /** Path as people name it, with forward slashes: `functions/saas/showroom.yaml`. */
  readonly path: string;
  readonly team: string;
  /** Name of the function; `undefined` for the team's own `team.yaml`. */
  readonly name: string | undefined;
  readonly text: string;
}

/** What stands in the catalog's folder. */
export interface CatalogFiles {
  /** In the order of their paths, whatever order the file system gives. */
  readonly files: readonly CatalogFile[];
  readonly findings: readonly Finding[];
}

/** Reads every `<team>/<name>.yaml` below a folder. Folders and files whose names start with a dot are passed over. */
export function readCatalogFiles(root: string): CatalogFiles {
  const findings: Finding[] = [];
  const report = (code: FindingCode, path: string, message: string, help: string) =>
    findings.push({ code, severity: 'error', message, help, places: [{ file: path, line: 1, column: 1 }] });
  const shown = root.split(sep).join('/');
  let realRoot: string;
  try {
    realRoot = realpathSync(root);
    if (!statSync(root).isDirectory()) throw new Error('it is not a folder');
  } catch (error) {
    const message = `the catalog folder ${shown} cannot be read: ${reasonOf(error)}`;
    const help = "run this in the project's folder, or create it with a folder for each team";
    return { files: [], findings: [{ code: 'KF101', severity: 'error', message, help, places: [] }] };
  }

  const files: CatalogFile[] = [];
  for (const team of entriesOf(root, shown)) {
    const teamPath = `${shown}/${team.name}`;
    if (!kindOf(join(root, team.name), teamPath, team).folder) {
      if (isYaml(team.name)) misplaced(teamPath);
      continue;
    }
    for (const entry of entriesOf(join(root, team.name), teamPath)) {
      const path = `${teamPath}/${entry.name}`;
      const { folder, readable } = kindOf(join(root, team.name, entry.name), path, entry);
      if (folder) {
        const help =
          'a catalog file is <team>/<name>.yaml; move its files up or give them a team of their own';
        report('KF107', path, `the folder ${path} lies too deep to hold functions`, help);
      } else if (entry.name.endsWith('.yaml')) {
        const text = readable ? read(join(root, team.name, entry.name), path) : undefined;
        const stem = entry.name.slice(0, -'.yaml'.length);
        const name = stem === 'team' ? undefined : stem;
        if (text !== undefined) files.push({ path, team: team.name, name, text });
      } else if (isYaml(entry.name)) misplaced(path);
    }
  }
  return { files, findings };

  function misplaced(path: string): void {
    const help = 'a catalog file is <team>/<name>.yaml; rename or move it';
    report('KF107', path, `${path} is not read: it does not stand where a catalog file does`, help);
  }

  function entriesOf(folder: string, path: string): Dirent[] {
    try {
      return readdirSync(folder, { withFileTypes: true })
        .filter(({ name }) => !name.startsWith('.'))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      report('KF101', path, `${path} cannot be read: ${reasonOf(error)}`, 'make the folder readable');
      return [];
    }
  }

  /** A link is followed where it stays inside the catalog: one that leaves it would render what nobody reviews. */
  function kindOf(file: string, path: string, entry: Dirent): { folder: boolean; readable: boolean } {
    if (!entry.isSymbolicLink()) return { folder: entry.isDirectory(), readable: true };
    try {
      const way = relative(realRoot, realpathSync(file));
      if (!way.startsWith('..') && way !== '')
        return { folder: statSync(file).isDirectory(), readable: true };
      const help = 'replace the link by the file itself';
      report('KF106', path, `the symbolic link ${path} leaves the catalog`, help);
    } catch (error) {
      report(
        'KF101',
        path,
        `the symbolic link ${path} cannot be followed: ${reasonOf(error)}`,
        'mend or remove it',
      );
    }
    return { folder: false, readable: false };
  }

  function read(file: string, path: string): string | undefined {
    try {
      const status = statSync(file);
      if (!status.isFile()) {
        report('KF101', path, `${path} is not a regular file`, 'replace it by a YAML file');
      } else if (status.size > SIZE_LIMIT) {
        const message = `${path} has ${status.size} bytes, a catalog file at most ${SIZE_LIMIT}`;
        report('KF105', path, message, 'split the function, or leave data out of the catalog');
      } else {
        const bytes = readFileSync(file);
        if (isUtf8(bytes)) return bytes.toString('utf8').replace(/^\ufeff/, '');
        report('KF102', path, `${path} is not UTF-8 text`, 'save it as UTF-8');
      }
    } catch (error) {
      report('KF101', path, `${path} cannot be read: ${reasonOf(error)}`, 'make the file readable');
    }
    return undefined;
  }
}

function isYaml(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}

/** The system's own words, without the path that the message names already. */
function reasonOf(error: unknown): string {
  return (error as Error).message.replace(/^E[A-Z]+: /, '').replace(/, \w+ '.*$/, '');
}
