import { withNewEntry, type TeamDeclaration } from '../catalog';
import type { Mapping, Names } from '../base';
import { backendUsers } from './backend-users';
import { collectFunctions, type Clash } from './collect-functions';
import { declareFunction, type DeclaringRules, type ImportedFunction } from './declare-functions';
import type { DeclaredVirtualService } from './declare-service';
import { catalogFileText } from './function-text';
import type { TeamRules } from './identify';
import { pathOwners } from './team-prefixes';

/** What is there of a catalog. */
export interface ExistingCatalog {
  /** The functions, as `<team>/<name>`. */
  readonly functions: ReadonlySet<string>;
  readonly teams: ReadonlyMap<string, TeamDeclaration>;
  /** The text of each file by its path. */
  readonly sources: ReadonlyMap<string, string>;
}

/** What was decided about functions together. */
export interface Decisions {
  /** The functions that each one goes before. */
  readonly before: ReadonlyMap<string, readonly string[]>;
  /** The functions that each team consents to. */
  readonly consents: ReadonlyMap<string, readonly string[]>;
}

/** What a catalog is made of. */
export interface CatalogProposal extends Omit<DeclaringRules, 'users'> {
  readonly services: readonly DeclaredVirtualService[];
  readonly existing: ExistingCatalog;
  readonly teamRules: TeamRules;
  readonly decisions: Decisions;
  /** The catalog's folder. */
  readonly root: string;
}

/** A catalog that would answer as what runs. */
export interface ProposedCatalog {
  readonly functions: readonly ImportedFunction[];
  readonly clashes: readonly Clash[];
  /** The new text of each new or changed file, by its path. */
  readonly files: ReadonlyMap<string, string>;
  /** The teams that are new, and of which nobody knows whom to ask. */
  readonly newTeams: readonly string[];
}

/**
 * Proposes the files of a catalog. A function's file that exists stays as it is; of a team's, entries are added.
 */
export function proposeCatalog(proposal: CatalogProposal): ProposedCatalog {
  const { services, existing, teamRules, decisions, root, names } = proposal;
  const { functions: collected, clashes } = collectFunctions(services, teamRules);
  const users = backendUsers(collected, existing.functions);
  const rules = { ...proposal, users };
  const functions = collected.map((one) => declareFunction(one, rules));
  const files = new Map<string, string>();
  for (const one of functions) {
    if (existing.functions.has(one.id)) continue;
    const before = decisions.before.get(one.id) ?? [];
    const declaration = {
      ...one.declaration,
      ...(before.length === 0 ? {} : { before: [...before].sort() }),
    };
    files.set(`${root}/${one.id}.yaml`, catalogFileText('function', declaration, originsOf(one)));
  }
  const newTeams: string[] = [];
  const { prefixes, guests: below } = ownersOf(functions, existing, names);
  const guests = [...below, ...users.guests];
  const teams = new Set([
    ...functions.map(({ identity: { team } }) => team),
    ...guests.map(({ owner }) => owner),
  ]);
  for (const team of teams) {
    const path = `${root}/${team}/team.yaml`;
    const known = existing.teams.get(team);
    const text = existing.sources.get(path);
    const consents = new Set([
      ...(decisions.consents.get(team) ?? []),
      ...guests.filter(({ owner }) => owner === team).map(({ id }) => id),
    ]);
    if (text === undefined) {
      newTeams.push(team);
      // A team whose routes no site gateway forwards gets a prefix all the same: what is wrong with its routes is then told.
      const own = prefixes.get(team) ?? [freePrefix(team, names.prefix, prefixes)];
      files.set(path, newTeamFile(team, own, [...consents]));
    } else if (known !== undefined) {
      const unsaid = [...consents].filter((id) => !consentsAlready(known, id));
      const withPrefixes = (prefixes.get(team) ?? []).reduce(
        (edited, prefix) => withNewEntry(edited, 'prefixes', prefix),
        text,
      );
      const edited = unsaid.reduce((all, id) => withNewEntry(all, 'consents', id), withPrefixes);
      if (edited !== text) files.set(path, edited);
    }
  }
  return { functions, clashes, files, newTeams };
}

function consentsAlready({ consents = [] }: TeamDeclaration, id: string): boolean {
  return consents.includes(id) || consents.includes(id.split('/')[0] ?? '');
}

/** Who owns the paths of the routes. */
function ownersOf(functions: readonly ImportedFunction[], { teams }: ExistingCatalog, names: Names) {
  const routes = functions.flatMap(({ id, identity: { team }, placed }) =>
    placed.flatMap(({ routes: own }) => own.map(({ route: { match } }) => ({ team, id, match }))),
  );
  return pathOwners(
    routes,
    names.prefix,
    new Map([...teams].map(([team, { prefixes }]) => [team, prefixes])),
  );
}

/** A prefix that no other team has. */
function freePrefix(team: string, root: string, prefixes: ReadonlyMap<string, readonly string[]>): string {
  const taken = [...prefixes.values()].flat();
  for (let number = 1; ; number += 1) {
    const prefix = `${root}${team}${number === 1 ? '' : `-${number}`}/`;
    if (!taken.some((other) => other.startsWith(prefix) || prefix.startsWith(other))) return prefix;
  }
}

function newTeamFile(team: string, prefixes: readonly string[], consents: readonly string[]): string {
  const declaration: Mapping = {
    contact: `unknown: write whom to ask about ${team}`,
    prefixes,
    ...(consents.length === 0 ? {} : { consents: [...consents].sort() }),
  };
  return catalogFileText('team', declaration, []);
}

function originsOf({ placed }: ImportedFunction): readonly string[] {
  return placed.map(
    ({ service: { found, name } }) => `VirtualService ${name} of ${found.source.cluster.name}`,
  );
}
