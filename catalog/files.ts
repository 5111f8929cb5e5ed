import { compareText } from '../base';
import { isUtf8 } from 'node:buffer';
import { existsSync, readdirSync, readFileSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Finding, FindingCode } from '../findings';
import { nearestLabel } from './name-rules';

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

/** The contents of the catalog's folder. */
export interface CatalogFiles {
  /** In the order of their paths, whatever order the file system gives. */
  readonly files: readonly CatalogFile[];
  /** The teams whose `team.yaml` is there under a wrong name, which a finding says. */
  readonly teamsMisnamed: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

/**
 * Reads every `<team>/<name>.yaml` below a folder, with the texts of some files as they would be. Skips hidden folders and files.
 * @param proposed the texts by the paths of files, such as `functions/saas/tea.yaml`; they need not exist, nor need the folder
 */
export function proposedCatalogFiles(root: string, proposed: ReadonlyMap<string, string>): CatalogFiles {
  if (proposed.size === 0) return readCatalogFiles(root);
  const nothing = { files: [], teamsMisnamed: new Set<string>(), findings: [] };
  const { files, ...read } = existsSync(root) ? readCatalogFiles(root) : nothing;
  const all = new Map(files.map((file) => [file.path, file]));
  for (const [path, text] of proposed) {
    const [team = '', file = ''] = path.split('/').slice(-2);
    const stem = file.slice(0, -'.yaml'.length);
    all.set(path, { path, team, name: stem === 'team' ? undefined : stem, text });
  }
  // As folders are read: teams by their names, and the files of each.
  const sorted = [...all.values()].sort((a, b) => compareText(a.team, b.team) || compareText(a.path, b.path));
  return { ...read, files: sorted };
}

/** Reads every `<team>/<name>.yaml` below a folder. Skips hidden folders and files. */
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
    return {
      files: [],
      teamsMisnamed: new Set(),
      findings: [{ code: 'KF101', severity: 'error', message, help, places: [] }],
    };
  }

  const files: CatalogFile[] = [];
  const teamsMisnamed = new Set<string>();
  for (const team of entriesOf(root, shown)) {
    const teamPath = `${shown}/${team.name}`;
    if (!kindOf(join(root, team.name), teamPath, team).folder) {
      if (isYaml(team.name)) misplaced(teamPath, `move it to ${shown}/<team>/${properName(team.name)}`);
      continue;
    }
    for (const entry of entriesOf(join(root, team.name), teamPath)) {
      const path = `${teamPath}/${entry.name}`;
      const { folder, readable } = kindOf(join(root, team.name, entry.name), path, entry);
      if (folder) {
        const names = entriesOf(join(root, team.name, entry.name), path).map(({ name }) => name);
        const help = `a catalog file is <team>/<name>.yaml: ${moveUp(names, path, teamPath)}, or to a team of their own`;
        report('KF107', path, `the folder ${path} is nested too deep to hold functions`, help);
      } else if (entry.name !== 'team.yaml' && properName(entry.name) === 'team.yaml') {
        misplaced(path, `rename it to ${teamPath}/team.yaml`);
        teamsMisnamed.add(team.name);
      } else if (entry.name.endsWith('.yaml')) {
        const text = readable ? read(join(root, team.name, entry.name), path) : undefined;
        const stem = entry.name.slice(0, -'.yaml'.length);
        const name = stem === 'team' ? undefined : stem;
        if (text !== undefined) files.push({ path, team: team.name, name, text });
      } else if (isYaml(entry.name)) misplaced(path, `rename it to ${teamPath}/${properName(entry.name)}`);
    }
  }
  return { files, teamsMisnamed, findings };

  function misplaced(path: string, help: string): void {
    report('KF107', path, `${path} is not read: it is not at the path of a catalog file`, help);
  }

  function entriesOf(folder: string, path: string): Dirent[] {
    try {
      return readdirSync(folder, { withFileTypes: true })
        .filter(({ name }) => !name.startsWith('.'))
        .sort((a, b) => compareText(a.name, b.name));
    } catch (error) {
      report('KF101', path, `${path} cannot be read: ${reasonOf(error)}`, 'make the folder readable');
      return [];
    }
  }

  /** Follows a link only inside the catalog: a file outside is not under review. */
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
        `the symbolic link ${path} cannot be resolved: ${reasonOf(error)}`,
        'fix or remove it',
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

/** Returns the name that a catalog file must have: `team.yaml` for `Team.YML`, `show-room.yaml` for `Show_Room.yml`. */
function properName(name: string): string {
  const stem = name.replace(/\.ya?ml$/i, '');
  return `${nearestLabel(stem) ?? stem.toLowerCase()}.yaml`;
}

/** Returns where to move the files of a folder that is nested too deep: by name, where they are few. */
function moveUp(names: readonly string[], from: string, to: string): string {
  const moves = names
    .filter((name) => isYaml(name) && properName(name) !== 'team.yaml')
    .map((name) => `${from}/${name} to ${to}/${properName(name)}`);
  return moves.length === 0 || moves.length > 3 ? `move its files to ${to}/` : `move ${moves.join(', and ')}`;
}

/** Returns the system's message without the path, which the finding names already. */
function reasonOf(error: unknown): string {
  return (error as Error).message.replace(/^E[A-Z]+: /, '').replace(/, \w+ '.*$/, '');
}
