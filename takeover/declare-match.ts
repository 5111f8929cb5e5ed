import { isMapping, type Mapping } from '../base';
import type { RouteDeclaration } from '../catalog';
import type { ValuePath } from '../shape';
import { cookieOf } from './cookie-regex';
import { FieldReader } from './field-reader';
import type { Remarks } from './remarks';

type Match = RouteDeclaration['match'];
type HeaderMatch = NonNullable<Match['headers']>[string];
type TextMatch = NonNullable<Match['query']>[string];

/** A method of HTTP, in capitals as all that are registered. */
const METHOD = /^[-!#$%&'*+.^_`|~0-9A-Z]+$/;

/** Why conditions on the way of a request, and not on the request, are not taken over. */
const OF_THE_WAY = 'is a condition on the way of the request, which all functions of a host share';

/**
 * Declares the matches of a rule: one route for each, in their order. Matches that differ in the method alone become one route.
 *
 * Example: a match of `GET /a` and one of `POST /a` become `{ exact: /a, methods: [GET, POST] }`.
 * @returns undefined if some match cannot be said, which `remarks` tells
 */
export function declareMatches(
  rule: FieldReader,
  remarks: Remarks,
  hasUriless: (path: ValuePath) => void,
): readonly Match[] {
  const entries = rule.list('match');
  const path = [...rule.path, 'match'];
  if (entries === undefined || entries.length === 0) {
    hasUriless(rule.path);
    return [];
  }
  const matches: Match[] = [];
  let conditions: string | undefined;
  entries.forEach((entry, index) => {
    // A match that answers nothing was taken out.
    if (entry === null) return;
    if (!isMapping(entry)) {
      remarks.refuse([...path, index], 'is no mapping');
      return;
    }
    const match = declareMatch(entry, [...path, index], remarks, hasUriless);
    if (match === undefined) return;
    const { methods = [], ...rest } = match;
    const key = JSON.stringify(rest);
    const last = matches.at(-1);
    if (last?.methods !== undefined && methods.length > 0 && key === conditions) {
      matches[matches.length - 1] = { ...last, methods: [...new Set([...last.methods, ...methods])] };
    } else matches.push(match);
    conditions = key;
  });
  return matches;
}

function declareMatch(
  entry: Mapping,
  path: ValuePath,
  remarks: Remarks,
  hasUriless: (path: ValuePath) => void,
): Match | undefined {
  const fields = new FieldReader(entry, path, remarks);
  const uri = declareUri(fields);
  const methods = declareMethods(fields);
  const { cookie, ...headers } = declareHeaderMatches(fields, 'headers');
  const withoutHeaders = declareHeaderMatches(fields, 'withoutHeaders');
  const query = declareConditions(fields, 'queryParams', declareText);
  const ignoresCase = fields.flag('ignoreUriCase') === true && uri?.regex === undefined;
  // A name is for people and statistics, and decides nothing.
  fields.take('name');
  for (const field of ['gateways', 'port', 'sourceLabels', 'sourceNamespace', 'authority', 'scheme']) {
    if (fields.take(field) !== undefined) fields.refuse(field, OF_THE_WAY);
  }
  fields.finish();
  const isCookie = cookie?.regex === undefined ? undefined : cookieOf(cookie.regex);
  const all = cookie === undefined || isCookie !== undefined ? headers : { ...headers, cookie };
  if (uri === undefined) {
    hasUriless(path);
    return undefined;
  }
  return {
    ...uri,
    ...(ignoresCase ? { ignoreUriCase: true as const } : {}),
    ...(methods === undefined ? {} : { methods }),
    ...(Object.keys(all).length === 0 ? {} : { headers: all }),
    ...(Object.keys(withoutHeaders).length === 0 ? {} : { withoutHeaders }),
    ...(isCookie === undefined ? {} : { cookie: isCookie }),
    ...(Object.keys(query).length === 0 ? {} : { query }),
  };
}

function declareUri(fields: FieldReader): Pick<Match, 'prefix' | 'exact' | 'regex'> | undefined {
  const uri = fields.fields('uri');
  return uri === undefined ? undefined : declareText(uri);
}

/** A condition on a text: the first of its kinds, as Istio reads it. */
function declareText(fields: FieldReader): TextMatch | undefined {
  const kinds = (['exact', 'prefix', 'regex'] as const).flatMap((kind) => {
    const text = fields.text(kind);
    return text === undefined ? [] : [{ [kind]: text }];
  });
  fields.finish();
  return kinds.length === 1 ? kinds[0] : undefined;
}

/** Conditions on headers, by lower-case name; an empty one asks that the header is there. */
function declareHeaderMatches(
  fields: FieldReader,
  field: 'headers' | 'withoutHeaders',
): Record<string, HeaderMatch> {
  const found = declareConditions(fields, field, (condition): HeaderMatch | undefined =>
    condition.names().length === 0 ? { present: true } : declareText(condition),
  );
  return Object.fromEntries(Object.entries(found).map(([name, match]) => [name.toLowerCase(), match]));
}

/** Conditions by the names of what they are on. */
function declareConditions<T>(
  fields: FieldReader,
  field: string,
  declare: (condition: FieldReader) => T | undefined,
): Record<string, T> {
  const all = fields.fields(field);
  const found: Record<string, T> = {};
  for (const name of all?.names() ?? []) {
    const condition = all?.fields(name);
    if (condition === undefined) continue;
    const match = declare(condition);
    if (match !== undefined) found[name] = match;
    else all?.refuse(name, 'asks for no text');
  }
  return found;
}

/** The methods that a match names: one, or the alternatives of a regex such as `GET|POST`. */
function declareMethods(fields: FieldReader): Match['methods'] {
  const method = fields.fields('method');
  if (method === undefined) return undefined;
  const { exact, regex } = declareText(method) ?? {};
  const names = exact === undefined ? regex?.replace(/^\((?:\?:)?(.*)\)$/, '$1').split('|') : [exact];
  const marks = exact === undefined ? /^[A-Z]+$/ : METHOD;
  if (names?.every((name) => marks.test(name)) === true) return names;
  fields.refuse('method', 'is no method and no choice of methods');
  return undefined;
}
