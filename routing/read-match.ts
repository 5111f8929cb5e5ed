import type { Condition, Dimension } from './condition';
import { isPathText, ROOT } from './literal-index';
import { foldCase, holdsText, type Language } from './language';
import { isMapping, listOf, textOf, type Mapping } from './plain-object';
import type { RoutingRules } from './rules';
import { stdRegexProblem } from './std-regex';
import { noLanguage, stringMatchOf, type RegexReader, type StringMatch } from './string-match';

/** Something in a match that the reader has to say. */
export interface MatchRemark {
  readonly kind: 'regex-rejected' | 'not-modelled' | 'ignored-by-version' | 'unmatchable' | 'malformed';
  /** What is so: a sentence's end, for `the regex "…" ` or `the field `. */
  readonly text: string;
  readonly path: readonly (string | number)[];
}

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
  const uri = match.uri === undefined ? undefined : stringMatchOf(match.uri);
  if (match.uri !== undefined && uri === undefined) malformed(['uri']);
  const conditions = [
    ...(['method', 'scheme', 'authority'] as const).flatMap((field) => whole(field)),
    ...entriesOf('headers').flatMap(([name, value]) => header(name, value, false)),
    ...(rules.withoutHeaders === 'ignored' ? ignored('withoutHeaders') : entriesOf('withoutHeaders')).flatMap(
      ([name, value]) => header(name, value, true),
    ),
    ...(rules.queryParams ? entriesOf('queryParams') : ignored('queryParams')).flatMap(query),
  ];
  for (const field of PROXY_CONDITIONS) {
    if (match[field] !== undefined) remark({ kind: 'not-modelled', text: field, path: [field] });
  }
  const root = uri === undefined || uri.kind === 'present' || (uri.kind === 'prefix' && uri.text === '/');
  const always = uri?.kind === 'regex' && uri.text === rules.catchAllRegex;
  const asks = (field: string) => isMapping(match[field]) && Object.keys(match[field]).length > 0;
  return {
    path: pathOf(uri),
    conditions,
    catchAll: (root || always) && conditions.length === 0,
    rootPrefix:
      uri !== undefined &&
      uri.kind !== 'present' &&
      (root || always) &&
      !asks('headers') &&
      !asks('queryParams'),
    gateways: Array.isArray(match.gateways)
      ? listOf(match.gateways).flatMap((g) => textOf(g) ?? [])
      : undefined,
    port: typeof match.port === 'number' ? match.port : undefined,
  };

  function pathOf(read: StringMatch | undefined): Language {
    if (read === undefined || read.kind === 'present') return { kind: 'prefix', text: '/' };
    const { kind, text } = read;
    if (kind === 'regex') return regexOf(text, ['uri', 'regex']);
    if (kind === 'prefix' ? text !== '' && !isPathText(text) : !isPathText(text)) {
      remark({ kind: 'unmatchable', text: `the path ${JSON.stringify(text)}`, path: ['uri', kind] });
    }
    if (match.ignoreUriCase === true) {
      if (!rules.ignoreUriCase) ignored('ignoreUriCase');
      else if (text !== foldCase(text) || text !== text.toUpperCase()) {
        return { kind: 'folded', text, open: kind === 'prefix' };
      }
    }
    return kind === 'prefix' ? { kind, text } : { kind: 'values', values: [text] };
  }

  function whole(field: 'method' | 'scheme' | 'authority'): Condition[] {
    if (match[field] === undefined) return [];
    const read = stringMatchOf(match[field]);
    if (read === undefined) malformed([field]);
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
    const read = stringMatchOf(value);
    if (read === undefined) {
      malformed(at);
      return [];
    }
    const dimension: Dimension =
      (Object.hasOwn(PSEUDO_HEADERS, lower) ? PSEUDO_HEADERS[lower] : undefined) ?? `header ${lower}`;
    if (read.kind === 'present' || (read.kind === 'regex' && read.text === '*')) {
      return [{ dimension, absent: without, texts: without ? 'none' : { kind: 'any' }, negated: false }];
    }
    const texts = textsOf(read, at);
    if (!without) return [{ dimension, absent: false, texts, negated: false }];
    const emptyIsTaken =
      (read.kind === 'regex' && regexHoldsEmpty(read.text)) || (read.kind !== 'regex' && read.text === '');
    const absent = rules.withoutHeaders === 'absent-is-empty' && !emptyIsTaken;
    return [{ dimension, absent, texts, negated: true }];
  }

  function query([name, value]: [string, unknown]): Condition[] {
    const read = stringMatchOf(value);
    if (read === undefined) malformed(['queryParams', name]);
    if (read === undefined) return [];
    // What came with the prefix: the text `*` asks for nothing but that the parameter be there.
    const isAny = rules.queryPrefix && read.kind === 'regex' && read.text === '*';
    const compares = read.kind !== 'present' && !isAny && (read.kind !== 'prefix' || rules.queryPrefix);
    if (read.kind === 'prefix' && !rules.queryPrefix) {
      remark({
        kind: 'ignored-by-version',
        text: 'prefix of a query parameter',
        path: ['queryParams', name],
      });
    }
    const texts: Language = compares ? textsOf(read, ['queryParams', name]) : { kind: 'any' };
    return [{ dimension: `query ${name}`, absent: false, texts, negated: false }];
  }

  function textsOf(read: StringMatch, at: readonly string[]): Language {
    if (read.kind === 'present') return { kind: 'any' };
    if (read.kind === 'exact') return { kind: 'values', values: [read.text] };
    return read.kind === 'prefix'
      ? { kind: 'prefix', text: read.text }
      : regexOf(read.text, [...at, 'regex']);
  }

  function regexOf(source: string, path: readonly string[]): Language {
    if (rules.regex === 'std::regex') {
      const text = stdRegexProblem(source);
      if (text !== undefined) remark({ kind: 'not-modelled', text, path });
    }
    const read = regexes.read(source);
    const text = 'problem' in read ? read.problem : limitProblem(source, read.size);
    if (text !== undefined)
      remark({ kind: 'regex-rejected', text: `${JSON.stringify(source)} ${text}`, path });
    return 'problem' in read ? noLanguage(source) : read.language;
  }

  function limitProblem(source: string, size: number): string | undefined {
    if (source === '') return 'is empty';
    if (source.length > 1024) return `has ${source.length} characters, Istio takes 1024`;
    if (size <= rules.regexProgramLimit) return undefined;
    return `compiles to about ${size} instructions, Envoy takes ${rules.regexProgramLimit}`;
  }

  function regexHoldsEmpty(source: string): boolean {
    const read = regexes.read(source);
    return 'language' in read && holdsText(read.language, '');
  }

  function entriesOf(field: string): [string, unknown][] {
    const value = match[field];
    if (value === undefined || value === null) return [];
    if (!isMapping(value)) malformed([field]);
    return isMapping(value) ? Object.entries(value) : [];
  }

  function ignored(field: string): [string, unknown][] {
    if (match[field] !== undefined) remark({ kind: 'ignored-by-version', text: field, path: [field] });
    return [];
  }

  function malformed(path: readonly string[]): void {
    remark({ kind: 'malformed', text: path.join('.'), path });
  }
}
