import type { Finding, Witness } from './finding';

/** Returns what demonstrates a finding, with a word that says what it is; undefined if nothing does. */
export function spellDemonstration({ witness, connection }: Finding): string | undefined {
  if (witness !== undefined) return `request: ${spellRequest(witness)}`;
  if (connection === undefined) return undefined;
  const { port, serverName, address } = connection;
  const at = address === undefined ? '' : ` of ${address}`;
  const to = `${port === undefined ? 'to any port' : `to port ${port}`}${at}`;
  return `connection: ${to}${serverName === undefined ? '' : ` with the server name ${serverName}`}`;
}

/**
 * Returns a request as one line of shell words:
 * `GET /faas/api/saas/x?color=red -H 'x-tenant: kjl-a'`. The query is not decoded, since Envoy compares it
 * undecoded. A scheme that matters is written as in HTTP/2: `-H ':scheme: https'`.
 */
export function spellRequest(witness: Witness): string {
  const { method, headers, scheme } = witness;
  const fields = Object.entries(headers);
  if (scheme !== undefined) fields.unshift([':scheme', scheme]);
  return [
    shellWord(method),
    shellWord(targetOf(witness)),
    ...fields.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
  ].join(' ');
}

/**
 * Returns a request as a curl command for a shell. It sends the path as it is (`--path-as-is`, `--globoff`), and no body.
 * @param origin whom it is sent to: `https://open.example.com`
 */
export function spellCurl(witness: Witness, origin: string): string {
  const { method, headers } = witness;
  const how = method === 'HEAD' ? ['--head'] : method === 'GET' ? [] : ['-X', shellWord(method)];
  return [
    'curl -i --path-as-is --globoff',
    ...how,
    quoted(`${origin}${targetOf(witness)}`),
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
  ].join(' ');
}

/** The path with its query. */
function targetOf({ path, query }: Witness): string {
  const parameters = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  return parameters.length === 0 ? path : `${path}?${parameters.join('&')}`;
}

/** Text without special meaning in a shell, in the position of a path. */
const UNQUOTED = /^[A-Za-z0-9_./:=@%+,?-]+$/;

/** Line breaks, control characters, invisible characters and lone surrogates. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

function shellWord(text: string): string {
  return UNQUOTED.test(text) ? text : quoted(text);
}

/** Quotes text with single quotes, or with `$'…'` (bash and zsh) if it contains invisible characters. */
function quoted(text: string): string {
  if (text.search(INVISIBLE) === -1) return `'${text.replaceAll("'", "'\\''")}'`;
  return `$'${text.replaceAll(/[\\']/g, '\\$&').replaceAll(INVISIBLE, escapeCharacter)}'`;
}

function escapeCharacter(char: string): string {
  const number = (char.codePointAt(0) ?? 0).toString(16);
  return number.length > 4 ? `\\U${number.padStart(8, '0')}` : `\\u${number.padStart(4, '0')}`;
}
