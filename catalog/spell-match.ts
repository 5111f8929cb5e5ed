import type { RouteDeclaration } from './declaration';

type Match = RouteDeclaration['match'];

/** Returns a match as one line of text: `prefix /faas/api/saas/ GET,POST header x-tenant prefix kjl-`. */
export function spellRouteMatch(match: Match): string {
  const { prefix, exact, regex, ignoreUriCase, methods, headers = {}, cookie, query = {} } = match;
  const { withoutHeaders = {} } = match;
  const conditions = (kind: string, texts: NonNullable<Match['headers']>) =>
    Object.entries(texts).map(([name, text]) => `${kind} ${name} ${spellText(text)}`);
  return [
    spellText({ prefix, exact, regex }),
    ...(ignoreUriCase === undefined ? [] : ['in any case']),
    ...(methods === undefined ? [] : [methods.join(',')]),
    ...conditions('header', headers),
    ...conditions('without header', withoutHeaders),
    ...(cookie === undefined ? [] : [`cookie ${cookie}`]),
    ...conditions('query', query),
  ].join(' ');
}

function spellText({
  prefix,
  exact,
  regex,
  present,
}: Pick<Match, 'prefix' | 'exact' | 'regex'> & { present?: true }): string {
  if (present === true) return 'present';
  if (prefix !== undefined) return `prefix ${prefix}`;
  return exact === undefined ? `regex ${regex ?? ''}` : `exact ${exact}`;
}
