/**
 * Names of variables whose values are secrets: a word of them says so. `_` and the beginning and end of a name bound words, so that
 * TOKENIZER is none of them.
 */
const SECRET_NAME =
  /(^|_)(PASSWORD|PASSWD|PWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|SIGNING_?KEY|ENCRYPTION_?KEY|CLIENT_?KEY)S?$/i;

/** What is written by machines to prove who somebody is, by what it looks like. */
const SECRET_VALUES: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a JSON Web Token', /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/],
  ['a URL with a password', /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@$]*:[^\s/@$]+@/i],
  ['an access key of AWS', /\b(AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['an access key of Alibaba Cloud', /\bLTAI[0-9A-Za-z]{12,}\b/],
  ['an API key of Google', /\bAIza[\w-]{35}/],
  ['a token of GitHub', /\b(gh[oprsu]_\w{36}|github_pat_\w{40})/],
  ['a token of GitLab', /\bglpat-[\w-]{20}/],
  ['a token of Slack', /\bxox[abeoprs]-[\w-]{10}/],
  ['a key of Stripe', /\b[rs]k_live_\w{16}/],
  ['a token of npm', /\bnpm_\w{36}/],
];

/** Values that a variable with such a name may have without being a secret: nothing, switches, numbers and references to others. */
const HARMLESS = /^(|true|false|yes|no|on|off|none|null|[0-9]{1,5}|\$\(\w+\))$/i;

/**
 * Returns what a text looks like that should be a secret; `undefined` where it looks like none. What looks like no secret may be one:
 * this finds accidents and keeps nobody from hiding something.
 * @param name the variable that has it; undefined for arguments
 */
export function secretIn(text: string, name?: string): string | undefined {
  const known = SECRET_VALUES.find(([, pattern]) => pattern.test(text));
  if (known !== undefined) return known[0];
  if (name === undefined || HARMLESS.test(text) || !SECRET_NAME.test(name)) return undefined;
  return 'a secret, by its name';
}
