import type { TeamDeclaration } from './declaration';
import type { Problem } from './problem';

const MAIL = "[-\\w.%+']+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+";

/** Whom CODEOWNERS can name: `@user`, `@organisation/team`, or a mail address. */
export const OWNER_PATTERN = `^(@[A-Za-z0-9](-?[A-Za-z0-9])*(/[A-Za-z0-9][-\\w.]*)?|${MAIL})$`;

const OWNER = new RegExp(OWNER_PATTERN);
const MAIL_ADDRESS = new RegExp(`^${MAIL}$`);

/** What is wrong with one of a team's owners. */
export function checkOwner(owner: string, index: number): Problem[] {
  if (OWNER.test(owner)) return [];
  const message = `${JSON.stringify(owner)} is nobody that CODEOWNERS can name`;
  const help = 'write @user, @organisation/team or a mail address, such as @example/saas-platform';
  return [{ code: 'KF204', path: ['owners', index], message, help }];
}

/** The first line of what `codeowners` gives. */
const WRITTEN =
  '# Written by `kfaas codeowners` from functions/*/team.yaml and environments/delivery.ts; change those, not this.';

/**
 * Who reviews changes of each team's functions, in the form of a CODEOWNERS file. The last line that fits a file holds.
 * @param teams the teams of the catalog, by name
 * @param others who reviews everything else
 * @param below the project's folder in its repository, from the top, with a slash at its end: the code host reads
 * CODEOWNERS from the top. @default - the top
 */
export function codeowners(
  teams: ReadonlyMap<string, TeamDeclaration>,
  others: readonly string[],
  below = '',
): string {
  const top = `/${asPattern(below)}`;
  const lines = [...teams]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, team]) => {
      const owners = ownersOf(team);
      const folder = `${top}functions/${name}/`;
      if (owners.length > 0) return `${folder} ${owners.join(' ')}`;
      return `# ${folder}: its team.yaml names no owners, and its contact is no mail address`;
    });
  return [WRITTEN, '', `${below === '' ? '*' : top} ${others.join(' ')}`, '', ...lines, ''].join('\n');
}

/** Whether a CODEOWNERS file is one that `codeowners` gave, and no person's. */
export function isCodeowners(text: string): boolean {
  return text.split(/\r?\n/, 1)[0] === WRITTEN;
}

/** A path as a pattern that fits it alone. */
function asPattern(path: string): string {
  return path.replace(/[\\ *?[\]#]/g, '\\$&');
}

/** Who reviews for a team: whom it names, else its contact, where that is a mail address. */
function ownersOf({ owners, contact }: TeamDeclaration): readonly string[] {
  return owners ?? (MAIL_ADDRESS.test(contact) ? [contact] : []);
}
