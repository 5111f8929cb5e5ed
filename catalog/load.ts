import { compareText, DEFAULT_NAMES, groupBy } from '../base';
import { createHash } from 'node:crypto';
import type { Finding, Place } from '../findings';
import { checkConsents } from './consents';
import { proposedCatalogFiles, readCatalogFiles, type CatalogFile } from './files';
import { loadFunction, type CatalogFunction } from './load-function';
import type { TeamDeclaration } from './declaration';
import { loadTeam, type LoadedTeam } from './load-team';
import { checkName, checkNameLength } from './name-rules';
import { ksvcName } from './names';
import type { Target } from './overlays';
import { pathOwnerships } from './path-ownership';
import { checkPrefixOwners } from './prefix-owners';
import { checkReferences } from './references';
import { unpackSpecs } from './packed-specs';
import { placeInFile } from './yaml';

/** Everything that the catalog's folder declares. */
export interface Catalog {
  /** The functions without errors, sorted by their Knative Service names. */
  readonly functions: readonly CatalogFunction[];
  /** The teams without errors, by name. */
  readonly teams: ReadonlyMap<string, TeamDeclaration>;
  readonly findings: readonly Finding[];
  /** The text of each file by its path, to quote lines from. */
  readonly sources: ReadonlyMap<string, string>;
}

/**
 * Reads and checks the whole catalog. Reports every mistake in every file as a finding and never throws for one.
 * @param root the catalog's folder, such as `functions`
 * @param targets every cluster of every environment
 * @param known returns the specs that an earlier run of this program read from a function's file without a finding,
 * given the same inputs, as `packSpecs` packs them; the file is then not read again. What has not that shape is not
 * known. By default no file is.
 * @param names what the company calls things
 * @param proposed the texts of files as they would be, by their paths, in place of those in the folder
 */
export function loadCatalog(
  root: string,
  targets: readonly Target[],
  known: (file: string, inputs: string) => unknown = () => undefined,
  names = DEFAULT_NAMES,
  proposed: ReadonlyMap<string, string> = new Map(),
): Catalog {
  const { files, teamsMisnamed, findings: unreadable } = proposedCatalogFiles(root, proposed);
  const findings: Finding[] = [...unreadable];
  const functions: CatalogFunction[] = [];
  const teams = new Map<string, TeamDeclaration>();
  const takenBy = new Map<string, CatalogFile>();
  const groups = groupBy(files, ({ team }) => team);
  const loadedTeams = loadTeams(groups, names.prefix);
  // Teams are read first: the ownership of a path depends on the prefixes of all teams.
  for (const [team, loaded] of loadedTeams) if (loaded.team !== undefined) teams.set(team, loaded.team);
  findings.push(
    ...checkPrefixOwners(teams, placeInTeam(groups, 'prefixes')),
    ...checkConsents(teams, namesIn(groups), placeInTeam(groups, 'consents')),
  );
  const ownershipOf = pathOwnerships(teams);
  for (const [team, members] of groups) {
    const own = members.filter((file): file is NamedFile => file.name !== undefined);
    const declaration = members.find(({ name }) => name === undefined);
    findings.push(...checkName(team, 'team', members.slice(0, 1).map(topOf)));
    if (declaration === undefined && !teamsMisnamed.has(team)) findings.push(withoutTeam(root, team, own[0]));
    findings.push(...(loadedTeams.get(team)?.findings ?? []));
    for (const file of own) {
      findings.push(...checkNames(file, takenBy));
      const id = `${team}/${file.name}`;
      // A broken team.yaml is reported once. The paths of its functions are then not checked.
      const ownership = teams.has(team) ? ownershipOf(id) : undefined;
      const { consented = [], excluded = [] } = ownership ?? {};
      const inputs = hashOf(names.prefix, file.text, declaration?.text ?? '', ...consented, '', ...excluded);
      const identity = {
        id,
        file: file.path,
        ksvc: ksvcName(team, file.name),
        inputs,
      };
      const recorded = unpackSpecs(known(file.path, inputs));
      if (recorded !== undefined) {
        functions.push({ ...identity, specs: recorded });
        continue;
      }
      const { specs, findings: found } = loadFunction(file, file.name, ownership, targets, names);
      findings.push(...found);
      if (specs !== undefined) functions.push({ ...identity, specs });
    }
  }
  if (functions.length === 0 && findings.length === 0) {
    const message = `the catalog folder ${root} has no functions`;
    const help =
      'add <team>/team.yaml and <team>/<name>.yaml to it; docs/getting-started.md shows a first one';
    findings.push({ code: 'KF108', severity: 'error', message, help, places: [] });
  }
  functions.sort((a, b) => compareText(a.ksvc, b.ksvc));
  const sources = new Map(files.map(({ path, text }) => [path, text]));
  findings.push(...checkReferences({ functions, teams, sources }, root, targets));
  return { functions, teams, findings, sources };
}

function hashOf(...texts: readonly string[]): string {
  const hash = createHash('sha1');
  for (const text of texts) hash.update(`${text.length} `).update(text);
  return hash.digest('base64');
}

type NamedFile = CatalogFile & { readonly name: string };

/** Reads the `team.yaml` of each team that has one. */
function loadTeams(
  groups: ReadonlyMap<string, readonly CatalogFile[]>,
  prefix: string,
): Map<string, LoadedTeam> {
  return new Map(
    [...groups].flatMap(([team, members]) =>
      members.filter(({ name }) => name === undefined).map((file) => [team, loadTeam(file, prefix)] as const),
    ),
  );
}

/** Reads the teams alone; those with mistakes, and all functions, are left out. */
export function readTeams(root: string, names = DEFAULT_NAMES): Catalog['teams'] {
  const files = readCatalogFiles(root).files.filter(({ name }) => name === undefined);
  const loaded = loadTeams(
    groupBy(files, ({ team }) => team),
    names.prefix,
  );
  return new Map(
    [...loaded].flatMap(([name, { team }]) => (team === undefined ? [] : [[name, team] as const])),
  );
}

/** The teams and the functions of all files. */
function namesIn(groups: ReadonlyMap<string, readonly CatalogFile[]>): ReadonlySet<string> {
  const names = [...groups].flatMap(([team, members]) => [
    team,
    ...members.flatMap(({ name }) => (name === undefined ? [] : [`${team}/${name}`])),
  ]);
  return new Set(names);
}

/** Returns a look-up of the place of an entry of a list in a `team.yaml`. */
function placeInTeam(groups: ReadonlyMap<string, readonly CatalogFile[]>, list: 'prefixes' | 'consents') {
  return (team: string, index: number): Place => {
    const file = groups.get(team)?.find(({ name }) => name === undefined);
    return placeInFile(file?.path ?? '', file?.text ?? '', [list, index], team);
  };
}

/** Checks the names that derive from a function's path in the catalog. */
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
