import type { Problem } from '../shape';

const MAIL = "[-\\w.%+']+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+";

/** An owner in CODEOWNERS: `@user`, `@organisation/team`, or a mail address. */
export const OWNER_PATTERN = `^(@[A-Za-z0-9](-?[A-Za-z0-9])*(/[A-Za-z0-9][-\\w.]*)?|${MAIL})$`;

const OWNER = new RegExp(OWNER_PATTERN);
const MAIL_ADDRESS = new RegExp(`^${MAIL}$`);

/** Reports an owner that CODEOWNERS cannot name. */
export function checkOwner(owner: string, index: number): Problem[] {
  if (OWNER.test(owner)) return [];
  const message = `${JSON.stringify(owner)} is not an owner that CODEOWNERS accepts`;
  const help = 'write @user, @organisation/team or a mail address, such as @example/saas-platform';
  return [{ code: 'KF204', path: ['owners', index], message, help }];
}

/** Whether a text is a mail address that CODEOWNERS accepts. */
export function isMailAddress(text: string): boolean {
  return MAIL_ADDRESS.test(text);
}
