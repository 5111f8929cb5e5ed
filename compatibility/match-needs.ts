import { headerConditions, type RouteDeclaration } from '../catalog';
import { stdRegexProblem } from '../routing';
import { inRoutes, type Need, type ValuePath } from './need';

type Match = RouteDeclaration['match'];

/** What matches can ask for and some version lacks. */
export const MATCH_NEEDS: readonly Need[] = [
  {
    code: 'KF701',
    what: 'a match of query parameters',
    component: 'istio',
    otherwise: 'it is silently ignored, and the route matches requests with any query',
    since: '1.3',
    isLacking: ({ routing }) => !routing.queryParams,
    askedAt: inRoutes(({ match }) => (Object.keys(match.query ?? {}).length > 0 ? [['match', 'query']] : [])),
  },
  {
    code: 'KF701',
    what: 'the prefix of a query parameter',
    component: 'istio',
    otherwise: 'any value of the parameter matches',
    since: '1.18',
    isLacking: ({ routing }) => routing.queryParams && !routing.queryPrefix,
    askedAt: inRoutes(({ match }) =>
      Object.entries(match.query ?? {}).flatMap(([name, { prefix }]) =>
        prefix === undefined ? [] : [['match', 'query', name, 'prefix']],
      ),
    ),
  },
  {
    code: 'KF701',
    what: 'letters of the path in any case',
    component: 'istio',
    otherwise: 'they are compared as they are written',
    since: '1.2.3',
    isLacking: ({ routing }) => !routing.ignoreUriCase,
    askedAt: inRoutes(({ match }) => (match.ignoreUriCase === undefined ? [] : [['match', 'ignoreUriCase']])),
  },
  {
    code: 'KF701',
    what: 'the presence of a header',
    component: 'istio',
    otherwise: 'not every part of Istio takes an empty condition; regex: ".*" says the same',
    since: '1.18',
    isLacking: ({ istio }) => !istio.presence,
    askedAt: inRoutes(({ match }) =>
      headerConditionsIn(match).flatMap(({ field, path, isPresence }) =>
        isPresence && field === 'headers' ? [path] : [],
      ),
    ),
  },
  {
    code: 'KF701',
    what: 'a header that is not there',
    component: 'istio',
    otherwise: 'withoutHeaders is not known, or takes no empty condition',
    since: '1.18',
    isLacking: ({ istio }) => !istio.presence,
    askedAt: inRoutes(({ match }) =>
      headerConditionsIn(match).flatMap(({ field, path, isPresence }) =>
        isPresence && field === 'withoutHeaders' ? [path] : [],
      ),
    ),
  },
  {
    code: 'KF701',
    what: 'a value that a header must not have',
    component: 'istio',
    otherwise: 'withoutHeaders is not known, or takes no request without the header',
    since: '1.22',
    isLacking: ({ routing }) => routing.withoutHeaders !== 'absent-is-empty',
    askedAt: inRoutes(({ match }) =>
      headerConditionsIn(match).flatMap(({ field, path, isPresence }) =>
        !isPresence && field === 'withoutHeaders' ? [path] : [],
      ),
    ),
  },
  {
    code: 'KF701',
    what: 'a header whose name has more than letters, digits, - and _',
    component: 'istio',
    otherwise: 'Istio refuses the VirtualService',
    since: '1.24.4',
    isLacking: ({ istio }) => istio.matchHeaderNames === 'plain',
    askedAt: inRoutes(({ match }) =>
      headerConditionsIn(match)
        .filter(({ name }) => !/^[-\w]+$/.test(name))
        .map(({ path }) => path),
    ),
  },
  {
    code: 'KF702',
    what: 'a regex beyond what std::regex and RE2 read alike',
    component: 'istio',
    otherwise: 'std::regex is used, and how it reads this is unknown',
    since: '1.4',
    isLacking: ({ routing }) => routing.regex === 'std::regex',
    askedAt: inRoutes(({ match }) =>
      regexesIn(match).flatMap(([path, regex]) => (stdRegexProblem(regex) === undefined ? [] : [path])),
    ),
  },
];

/** A condition on a header, and where it is. */
interface HeaderCondition {
  readonly field: 'headers' | 'withoutHeaders';
  readonly name: string;
  readonly path: ValuePath;
  /** Whether it asks for the header alone, and not for a value. */
  readonly isPresence: boolean;
}

function headerConditionsIn(match: Match): HeaderCondition[] {
  return (['headers', 'withoutHeaders'] as const).flatMap((field) =>
    Object.entries(match[field] ?? {}).map(([name, { present }]) => ({
      field,
      name,
      path: ['match', field, name],
      isPresence: present === true,
    })),
  );
}

/** The regexes of a match, with where they are. */
function regexesIn(match: Match): [ValuePath, string][] {
  const { regex, headers = {}, query = {}, cookie } = match;
  const asked = cookie === undefined ? undefined : headerConditions({ cookie })?.cookie?.regex;
  const texts = (field: 'headers' | 'query', values: typeof headers) =>
    Object.entries(values).map(([name, text]): [ValuePath, string | undefined] => [
      ['match', field, name, 'regex'],
      text.regex,
    ]);
  return [
    [['match', 'regex'], regex] as [ValuePath, string | undefined],
    [['match', 'cookie'], asked] as [ValuePath, string | undefined],
    ...texts('headers', headers),
    ...texts('query', query),
  ].flatMap(([path, text]): [ValuePath, string][] => (text === undefined ? [] : [[path, text]]));
}
