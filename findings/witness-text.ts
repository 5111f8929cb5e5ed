import type { Witness } from './finding';

/**
 * Spells a request for people, in one line of words that a shell takes apart as they are meant:
 * `GET /faas/api/saas/x?color=red -H 'x-tenant: kjl-a'`. The query stands as it is sent, since Envoy compares it
 * undecoded. A scheme that matters is given as HTTP/2 does: `-H ':scheme: https'`.
 */
export function spellRequest({ method, path, headers, query, scheme }: Witness): string {
  const parameters = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  const target = parameters.length === 0 ? path : `${path}?${parameters.join('&')}`;
  const fields = Object.entries(headers);
  if (scheme !== undefined) fields.unshift([':scheme', scheme]);
  return [
    shellWord(method),
    shellWord(target),
    ...fields.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
  ].join(' ');
}

/** Text that no shell reads anything into, at least not where a path stands. */
const PLAIN = /^[A-Za-z0-9_./:=@%+,?-]+$/;

/** Characters that break a line, steer a terminal or cannot be seen; half characters too. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

function shellWord(text: string): string {
  return PLAIN.test(text) ? text : quoted(text);
}

/** In single quotes, or in `$'…'`, which bash and zsh know, where a character can only be shown by its number. */
function quoted(text: string): string {
  if (text.search(UNSEEN) === -1) return `'${text.replaceAll("'", "'\\''")}'`;
  return `$'${text.replaceAll(/[\\']/g, '\\$&').replaceAll(UNSEEN, numbered)}'`;
}

function numbered(char: string): string {
  const number = (char.codePointAt(0) ?? 0).toString(16);
  return number.length > 4 ? `\\U${number.padStart(8, '0')}` : `\\u${number.padStart(4, '0')}`;
}
