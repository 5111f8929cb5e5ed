import { routingRulesOf } from '../../../platform';
import { checkTables, routeTables, type TableCheck } from '../../../routing';
import { exact, GET, NOW, on, only, prefix, regex, ROUTE, vs } from '../contract-builders';

function check(objects: readonly unknown[], istio = NOW): TableCheck {
  const rules = routingRulesOf(istio);
  if (rules === undefined) throw new Error(`no rules for Istio ${istio}`);
  return checkTables(routeTables(objects, rules), rules);
}

/** All that is reported of some objects: `<code> <path> <message>`. */
const told = (objects: readonly unknown[], istio?: string) =>
  check(objects, istio).problems.map(({ code, message, positions: positions }) => {
    const path = positions[0]?.path.join('.') ?? '';
    return [code, path, message].join(' ');
  });
const helpOf = (objects: readonly unknown[]) => check(objects).problems.map(({ help }) => help);

/** A VirtualService like {@link vs}'s, with another spec, or with more in it. */
const withSpec = (spec: unknown) => ({ ...vs('a'), spec });
const spec = { hosts: ['h.example'], gateways: ['ns/gw'], http: [on(prefix('/a'))] };
const at = 'spec.http.0.match.0';

/** What each is reported as, behind `KF614 ` and its path. */
type Cases = readonly (readonly [object: object, path: string, message: string])[];

const PORT = 'where a whole number from 1 to 65535 belongs';
const COMPARED = 'where a mapping with exact, prefix or regex belongs';

const MATCHES: Cases = [
  [{ port: '8080' }, 'port', `port is "8080", ${PORT}`],
  [{ port: 80.5 }, 'port', `port is 80.5, ${PORT}`],
  [{ port: 0 }, 'port', `port is 0, ${PORT}`],
  [{ port: -1 }, 'port', `port is -1, ${PORT}`],
  [{ port: 65_536 }, 'port', `port is 65536, ${PORT}`],
  [{ port: null }, 'port', 'port is null, where a whole number belongs'],
  [{ gateways: 'ns/other' }, 'gateways', 'gateways is "ns/other", where a list of Gateways belongs'],
  [{ gateways: ['ns/gw', 7] }, 'gateways.1', `gateways[1] is 7, where a Gateway's name belongs`],
  [{ gateways: [''] }, 'gateways.0', `gateways[0] is "", where a Gateway's name belongs`],
  [{ ignoreUriCase: 'yes' }, 'ignoreUriCase', 'ignoreUriCase is "yes", where true or false belongs'],
  [{ methods: { exact: 'GET' } }, 'methods', 'a match has no field "methods"'],
  [{ ignore_uri_case: true }, 'ignore_uri_case', 'a match has no field "ignore_uri_case"'],
  [{ method: 'GET' }, 'method', `method is "GET", ${COMPARED}`],
  [{ method: null }, 'method', `method is null, ${COMPARED}`],
  [
    { method: { exact: 'GET', regex: '.' } },
    'method.regex',
    'method has exact and regex, where one of them belongs',
  ],
  [{ method: { suffix: 'T' } }, 'method.suffix', 'method.suffix is none of exact, prefix, regex'],
  [
    { method: { exact: 'GET', suffix: 'T' } },
    'method.suffix',
    'method.suffix is none of exact, prefix, regex',
  ],
  [{ method: { exact: null } }, 'method.exact', 'method.exact is null, where a text belongs'],
  [{ headers: ['x'] }, 'headers', 'headers is a list, where a mapping of names belongs'],
  [{ headers: { x: '1' } }, 'headers.x', `headers.x is "1", ${COMPARED}`],
  [{ headers: { x: { exact: 1 } } }, 'headers.x.exact', 'headers.x.exact is 1, where a text belongs'],
  [{ headers: { x: null } }, 'headers.x', `headers.x is null, ${COMPARED}`],
  [{ headers: { '': {} } }, 'headers.', 'a header has no name'],
  [{ withoutHeaders: { x: null } }, 'withoutHeaders.x', `withoutHeaders.x is null, ${COMPARED}`],
  [{ withoutHeaders: null }, 'withoutHeaders', 'withoutHeaders is null, where a mapping of names belongs'],
  [{ queryParams: { q: true } }, 'queryParams.q', `queryParams.q is true, ${COMPARED}`],
];

