import fc, { type Arbitrary } from 'fast-check';
import type { NaiveRequest } from './naive-evaluator';

/** What may be in a random table; everything by default. */
export interface TableOptions {
  /** Most VirtualServices. @default 8 */
  readonly most?: number;
  /** Whether paths may be regexes. @default true */
  readonly regexes?: boolean;
  /** Whether methods, headers and query parameters may be asked for. @default true */
  readonly conditions?: boolean;
  /** Whether some routes take every path. @default true */
  readonly catchAlls?: boolean;
  /** Whether some VirtualServices have a creationTimestamp. @default true */
  readonly timestamps?: boolean;
}

/** A VirtualService as it would be read from YAML. */
export interface PlainVirtualService {
  readonly apiVersion: string;
  readonly kind: 'VirtualService';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly creationTimestamp?: string;
  };
  readonly spec: {
    readonly hosts: readonly string[];
    readonly gateways: readonly string[];
    readonly http: readonly Readonly<Record<string, unknown>>[];
  };
}

type Condition = Readonly<Record<string, unknown>>;

const HOST = 'h.example';
const ISTIO_VERSIONS = [
  ...['1.0.0', '1.1.6', '1.1.7', '1.2.2', '1.3.8', '1.4.6', '1.5.4', '1.6.14', '1.7.8', '1.8.6', '1.14.6'],
  ...['1.15.7', '1.17.8', '1.18.7', '1.19.7', '1.19.8', '1.20.3', '1.20.4', '1.21.6', '1.22.8', '1.28.6'],
  '1.31.0',
];

/** Small tables of 2 to 8 VirtualServices on the gateway `ns/gw` and the host `h.example`. */
export function virtualServices(options: TableOptions = {}): Arbitrary<readonly PlainVirtualService[]> {
  return fc.uniqueArray(virtualService(options), {
    minLength: 2,
    maxLength: options.most ?? 8,
    selector: ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
  });
}

/** Requests to such a table that are likely to hit it. */
export function requests(): Arbitrary<NaiveRequest> {
  const header = fc.constantFrom('1', '2', '12', 'x', '');
  const headers = fc.record(
    { 'x-a': header, 'X-B': header },
    { requiredKeys: [], noNullPrototype: true }, // as YAML gives them
  );
  const query = fc.constantFrom('', '', '', '?', '?q', '?q=1', '?q=2&r=1', '?q=12', '?r=1&q=x&q=1', '?Q=1');
  return fc
    .record({
      method: fc.constantFrom('GET', 'GET', 'POST', 'PUT'),
      host: oftenThen(HOST, [`${HOST}:80`, 'H.Example']),
      path: fc.tuple(requestPath(), query).map(([path, text]) => path + text),
      headers,
      scheme: oftenThen<'http' | 'https'>('http', ['https']),
    })
    .map(({ scheme, ...request }) => (scheme === 'http' ? request : { ...request, scheme }));
}

/** One release of each era. */
export function istioVersions(): Arbitrary<string> {
  return fc.constantFrom(...ISTIO_VERSIONS);
}

/** All words over an alphabet, from the empty one up to `length` letters, shortest first. */
export function wordsUpTo(alphabet: readonly string[], length: number): readonly string[] {
  const words = [''];
  let last: readonly string[] = words.slice();
  for (let size = 1; size <= length; size += 1) {
    last = last.flatMap((word) => alphabet.map((letter) => word + letter));
    words.push(...last);
  }
  return words;
}

/** A regex that RE2 compiles, of a little grammar over `a`, `b` and `/`. */
export function regexes(): Arbitrary<string> {
  const rooted = fc.tuple(fc.constantFrom('', '', '', '(?i)', '^'), sequence(2)).map(([f, s]) => `${f}/${s}`);
  const pieces = fc.constantFrom('/a/?', '/a\\b.*', '/(a|b)*', '/[^/]+/b', '/a{0,2}b', '/.*/b', '/a(/.*)?');
  return fc.oneof(
    { arbitrary: rooted, weight: 4 },
    { arbitrary: pieces, weight: 3 },
    { arbitrary: fc.tuple(rooted, rooted).map((sides) => sides.join('|')), weight: 1 },
    { arbitrary: alternation(2), weight: 1 },
  );
}

function alternation(depth: number): Arbitrary<string> {
  return fc.array(sequence(depth), { minLength: 1, maxLength: 2 }).map((sides) => sides.join('|'));
}

function sequence(depth: number): Arbitrary<string> {
  const literal = fc.constantFrom('a', 'b', 'ab', '/', '[ab]', '[^/]', '.', 'a', 'b', '/');
  const group = depth > 0 ? alternation(depth - 1).map((inner) => `(${inner})`) : literal;
  const atom = fc.oneof({ arbitrary: literal, weight: 5 }, { arbitrary: group, weight: 1 });
  const repeat = fc.constantFrom('', '', '', '*', '+', '?', '{0,2}');
  const piece = fc.oneof(
    { arbitrary: fc.tuple(atom, repeat).map((parts) => parts.join('')), weight: 9 },
    { arbitrary: fc.constant('\\b'), weight: 1 },
  );
  return fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
}

/** `/` and up to three segments; an empty one makes `//` or a slash at the end. */
function path(): Arbitrary<string> {
  const segment = fc.constantFrom('a', 'b', 'ab', 'a', '');
  return fc.array(segment, { maxLength: 3 }).map((segments) => `/${segments.join('/')}`);
}

