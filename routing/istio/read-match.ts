import { remarked, type Condition, type Dimension, type MatchRemark, type RoutingRules } from '../model';

import { isPathText, foldCase, holdsText, type Language } from '../text';
import { fieldRemarks, MATCH_FIELDS, isPort, misplaced, misplacedPort, WANTED } from './match-fields';
import { isMapping, listOf, textOf, type Mapping } from '../../base';
import { readPlainPath, UNREADABLE, type ReadMatch } from './plain-match';
import { readNeeds } from './source';
import {
  emptyPrefix,
  regexLanguage,
  stringMatchOf,
  stringMatchRemark,
  type RegexReader,
  type StringMatch,
} from './string-match';

/** Header names that represent other parts of a request. */
const PSEUDO_HEADERS: Readonly<Record<string, Dimension>> = {
  ':method': 'method',
  ':scheme': 'scheme',
  ':authority': 'authority',
  host: 'authority',
};

/** Reads one HTTPMatchRequest; `remark` gets what it has to say. */
export function readMatch(
  match: Mapping,
  rules: RoutingRules,
  regexes: RegexReader,
  remark: (remark: MatchRemark) => void,
): ReadMatch {
  return readPlainPath(match) ?? readWhole(match, rules, regexes, remark);
}

function readWhole(
  match: Mapping,
  rules: RoutingRules,
  regexes: RegexReader,
  remark: (remark: MatchRemark) => void,
): ReadMatch {
  for (const found of fieldRemarks(match, MATCH_FIELDS, pathOfFields)) remark(found);
  let rejected = 0;
  let unread = 0;
  const uri = texts(match.uri, ['uri']);
  if (isGiven('ignoreUriCase') && typeof match.ignoreUriCase !== 'boolean') {
    reject(misplaced(match.ignoreUriCase, WANTED.ignoreUriCase, ['ignoreUriCase']));
  }
  const path = pathOf(uri);
  const conditions = [
    ...(['method', 'scheme', 'authority'] as const).flatMap((field) => whole(field)),
    ...entriesOf('headers').flatMap(([name, value]) => header(name, value, false)),
    ...(rules.withoutHeaders === 'ignored' ? ignored('withoutHeaders') : entriesOf('withoutHeaders')).flatMap(
      ([name, value]) => header(name, value, true),
    ),
    ...(rules.queryParams ? entriesOf('queryParams') : ignored('queryParams')).flatMap(query),
  ];
  const gateways = gatewaysOf(match.gateways);
  const port = portOf(match.port);
  const needs = gateways === undefined ? readNeeds(match, rules, rejectOrRemark) : undefined;
  if (rejected > 0) return UNREADABLE;
  const root = uri === undefined || uri.kind === 'present' || (uri.kind === 'prefix' && uri.text === '/');
  const always = uri?.kind === 'regex' && uri.text === rules.catchAllRegex;
  const asks = (field: string) => isMapping(match[field]) && Object.keys(match[field]).length > 0;
  const isRoot = uri !== undefined && uri.kind !== 'present' && (root || always);
  return {
    // Of a condition that is not modelled, some requests are left for the routes behind.
    path: unread > 0 ? remarked(path) : path,
    conditions,
    catchAll: (root || always) && conditions.length === 0 && unread === 0,
    rootPrefix: isRoot && !asks('headers') && !asks('queryParams') && unread === 0,
    gateways,
    port,
    ...(needs && { needs }),
  };

  function pathOf(read: StringMatch | undefined): Language {
    if (read === undefined || read.kind === 'present') return { kind: 'prefix', text: '/' };
    const { kind, text } = read;
    if (kind === 'regex') return regexOf(text, ['uri', 'regex']);
    const plain: Language = kind === 'prefix' ? { kind, text } : { kind: 'values', values: [text] };
    if (kind === 'prefix' ? text !== '' && !isPathText(text) : !isPathText(text)) {
      remark({ kind: 'unmatchable', text: `the path ${JSON.stringify(text)}`, path: ['uri', kind] });
      return remarked(plain);
    }
    const folds = match.ignoreUriCase === true;
    if (folds && !rules.ignoreUriCase) ignored('ignoreUriCase');
    return folds && rules.ignoreUriCase && (text !== foldCase(text) || text !== text.toUpperCase())
      ? { kind: 'folded', text, open: kind === 'prefix' }
      : plain;
  }

  function whole(field: 'method' | 'scheme' | 'authority'): Condition[] {
    const read = texts(match[field], [field]);
    if (read === undefined || read.kind === 'present') return [];
    return [{ dimension: field, absent: false, texts: textsOf(read, [field]), negated: false }];
  }

  function header(name: string, value: unknown, without: boolean): Condition[] {
    const fieldPath = [without ? 'withoutHeaders' : 'headers', name];
    const lower = name.toLowerCase();
    if (lower.startsWith('@request.auth.') || lower === ':path') {
      return unmodelled(name, fieldPath);
    }
    if (name === '') return reject({ kind: 'malformed', text: 'a header has no name', path: fieldPath });
    const read = entry(value, fieldPath);
    if (read === undefined) return [];
    const dimension: Dimension =
      (Object.hasOwn(PSEUDO_HEADERS, lower) ? PSEUDO_HEADERS[lower] : undefined) ?? `header ${lower}`;
    if (read.kind === 'present' || (read.kind === 'regex' && read.text === '*')) {
      return [{ dimension, absent: without, texts: without ? 'none' : { kind: 'any' }, negated: false }];
    }
    const compared = textsOf(read, fieldPath);
    if (!without) return [{ dimension, absent: false, texts: compared, negated: false }];
    const emptyIsTaken =
      (read.kind === 'regex' && regexHoldsEmpty(read.text)) || (read.kind !== 'regex' && read.text === '');
    const absent = rules.withoutHeaders === 'absent-is-empty' && !emptyIsTaken;
    return [{ dimension, absent, texts: compared, negated: true }];
  }

  function query([name, value]: [string, unknown]): Condition[] {
    const read = entry(value, ['queryParams', name]);
    if (read === undefined) return [];
    // What came with the prefix: the text `*` asks for nothing but that the parameter be there.
    const isAny = rules.queryPrefix && read.kind === 'regex' && read.text === '*';
    const compares = read.kind !== 'present' && !isAny && (read.kind !== 'prefix' || rules.queryPrefix);
    if (read.kind === 'prefix' && !rules.queryPrefix) {
      const fieldPath = ['queryParams', name, 'prefix'];
      remark({ kind: 'ignored-by-version', text: 'prefix of a query parameter', path: fieldPath });
    }
    const compared: Language = compares ? textsOf(read, ['queryParams', name]) : { kind: 'any' };
    return [{ dimension: `query ${name}`, absent: false, texts: compared, negated: false }];
  }

  function textsOf(read: StringMatch, fieldPath: readonly string[]): Language {
    if (read.kind === 'present') return { kind: 'any' };
    if (read.kind === 'exact') return { kind: 'values', values: [read.text] };
    return read.kind === 'prefix'
      ? { kind: 'prefix', text: read.text }
      : regexOf(read.text, [...fieldPath, 'regex']);
  }

  function regexOf(source: string, fieldPath: readonly string[]): Language {
    const { language, remarks } = regexLanguage(source, rules, regexes, fieldPath);
    remarks.forEach(remark);
    return language;
  }

  function regexHoldsEmpty(source: string): boolean {
    const read = regexes.read(source);
    return 'language' in read && holdsText(read.language, '');
  }

  function entriesOf(field: string): [string, unknown][] {
    if (!isGiven(field)) return [];
    const value = match[field];
    if (!isMapping(value)) return reject(misplaced(value, WANTED.texts, [field]));
    return Object.entries(value);
  }

  function gatewaysOf(given: unknown): readonly string[] | undefined {
    if (!isGiven('gateways')) return undefined;
    if (!Array.isArray(given)) reject(misplaced(given, WANTED.gateways, ['gateways']));
    const names = listOf(given).flatMap((name, i) =>
      textOf(name) ? [name as string] : reject(misplaced(name, `a Gateway's name`, ['gateways', i])),
    );
    return names.length === 0 ? undefined : names;
  }

  function portOf(given: unknown): number | undefined {
    if (!isGiven('port')) return undefined;
    if (isPort(given)) return given;
    (given === 0 ? remark : reject)(misplacedPort(given));
    return undefined;
  }

  function ignored(field: string): [string, unknown][] {
    if (isGiven(field)) remark({ kind: 'ignored-by-version', text: field, path: [field] });
    return [];
  }

  /** Null is what protobuf has where nothing is given; it was reported before. */
  function isGiven(field: string): boolean {
    return match[field] !== undefined && match[field] !== null;
  }

  function texts(value: unknown, fieldPath: readonly string[]): StringMatch | undefined {
    return value === undefined || value === null ? undefined : entry(value, fieldPath);
  }

  function entry(value: unknown, fieldPath: readonly string[]): StringMatch | undefined {
    const read = stringMatchOf(value);
    if (read === undefined) reject(stringMatchRemark(value, fieldPath));
    else if (value === null) remark(stringMatchRemark(value, fieldPath));
    else if (read.kind === 'prefix' && read.text === '' && fieldPath[0] !== 'uri')
      reject(emptyPrefix(fieldPath));
    return read;
  }

  function unmodelled(text: string, fieldPath: readonly string[]): never[] {
    unread += 1;
    remark({ kind: 'not-modelled', text, path: fieldPath });
    return [];
  }

  function rejectOrRemark(found: MatchRemark): void {
    (found.kind === 'malformed' ? reject : remark)(found);
  }

  function reject(found: MatchRemark): never[] {
    rejected += 1;
    remark(found);
    return [];
  }
}

/** Paths of remarks begin at the match. */
function pathOfFields(): readonly string[] {
  return [];
}