const URIS: Cases = [
  [
    { uri: { exact: '/a', prefix: '/b' } },
    `${at}.uri.prefix`,
    'uri has exact and prefix, where one of them belongs',
  ],
  [{ uri: { suffix: '/a' } }, `${at}.uri.suffix`, 'uri.suffix is none of exact, prefix, regex'],
  [{ uri: { exact: 7 } }, `${at}.uri.exact`, 'uri.exact is 7, where a text belongs'],
  [{ uri: ['/a'] }, `${at}.uri`, `uri is a list, ${COMPARED}`],
  [{ uri: null }, `${at}.uri`, `uri is null, ${COMPARED}`],
  [{ path: '/a' }, `${at}.path`, 'a match has no field "path"'],
];

const RULES: Cases = [
  [{ routes: [] }, 'spec.http.0.routes', 'a rule has no field "routes"'],
  [{ rewrites: {} }, 'spec.http.0.rewrites', 'a rule has no field "rewrites"'],
  [
    { match: prefix('/a') },
    'spec.http.0.match',
    'spec.http[0].match is a mapping, where a list of matches belongs',
  ],
  [{ match: ['/a'] }, at, 'spec.http[0].match[0] is "/a", where a match belongs'],
  [{ match: [null] }, at, 'spec.http[0].match[0] is null, where a match belongs'],
];

const SPECS: readonly (readonly [spec: unknown, path: string, message: string])[] = [
  [5, 'spec', 'spec is 5, where a mapping belongs'],
  [undefined, 'spec', 'spec is missing, where a mapping belongs'],
  [{ ...spec, hosts: undefined }, 'spec.hosts', 'spec.hosts is missing, where a list of hosts belongs'],
  [{ ...spec, hosts: [] }, 'spec.hosts', 'spec.hosts is an empty list, where a list of hosts belongs'],
  [{ ...spec, hosts: 'h' }, 'spec.hosts', 'spec.hosts is "h", where a list of hosts belongs'],
  [{ ...spec, hosts: ['h', 7] }, 'spec.hosts.1', `spec.hosts[1] is 7, where a host's name belongs`],
  [
    { ...spec, gateways: 'ns/gw' },
    'spec.gateways',
    'spec.gateways is "ns/gw", where a list of Gateways belongs',
  ],
  [{ ...spec, gateway: ['ns/gw'] }, 'spec.gateway', 'spec has no field "gateway"'],
  [{ ...spec, http: {} }, 'spec.http', 'spec.http is a mapping, where a list of rules belongs'],
  [{ ...spec, http: ['x'] }, 'spec.http.0', 'spec.http[0] is "x", where a rule belongs'],
];

const named = (cases: readonly (readonly [unknown, string, string])[]) =>
  cases.map((one) => [JSON.stringify(one[0]) as string | undefined, ...one] as const);

describe('what Istio does not take is told once, where it stands', () => {
  test.each(named(MATCHES))('in a match: %s', (_, more, path, message) => {
    const objects = only(prefix('/a', more as object));
    expect(told(objects)).toEqual([`KF614 ${at}.${path} ${message}`]);
    expect(check(objects).tables.map(({ orderIndependent }) => orderIndependent)).toEqual(['undecided']);
  });

  test.each(named(URIS))('as a match: %s', (_, match, path, message) => {
    expect(told(only(match as object))).toEqual([`KF614 ${path} ${message}`]);
  });

  test.each(named(RULES))('in a rule: %s', (_, more, path, message) => {
    expect(told([vs('a', { ...ROUTE, ...(more as object) })])).toEqual([`KF614 ${path} ${message}`]);
  });

  test.each(named(SPECS))('as spec: %s', (_, given, path, message) => {
    expect(told([withSpec(given)])).toEqual([`KF614 ${path} ${message}`]);
  });

  test('as metadata', () => {
    expect(told([{ ...vs('a', on(prefix('/a'))), metadata: { namespace: 7 } }])).toEqual([
      'KF614 metadata.name metadata.name is missing, where a name belongs',
      'KF614 metadata.namespace metadata.namespace is 7, where a namespace belongs',
    ]);
  });

  test('several at once', () => {
    expect(told(only({ uri: { exact: 7 }, port: '80', verb: GET }))).toHaveLength(3);
  });

  test.each([
    [{ methods: {} }, 'did you mean "method"?'],
    [{ query_params: {} }, 'did you mean "queryParams"?'],
    [{ destination: {} }, 'known here: uri, scheme, method,'],
    [{ method: { perfix: 'G' } }, 'did you mean "prefix"?'],
    [{ method: null }, 'Kubernetes drops or rejects what is null'],
    [{ port: 0 }, 'leave it out: Istio reads 0 as every port'],
  ])('the help for %j', (more, help) => {
    expect(helpOf(only(prefix('/a', more)))).toEqual([expect.stringContaining(help)]);
  });
});