function requestPath(): Arbitrary<string> {
  const segments = fc.constantFrom('/a', '/b', '/a/b', '/ab', '/', '/a/', '/aa', '/abb', '/a/a/b', '/a-b');
  return fc
    .tuple(fc.oneof(path(), segments), fc.nat(9))
    .map(([text, upper]) => (upper === 0 ? text.toUpperCase() : text));
}

function virtualService(options: TableOptions): Arbitrary<PlainVirtualService> {
  const times = ['2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', '2026-01-02T00:00:00Z'];
  return fc
    .record({
      version: fc.constantFrom('v1alpha3', 'v1beta1', 'v1'),
      // Some of them sort differently as `<name>.<namespace>` and as name, then namespace.
      name: fc.constantFrom('a', 'a-b', 'a.b', 'a0', 'b', 'b-a', 'c', 'c-a', 'd', 'e'),
      namespace: fc.constantFrom('ns', 'ns', 'ns', 'other'),
      time: options.timestamps === false ? fc.constant(undefined) : oftenThen(undefined, times),
      http: fc.array(rule(options), { minLength: 1, maxLength: 3 }),
    })
    .map(({ version, name, namespace, time, http }) => ({
      apiVersion: `networking.istio.io/${version}`,
      kind: 'VirtualService' as const,
      metadata: { name, namespace, ...(time !== undefined && { creationTimestamp: time }) },
      spec: { hosts: [HOST], gateways: ['ns/gw'], http },
    }));
}

function rule(options: TableOptions): Arbitrary<Condition> {
  const destination = fc.constantFrom('one.ns', 'one.ns', 'two.ns', 'three.ns');
  const routed = destination.map((host) => ({
    route: [{ destination: { host: `${host}.svc.cluster.local` } }],
  }));
  const redirected = fc.constant({ redirect: { uri: '/elsewhere' } });
  const outcome = fc.oneof({ arbitrary: routed, weight: 9 }, { arbitrary: redirected, weight: 1 });
  const match = fc.array(condition(options), { minLength: 1, maxLength: 2 }).map((all) => ({ match: all }));
  const matches =
    options.catchAlls === false
      ? match
      : fc.oneof({ arbitrary: match, weight: 15 }, { arbitrary: fc.constant({}), weight: 1 });
  return fc.tuple(matches, outcome).map(([some, what]) => ({ ...some, ...what }));
}

function condition(options: TableOptions): Arbitrary<Condition> {
  const uri = fc.oneof(
    {
      arbitrary: path()
        .filter((text) => text !== '/')
        .map((prefix) => ({ prefix })),
      weight: 4,
    },
    { arbitrary: path().map((exact) => ({ exact })), weight: 3 },
    { arbitrary: regexes().map((regex) => ({ regex })), weight: options.regexes === false ? 0 : 4 },
    { arbitrary: everyPath(options), weight: options.catchAlls === false ? 0 : 2 },
  );
  const folded = fc.nat(7).map((n) => (n === 0 ? { ignoreUriCase: true } : {}));
  const asked = options.conditions === false ? fc.constant({}) : requirements();
  return fc.tuple(uri, folded, asked, fc.nat(9)).map(([path, fold, rest, n]) =>
    // Without a path, the prefix `/` is meant.
    n === 0 && Object.keys(rest).length > 0 ? rest : { uri: path, ...fold, ...rest },
  );
}

/** Paths that count as catch-alls in some version, and their likes that count in none. */
function everyPath({ regexes: allowed }: TableOptions): Arbitrary<Condition> {
  const prefixes = [{ prefix: '/' }, { prefix: '/' }, { prefix: '' }];
  return fc.constantFrom<Condition>(
    ...prefixes,
    ...(allowed === false ? [] : [{ regex: '.*' }, { regex: '/.*' }]),
  );
}

/** What a match asks for beside the path: mostly nothing, else of a small pool, so that matches collide. */
function requirements(): Arbitrary<Condition> {
  const value = fc.constantFrom<Condition>(
    ...[{ exact: '1' }, { exact: '2' }, { prefix: '1' }, { regex: '[12]' }, { regex: '[12]?' }, {}],
  );
  const headers = fc.dictionary(fc.constantFrom('x-a', 'X-b'), value, {
    minKeys: 1,
    maxKeys: 2,
    noNullPrototype: true,
  });
  const parameters = fc.dictionary(fc.constantFrom('q', 'r'), value, { minKeys: 1, noNullPrototype: true });
  const method = fc.constantFrom({ exact: 'GET' }, { exact: 'POST' }, { prefix: 'P' }, { regex: 'GET|PUT' });
  const authority = fc.constantFrom({ exact: HOST }, { prefix: 'h.' }, { regex: '.*:80' });
  return fc.oneof(
    { arbitrary: fc.constant({}), weight: 6 },
    { arbitrary: fc.record({ method }), weight: 2 },
    { arbitrary: fc.record({ headers }), weight: 2 },
    { arbitrary: fc.record({ withoutHeaders: headers }), weight: 2 },
    { arbitrary: fc.record({ queryParams: parameters }), weight: 2 },
    { arbitrary: fc.record({ authority }), weight: 1 },
    { arbitrary: fc.record({ scheme: fc.constant({ exact: 'https' }) }), weight: 1 },
    {
      arbitrary: fc.record(
        { method, headers, withoutHeaders: headers, queryParams: parameters },
        { requiredKeys: [] },
      ),
      weight: 1,
    },
  );
}

/** Mostly `usual`, sometimes one of the others. */
function oftenThen<T>(usual: T, others: readonly T[]): Arbitrary<T> {
  return fc.oneof(
    { arbitrary: fc.constant(usual), weight: 6 },
    { arbitrary: fc.constantFrom(...others), weight: 4 },
  );
}
