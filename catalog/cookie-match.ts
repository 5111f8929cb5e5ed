import type { RouteDeclaration } from './declaration';

type Match = RouteDeclaration['match'];

/**
 * Returns the conditions on headers of a match, among them the one on its cookie. A request has its cookies in one header,
 * `a=1; b=2` (RFC 6265, section 4.2.1), which Envoy joins again where HTTP/2 divides it.
 */
export function headerConditions({ headers, cookie }: Pick<Match, 'headers' | 'cookie'>): Match['headers'] {
  return cookie === undefined ? headers : { ...headers, cookie: { regex: cookieRegex(cookie) } };
}

function cookieRegex(cookie: string): string {
  return `(.*; *)?${cookie.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(;.*)?`;
}