describe('what Istio takes is not told', () => {
  const every = {
    name: 'm',
    scheme: { exact: 'http' },
    method: { regex: 'GET|PUT' },
    authority: { prefix: 'h.' },
    headers: { x: {}, y: { prefix: '1' } },
    withoutHeaders: { z: {} },
    queryParams: { q: { exact: '' } },
    port: 65_535,
    gateways: [],
    ignoreUriCase: false,
    statPrefix: 's',
  };
  const fields =
    'name redirect rewrite timeout retries fault mirror mirrors mirrorPercent mirrorPercentage mirror_percent ' +
    'corsPolicy headers websocketUpgrade appendHeaders appendRequestHeaders appendResponseHeaders ' +
    'removeRequestHeaders removeResponseHeaders delegate directResponse';

  test('all fields of a match', () => {
    expect(told(only(prefix('/a', every)))).toEqual([]);
  });

  test('all fields of a rule and of spec', () => {
    const more = Object.fromEntries(fields.split(' ').map((field) => [field, null]));
    const whole = { ...spec, tls: [], tcp: [], exportTo: ['*'], http: [{ ...on(prefix('/a')), ...more }] };
    expect(told([withSpec(whole)])).toEqual([]);
    expect(told([withSpec(whole)], '1.14.6')).toEqual([]);
  });

  test('a field that is undefined, which no manifest has', () => {
    const match = { uri: { exact: '/a', prefix: undefined }, port: undefined, verb: undefined };
    expect(told(only(match))).toEqual([]);
  });
});

test('an empty list of Gateways is for all of them', () => {
  const { tables } = check(only(prefix('/a', { gateways: [] })));
  expect(tables.map(({ routes }) => routes)).toEqual([1]);
});

// A VirtualService that others delegate to has neither hosts nor Gateways.
test.each([
  [NOW, 'KF619'],
  ['1.8.6', 'KF619'],
  ['1.7.8', 'KF614'],
])('without hosts and Gateways on Istio %s', (istio, code) => {
  const { problems } = check([withSpec({ http: [on(prefix('/a'))] })], istio);
  expect(problems.map((problem) => [problem.code, problem.positions[0]?.path])).toEqual([
    [code, ['spec', 'hosts']],
  ]);
});

// Istio rejects such an object whole: what it would take is no reason to call other routes dead or in conflict.
test.each([
  ['a path', { uri: 7 }],
  ['a method', prefix('/', { method: 'GET' })],
  ['a list of Gateways', prefix('/', { gateways: 'ns/gw' })],
  ['a match', 7],
])('%s that cannot be read takes nothing from others', (_, match) => {
  const others = [vs('b', on(exact('/a'))), vs('c', on(prefix('/c')))];
  const objects = [vs('a', { ...ROUTE, match: [match] }, ROUTE), ...others];
  const { problems } = check(objects);
  expect(problems.map(({ code }) => code)).toEqual(['KF614']);
});

// Kubernetes leaves the field out, and the match is as broad as it is without it.
test('a match with an unknown field takes what it takes without it', () => {
  const objects = [vs('a', on(prefix('/a', { methods: GET })), on(exact('/a/b')))];
  expect(check(objects).problems.map(({ code }) => code)).toEqual(['KF614', 'KF604']);
});

describe('each defect is told once', () => {
  test.each([
    ['an empty exact path', exact(''), ['KF610']],
    ['a path without a slash', prefix('a', { ignoreUriCase: true }), ['KF610']],
    ['an empty regex', regex(''), ['KF403']],
    ['a regex that is none', regex('/('), ['KF403']],
    ['a regex that is none, in a header', prefix('/a', { headers: { x: { regex: '(?!x)' } } }), ['KF403']],
    ['a plain regex that is too long', regex(`/${'a'.repeat(1024)}`), ['KF403']],
    ['a regex of what is no path', regex('a'), ['KF610']],
    ['a regex of what is no path, or is one', regex('(/.*)?'), ['KF609']],
  ])('%s', (_, match, codes) => {
    expect(check(only(match)).problems.map(({ code }) => code)).toEqual(codes);
  });
});
