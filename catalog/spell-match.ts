import type { RouteDeclaration } from './declaration';

type Match = RouteDeclaration['match'];

/** Returns a match as one line of text: `prefix /faas/api/saas/ GET,POST header x-tenant prefix kjl-`. */
export function spellRouteMatch(match: Match): string {
  const { prefix, exact, regex, methods, headers = {}, cookie, query = {} } = match;
  const conditions = (kind: string, texts: NonNullable<Match['headers']>) =>
    Object.entries(texts).map(([name, text]) => `${kind} ${name} ${spellText(text)}`);
  return [
    spellText({ prefix, exact, regex }),
    ...(methods === undefined ? [] : [methods.join(',')]),
    ...conditions('header', headers),
    ...(cookie === undefined ? [] : [`cookie ${cookie}`]),
    ...conditions('query', query),
  ].join(' ');
}

function spellText({ prefix, exact, regex }: Pick<Match, 'prefix' | 'exact' | 'regex'>): string {
  if (prefix !== undefined) return `prefix ${prefix}`;
  return exact === undefined ? `regex ${regex ?? ''}` : `exact ${exact}`;
}
