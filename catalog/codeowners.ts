import { compareKeys, teamReadersFile } from '../base';
import type { TeamDeclaration } from './declaration';
import { isMailAddress } from './owners';

/** The first line of a generated CODEOWNERS file. */
const WRITTEN =
  '# Written by `kfaas codeowners` from functions/*/team.yaml and environments/delivery.ts; change those, not this.';

/** A function, as far as its rendered files have an owner. */
export interface OwnedFunction {
  readonly team: string;
  readonly name: string;
  /** Whether its VirtualService has routes of another team's function, in some cluster. */
  readonly hostsOtherTeams: boolean;
}

/** Everything that CODEOWNERS follows from. */
export interface OwnedProject {
  /** The teams of the catalog, by name. */
  readonly teams: ReadonlyMap<string, TeamDeclaration>;
  readonly functions: readonly OwnedFunction[];
  /** The reviewers of everything else. */
  readonly others: readonly string[];
  /** The folder of the rendered manifests, from the top of the repository. */
  readonly manifests: string;
  /**
   * The project's folder in its repository, from the top, with a slash at its end: the code host reads CODEOWNERS from
   * the top.
   * @default - the top
   */
  readonly below?: string;
}

/**
 * Returns a CODEOWNERS file that names the reviewers of each team's functions: of the catalog files, and of the files
 * rendered from them. The last pattern that matches a file wins.
 *
 * A new function adds no line, so that branches that add functions merge. Two kinds of function have a line of their own:
 * one whose file name begins like those of another team (`saas/x-y` beside a team `saas-x`), and one whose VirtualService
 * has routes of another team, which stays with the reviewers of everything else: any one owner of a line may approve.
 */
export function codeowners({ teams, functions, others, manifests, below = '' }: OwnedProject): string {
  const top = `/${asPattern(below)}`;
  const clusters = `/${asPattern(manifests)}/*/*`;
  const fallback = others.join(' ');
  const owners = new Map(
    [...teams].sort(compareKeys).map(([name, team]) => [name, ownersOf(team).join(' ')]),
  );

  const catalogLines = [...owners].map(([team, names]) => {
    const folder = `${top}functions/${team}/`;
    if (names !== '') return `${folder} ${names}`;
    return `# ${folder}: its team.yaml names no owners, and its contact is no mail address`;
  });
  // A team without owners has a line too: a team with a name that begins this one would own its files otherwise.
  const teamLines = [...owners].map(
    ([team, names]) => `${clusters}/*/${team}-*.yaml ${names === '' ? fallback : names}`,
  );
  // A team's own file names its group: whoever may change it may change what is rendered from it.
  const readerLines = [...owners].flatMap(([team, names]) =>
    teams.get(team)?.group === undefined
      ? []
      : [`${clusters}/*/${teamReadersFile(team)} ${names === '' ? fallback : names}`],
  );
  const isTaken = takenNames([...owners.keys()]);
  const functionLines = functions.flatMap(({ team, name, hostsOtherTeams }) => {
    if (!hostsOtherTeams && !isTaken(team, name)) return [];
    const names = hostsOtherTeams ? '' : (owners.get(team) ?? '');
    return [`${clusters}/*/${team}-${name}.yaml ${names === '' ? fallback : names}`];
  });
  return [
    WRITTEN,
    '',
    `${below === '' ? '*' : top} ${fallback}`,
    '',
    ...catalogLines,
    '',
    ...teamLines,
    ...functionLines.sort(),
    ...readerLines,
    // The name of a system file may begin with that of a team.
    `${clusters}/system/ ${fallback}`,
    '',
  ].join('\n');
}

/** Returns whether the line of a longer team name matches the file of a function: that of `saas-x` for `saas/x-y`. */
function takenNames(teams: readonly string[]): (team: string, name: string) => boolean {
  const longer = new Map(
    teams.map((team) => [team, teams.filter((other) => other.startsWith(`${team}-`))] as const),
  );
  return (team, name) =>
    longer.get(team)?.some((other) => `${team}-${name}`.startsWith(`${other}-`)) === true;
}

/** Whether `codeowners` generated this file. */
export function isCodeowners(text: string): boolean {
  return text.split(/\r?\n/, 1)[0] === WRITTEN;
}

/** Escapes a path into a pattern that matches only that path. */
function asPattern(path: string): string {
  return path.replace(/[\\ *?[\]#]/g, '\\$&');
}

/** Returns a team's owners, or its contact if it has no owners and the contact is a mail address. */
function ownersOf({ owners, contact }: TeamDeclaration): readonly string[] {
  return owners ?? (isMailAddress(contact) ? [contact] : []);
}
