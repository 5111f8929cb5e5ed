import { spellPath, type Problem, type ValuePath } from '../shape';
import { checkHeaderName } from './condition-rules';
import type { RouteDeclaration } from './declaration';
import { parseDuration } from './duration';
import { exactlyOneOf } from './exactly-one';
import { PATH_PATTERN } from './match-schema';
import { checkRegex } from './regex-rules';

const PATH = new RegExp(PATH_PATTERN);

/** Checks what a route does with requests and answers: its rewrite, its headers, and who may call it from pages. */
export function checkTreatment(route: RouteDeclaration, at: ValuePath): Problem[] {
  return [
    ...checkRewrite(route, [...at, 'rewrite']),
    ...checkHeaderChanges(route.headers, [...at, 'headers']),
    ...checkCors(route, at),
  ];
}

function checkRewrite({ match, rewrite }: RouteDeclaration, path: ValuePath): Problem[] {
  if (rewrite === undefined) return [];
  const problems = exactlyOneOf(path, rewrite, ['uri', 'uriRegexRewrite']);
  const { uri, uriRegexRewrite } = rewrite;
  const refuse = (step: string, message: string, help: string, code: Problem['code'] = 'KF204') =>
    problems.push({ code, path: [...path, ...step.split('.')], message, help });
  if (uri !== undefined && !PATH.test(uri)) {
    refuse('uri', `"${uri}" is not a path`, 'begin it with /, without query, fragment and white space');
  } else if (
    uri !== undefined &&
    match.prefix !== undefined &&
    match.prefix.endsWith('/') !== uri.endsWith('/')
  ) {
    const seen = `${uri}${match.prefix.endsWith('/') ? 'x' : '/x'}`;
    const message = `the function would see "${seen}": the prefix "${match.prefix}" and "${uri}" do not both end in /`;
    refuse('uri', message, 'end both in /, or neither', 'KF445');
  }
  if (uriRegexRewrite === undefined) return problems;
  return [...problems, ...checkRegex(uriRegexRewrite.match, [...path, 'uriRegexRewrite', 'match'])];
}

/** Headers that the connection or the routing itself needs. */
const KEPT_HEADERS = [
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'keep-alive',
];

/** Checks changes of headers: their names, and that their values fit into one line. */
export function checkHeaderChanges(headers: RouteDeclaration['headers'] = {}, path: ValuePath): Problem[] {
  return Object.entries(headers).flatMap(([side, { set = {}, add = {}, remove = [] }]) => [
    ...Object.entries({ set, add }).flatMap(([kind, values]) =>
      Object.entries(values).flatMap(([name, value]) => {
        const own = [...path, side, kind, name];
        return [...checkName(name, own, 'key'), ...checkValue(value, own)];
      }),
    ),
    ...remove.flatMap((name, index) => checkName(name, [...path, side, 'remove', index], 'value')),
  ]);
}

function checkName(name: string, path: ValuePath, at: 'key' | 'value'): Problem[] {
  const misspelt = checkHeaderName(name, path, at);
  if (misspelt.length > 0) return misspelt;
  if (!KEPT_HEADERS.includes(name)) return [];
  const message = `the header ${name} belongs to the connection or to the routing, and is not changed`;
  return [{ code: 'KF204', path, at, message, help: 'leave it out' }];
}

/** Control characters, but for the tabulator. */
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;

function checkValue(value: string, path: ValuePath): Problem[] {
  if (!CONTROL.test(value)) return [];
  const message = `"${spellPath(path)}" has a control character`;
  return [{ code: 'KF204', path, message, help: 'write it in one line' }];
}

function checkCors({ match, corsPolicy }: RouteDeclaration, at: ValuePath): Problem[] {
  if (corsPolicy === undefined) return [];
  const path = [...at, 'corsPolicy'];
  const { allowOrigins, allowCredentials = false, maxAge } = corsPolicy;
  const problems = allowOrigins.flatMap((origin, index) =>
    checkOrigin(origin, [...path, 'allowOrigins', index]),
  );
  if (allowCredentials && allowOrigins.some(({ exact }) => exact === '*')) {
    const message = 'pages of every origin may send cookies: any site can act as the user';
    const help = 'name the origins, or leave allowCredentials out';
    problems.push({ code: 'KF204', path: [...path, 'allowCredentials'], message, help });
  }
  if (maxAge !== undefined && 'problem' in parseDuration(maxAge)) {
    const message = `"${spellPath([...path, 'maxAge'])}" ${JSON.stringify(maxAge)} is not a duration`;
    problems.push({ code: 'KF406', path: [...path, 'maxAge'], message, help: 'write it as 10m' });
  }
  if (match.methods !== undefined && !match.methods.includes('OPTIONS')) {
    const message = 'browsers ask with OPTIONS before they call, and the route does not match it';
    const help = 'add OPTIONS to methods: Envoy answers it by itself';
    problems.push({ code: 'KF446', path: [...at, 'match', 'methods'], message, help });
  }
  return problems;
}

type Origin = NonNullable<RouteDeclaration['corsPolicy']>['allowOrigins'][number];

function checkOrigin(origin: Origin, path: ValuePath): Problem[] {
  const problems = exactlyOneOf(path, origin, ['exact', 'prefix', 'regex']);
  const { exact, regex } = origin;
  if (exact !== undefined && exact !== '*' && !/^[a-z][a-z0-9+.-]*:\/\/[^/\s]+$/.test(exact)) {
    const message = `"${exact}" is not an origin`;
    problems.push({
      code: 'KF204',
      path: [...path, 'exact'],
      message,
      help: 'write scheme and host alone, as https://shop.example.com',
    });
  }
  if (regex !== undefined) problems.push(...checkRegex(regex, [...path, 'regex']));
  return problems;
}
