import { createHash } from 'node:crypto';
import type { Finding } from '../findings';
import { readCatalogFiles, type CatalogFile } from './files';
import { loadFunction, type CatalogFunction } from './load-function';
import type { TeamDeclaration } from './declaration';
import { loadTeam, type LoadedTeam } from './load-team';
import { checkName, checkNameLength } from './name-rules';
import { ksvcName } from './names';
import type { Target } from './overlays';
import { ANY_PATH, ownershipOf } from './path-rules';
import { unpackSpecs, type PackedSpecs } from './packed-specs';

/** Everything that the catalog's folder declares. */
export interface Catalog {
  /** The sound functions, in the order of their Knative Service names. */
  readonly functions: readonly CatalogFunction[];
  /** The sound teams, by name. */
  readonly teams: ReadonlyMap<string, TeamDeclaration>;
  readonly findings: readonly Finding[];
  /** The text of each file by its path, to quote lines from. */
  readonly sources: ReadonlyMap<string, string>;
}

/**
 * Reads and judges the whole catalog. Every mistake of every file is reported; nothing is thrown for one.
 * @param root the catalog's folder, such as `functions`
 * @param targets every cluster of every environment
 * @param known what an earlier run of this program made of a function's file, if it had these inputs and nothing was
 * found; the file is then not read again. By default no file is known.
 */
export function loadCatalog(
  root: string,
  targets: readonly Target[],
  known: (file: string, inputs: string) => PackedSpecs | undefined = () => undefined,
): Catalog {
  const { files, findings: unreadable } = readCatalogFiles(root);
  const findings: Finding[] = [...unreadable];
  const functions: CatalogFunction[] = [];
  const teams = new Map<string, TeamDeclaration>();
  const takenBy = new Map<string, CatalogFile>();
  const groups = groupByTeam(files);
  const loadedTeams = loadTeams(groups);
  // All of them first: whose path a function takes, is told by the team's name.
  for (const [team, loaded] of loadedTeams) if (loaded.team !== undefined) teams.set(team, loaded.team);
  for (const [team, members] of groups) {
    const own = members.filter((file): file is NamedFile => file.name !== undefined);
    const declaration = members.find(({ name }) => name === undefined);
    findings.push(...checkName(team, 'team', members.slice(0, 1).map(topOf)));
    if (declaration === undefined) findings.push(withoutTeam(root, team, own[0]));
    findings.push(...(loadedTeams.get(team)?.findings ?? []));
    // A broken team.yaml is reported once; its functions' paths are then not held against it.
    const ownership = teams.has(team) ? ownershipOf(team, teams) : ANY_PATH;
    for (const file of own) {
      findings.push(...checkNames(file, takenBy));
      const inputs = hashOf(file.text, declaration?.text ?? '');
      const identity = {
        id: `${team}/${file.name}`,
        file: file.path,
        ksvc: ksvcName(team, file.name),
        inputs,
      };
      const packed = known(file.path, inputs);
      if (packed !== undefined) {
        functions.push({ ...identity, specs: unpackSpecs(packed) });
        continue;
      }
      const { specs, findings: found } = loadFunction(file, file.name, ownership, targets);
      findings.push(...found);
      if (specs !== undefined) functions.push({ ...identity, specs });
    }
  }
  if (functions.length === 0 && findings.length === 0) {
    const message = `the catalog folder ${root} has no functions`;
    const help = 'add <team>/team.yaml and <team>/<name>.yaml to it; the README shows a first function';
    findings.push({ code: 'KF108', severity: 'error', message, help, places: [] });
  }
  functions.sort((a, b) => (a.ksvc < b.ksvc ? -1 : 1));
  return { functions, teams, findings, sources: new Map(files.map(({ path, text }) => [path, text])) };
}

function hashOf(...texts: readonly string[]): string {
  const hash = createHash('sha1');
  for (const text of texts) hash.update(`${text.length} `).update(text);
  return hash.digest('base64');
}

type NamedFile = CatalogFile & { readonly name: string };

function groupByTeam(files: readonly CatalogFile[]): Map<string, CatalogFile[]> {
  const teams = new Map<string, CatalogFile[]>();
  for (const file of files) {
    const members = teams.get(file.team);
    if (members === undefined) teams.set(file.team, [file]);
    else members.push(file);
  }
  return teams;
}

/** Reads the `team.yaml` of each team that has one. */
function loadTeams(groups: ReadonlyMap<string, readonly CatalogFile[]>): Map<string, LoadedTeam> {
  return new Map(
    [...groups].flatMap(([team, members]) =>
      members.filter(({ name }) => name === undefined).map((file) => [team, loadTeam(file)] as const),
    ),
  );
}

/** Checks what a function's place in the catalog makes of its names. */
function checkNames(file: NamedFile, takenBy: Map<string, CatalogFile>): Finding[] {
  const { team, name } = file;
  const ksvc = ksvcName(team, name);
  const places = [topOf(file)];
  const findings = [...checkName(name, 'function', places), ...checkNameLength(team, name, places)];
  const other = takenBy.get(ksvc);
  if (other !== undefined) {
    const message = `${team}/${name} and ${other.team}/${other.name} both give the Knative Service "${ksvc}"`;
    const help = 'one would overwrite the other; rename one of the two';
    findings.push({ code: 'KF303', severity: 'error', message, help, places: [topOf(file), topOf(other)] });
  }
  takenBy.set(ksvc, file);
  return findings;
}

function withoutTeam(root: string, team: string, file: CatalogFile | undefined): Finding {
  return {
    code: 'KF109',
    severity: 'error',
    message: `the team "${team}" has no team.yaml`,
    help: `add ${root}/${team}/team.yaml with its contact and prefixes`,
    places: file === undefined ? [] : [topOf(file)],
  };
}

function topOf({ path, team, name }: CatalogFile) {
  return { file: path, line: 1, column: 1, ...(name === undefined ? {} : { object: `${team}/${name}` }) };
}
