import { headerConditions } from '../catalog';

/**
 * Returns the cookie that a condition on the header `cookie` asks for, if it is the one that a function file's `cookie` becomes.
 *
 * Example: `(.*; *)?canary=always(;.*)?` asks for `canary=always`.
 */
export function cookieOf(regex: string): string | undefined {
  const [, quoted] = /^\(\.\*; \*\)\?(.*)\(;\.\*\)\?$/s.exec(regex) ?? [];
  const cookie = quoted?.replace(/\\(.)/gs, '$1');
  if (cookie === undefined || cookie === '') return undefined;
  const again = headerConditions({ cookie })?.cookie;
  return again?.regex === regex ? cookie : undefined;
}
