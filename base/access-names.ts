/*
 * Users and groups are names that the authentication of a cluster gives, and the API server takes any of them
 * (Kubernetes, pkg/apis/rbac/validation: a subject needs a name). So only what no identity provider gives is refused here.
 */

/** The groups that everybody is in: whoever can log in, whoever cannot, and the pods of every namespace. */
const EVERYBODY = ['system:authenticated', 'system:unauthenticated', 'system:serviceaccounts'];

/** The user that everybody is who does not log in. */
const ANONYMOUS = 'system:anonymous';

/** Visible characters, with single spaces between them: `oncall`, `oidc:faas/oncall`, `CN=On call,OU=Platform`. */
export const ACCESS_NAME_PATTERN = '^[^\\s\\p{C}]+( [^\\s\\p{C}]+)*$';

const ACCESS_NAME = new RegExp(ACCESS_NAME_PATTERN, 'u');

/** Whether a text can be the name of a user or of a group. */
export function isAccessName(text: string): boolean {
  return ACCESS_NAME.test(text);
}

/** Whether a user or a group is everybody, or everybody of some kind. */
export function isEverybody(name: string): boolean {
  return name === ANONYMOUS || EVERYBODY.includes(name);
}
