import { isMapping, type Mapping } from '../base';
import { METHODS, type RouteDeclaration } from '../catalog';
import type { ValuePath } from '../shape';
import { cookieOf } from './cookie-regex';
import { FieldReader } from './field-reader';
import type { Remarks } from './remarks';

type Match = RouteDeclaration['match'];
type TextMatch = NonNullable<Match['headers']>[string];

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
  const { cookie, ...headers } = declareTexts(fields, 'headers', (name) => name.toLowerCase());
  const query = declareTexts(fields, 'queryParams', (name) => name);
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
    ...(methods === undefined ? {} : { methods }),
    ...(Object.keys(all).length === 0 ? {} : { headers: all }),
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

function declareTexts(
  fields: FieldReader,
  name: 'headers' | 'queryParams',
  spelled: (name: string) => string,
): Record<string, TextMatch> {
  const all = fields.fields(name);
  if (all === undefined) return {};
  const found: Record<string, TextMatch> = {};
  for (const key of all.names()) {
    const condition = all.fields(key);
    const match = condition && declareText(condition);
    if (match !== undefined) found[spelled(key)] = match;
    else if (condition !== undefined) all.refuse(key, 'asks for no text');
  }
  return found;
}

/** The methods that a match names: one, or the alternatives of a regex such as `GET|POST`. */
function declareMethods(fields: FieldReader): Match['methods'] {
  const method = fields.fields('method');
  if (method === undefined) return undefined;
  const { exact, regex } = declareText(method) ?? {};
  const names = exact === undefined ? regex?.replace(/^\((?:\?:)?(.*)\)$/, '$1').split('|') : [exact];
  const known = METHODS.filter((name) => names?.includes(name));
  if (names !== undefined && known.length === new Set(names).size) {
    return names.filter((name): name is (typeof METHODS)[number] => known.includes(name as never));
  }
  fields.refuse('method', `is none of ${METHODS.join(', ')}`);
  return undefined;
}
