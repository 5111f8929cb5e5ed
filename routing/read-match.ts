import type { Condition, Dimension } from './condition';
import { isPathText, ROOT } from './literal-index';
import { foldCase, holdsText, type Language } from './language';
import { fieldRemarks, MATCH_FIELDS, isPort, misplaced, misplacedPort, WANTED } from './match-fields';
import { isMapping, listOf, textOf, type Mapping } from './plain-object';
import { remarked, type MatchRemark } from './remark';
import type { RoutingRules } from './rules';
import {
  noLanguage,
  regexLanguage,
  stringMatchOf,
  stringMatchRemark,
  type RegexReader,
  type StringMatch,
} from './string-match';

/** A match, read. */
export interface ReadMatch {
  readonly path: Language;
  readonly conditions: readonly Condition[];
  /** Whether Istio counts the Envoy route as one that matches everything. */
  readonly catchAll: boolean;
  /** Whether Istio 1.5 to 1.7 end the VirtualService here: on `/` without headers and query parameters. */
  readonly rootPrefix: boolean;
  /** The Gateways that it is for, as it writes them; undefined for all of its VirtualService. */
  readonly gateways: readonly string[] | undefined;
  /** The listener's port that it is for. */
  readonly port: number | undefined;
}

/** Conditions on the proxy, not on the request: which Gateway's pods have the labels is not in the manifests. */
const PROXY_CONDITIONS = ['sourceLabels', 'sourceNamespace'];

/** Header names that stand for other parts of a request. */
const PSEUDO_HEADERS: Readonly<Record<string, Dimension>> = {
  ':method': 'method',
  ':scheme': 'scheme',
  ':authority': 'authority',
  host: 'authority',
};

/** Most matches ask for nothing but a path. */
const NO_CONDITIONS: readonly Condition[] = [];

/** Stands for a match that Istio rejects: it takes no request, so that nothing is concluded from it. */
export const UNREADABLE: ReadMatch = {
  path: remarked(noLanguage('')),
  conditions: NO_CONDITIONS,
  catchAll: false,
  rootPrefix: false,
  gateways: undefined,
  port: undefined,
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

/** Reads the usual match at once: a prefix or an exact path alone, of which nothing is to be said. */
function readPlainPath(match: Mapping): ReadMatch | undefined {
  for (const field in match) if (field !== 'uri') return undefined;
  const uri = match.uri === undefined ? undefined : stringMatchOf(match.uri);
  if (uri === undefined || uri.kind === 'present' || uri.kind === 'regex') return undefined;
  const { kind, text } = uri;
  if (text === ROOT || !isPathText(text)) return undefined;
  return {
    path: kind === 'prefix' ? { kind, text } : { kind: 'values', values: [text] },
    conditions: NO_CONDITIONS,
    catchAll: false,
    rootPrefix: false,
    gateways: undefined,
    port: undefined,
  };
}

function readWhole(
  match: Mapping,
  rules: RoutingRules,
  regexes: RegexReader,
  remark: (remark: MatchRemark) => void,
): ReadMatch {
  for (const found of fieldRemarks(match, MATCH_FIELDS, [])) remark(found);
  let rejected = 0;
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
  for (const field of PROXY_CONDITIONS) {
    if (isGiven(field)) remark({ kind: 'not-modelled', text: field, path: [field] });
  }
  if (rejected > 0) return UNREADABLE;
  const root = uri === undefined || uri.kind === 'present' || (uri.kind === 'prefix' && uri.text === '/');
  const always = uri?.kind === 'regex' && uri.text === rules.catchAllRegex;
  const asks = (field: string) => isMapping(match[field]) && Object.keys(match[field]).length > 0;
  const isRoot = uri !== undefined && uri.kind !== 'present' && (root || always);
  return {
    path,
    conditions,
    catchAll: (root || always) && conditions.length === 0,
    rootPrefix: isRoot && !asks('headers') && !asks('queryParams'),
    gateways,
    port,
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
    const at = [without ? 'withoutHeaders' : 'headers', name];
    const lower = name.toLowerCase();
    if (lower.startsWith('@request.auth.') || lower === ':path') {
      remark({ kind: 'not-modelled', text: name, path: at });
      return [];
    }
    if (name === '') return reject({ kind: 'malformed', text: 'a header has no name', path: at });
    const read = entry(value, at);
    if (read === undefined) return [];
    const dimension: Dimension =
      (Object.hasOwn(PSEUDO_HEADERS, lower) ? PSEUDO_HEADERS[lower] : undefined) ?? `header ${lower}`;
    if (read.kind === 'present' || (read.kind === 'regex' && read.text === '*')) {
      return [{ dimension, absent: without, texts: without ? 'none' : { kind: 'any' }, negated: false }];
    }
    const compared = textsOf(read, at);
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
      const at = ['queryParams', name, 'prefix'];
      remark({ kind: 'ignored-by-version', text: 'prefix of a query parameter', path: at });
    }
    const compared: Language = compares ? textsOf(read, ['queryParams', name]) : { kind: 'any' };
    return [{ dimension: `query ${name}`, absent: false, texts: compared, negated: false }];
  }

  function textsOf(read: StringMatch, at: readonly string[]): Language {
    if (read.kind === 'present') return { kind: 'any' };
    if (read.kind === 'exact') return { kind: 'values', values: [read.text] };
    return read.kind === 'prefix'
      ? { kind: 'prefix', text: read.text }
      : regexOf(read.text, [...at, 'regex']);
  }

  function regexOf(source: string, at: readonly string[]): Language {
    const { language, remarks } = regexLanguage(source, rules, regexes, at);
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

  /** Null is what protobuf has where nothing is given; that it stands there has been said. */
  function isGiven(field: string): boolean {
    return match[field] !== undefined && match[field] !== null;
  }

  function texts(value: unknown, at: readonly string[]): StringMatch | undefined {
    return value === undefined || value === null ? undefined : entry(value, at);
  }

  function entry(value: unknown, at: readonly string[]): StringMatch | undefined {
    const read = stringMatchOf(value);
    if (read === undefined) reject(stringMatchRemark(value, at));
    else if (value === null) remark(stringMatchRemark(value, at));
    return read;
  }

  function reject(found: MatchRemark): never[] {
    rejected += 1;
    remark(found);
    return [];
  }
}
