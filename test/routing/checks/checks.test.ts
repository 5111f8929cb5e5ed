import { routingRulesOf } from '../../../platform';
import { checkTables, routeTables, type TableCheck } from '../../../routing';
import { exact, GET, NOW, on, OLD, only, prefix, regex, vs, YOUNG } from '../contract-builders';

/** What is reported: `<code> <severity> <routes> <witness>`, as far as the finding has them. */
interface Case {
  readonly name: string;
  /** @default the newest release */
  readonly istio?: string;
  readonly objects: readonly object[];
  /** Codes that are not listed are not looked at. */
  readonly codes: readonly string[];
  readonly told: readonly string[];
  /** What each message of these says, in order. */
  readonly says?: readonly string[];
}

function check(objects: readonly unknown[], istio = NOW): TableCheck {
  const rules = routingRulesOf(istio);
  if (rules === undefined) throw new Error(`no rules for Istio ${istio}`);
  return checkTables(routeTables(objects, rules), rules);
}

function spell({ code, severity, routes = [], witness }: TableCheck['problems'][number]): string {
  const places = routes.map(
    ({ virtualService, rule, match }) => `${virtualService.slice(3)}${rule}.${match}`,
  );
  const { method = '', path = '', headers = {}, query = {} } = witness ?? {};
  const more = [...Object.entries(headers), ...Object.entries(query)].map(
    ([name, value]) => `${name}=${value}`,
  );
  return [code, severity, places.join('+'), `${method} ${path}`.trim(), ...more].filter(Boolean).join(' ');
}

const to = (host: string, ...match: readonly object[]) => ({
  ...(match.length === 0 ? {} : { match }),
  route: [{ destination: { host } }],
});
/** One VirtualService `a` with one rule for each match, each to a destination of its own. */
const rules = (...matches: readonly object[]) => [vs('a', ...matches.map((match, i) => to(`h${i}`, match)))];
/** Two VirtualServices, `a` older than `b`. */
const two = (a: readonly object[], b: readonly object[], more: object = {}) => [
  vs({ name: 'a', created: OLD, ...more }, ...a),
  vs({ name: 'b', created: YOUNG, ...more }, ...b),
];
const pair = (a: object, b: object, more: object = {}) => two([to('one', a)], [to('two', b)], more);
const header = (value: object) => ({ headers: { x: value } });
const without = (value: object) => ({ withoutHeaders: { x: value } });
const mesh = { gateways: null };

const REGEXES: readonly Case[] = [
  ...(
    [
      ['/a(?=b)', 'the regex "/a(?=b)" looks ahead or behind, which RE2 cannot'],
      ['/a(?<!b)', 'the regex "/a(?<!b)" looks ahead or behind, which RE2 cannot'],
      ['/(a)\\1', 'the regex "/(a)\\\\1" refers back to a group, which RE2 cannot'],
      ['', 'the regex "" is empty'],
      ['/(a', 'the regex "/(a" is not an RE2 expression: missing closing ): `/(a`'],
      [`/${'a'.repeat(1024)}`, `the regex "/${'a'.repeat(1024)}" has 1025 characters, Istio takes 1024`],
    ] as const
  ).map(([text, message]) => ({
    name: `rejected: ${text.slice(0, 20)}`,
    objects: only(regex(text)),
    codes: ['KF403'],
    told: ['KF403 error'],
    says: [message],
  })),
  ...['/a(?:b)', '/(a)\\d', `/${'a'.repeat(1023)}`, '/[a-z]{1,600}'].map((text) => ({
    name: `taken: ${text.slice(0, 20)}`,
    objects: only(regex(text)),
    codes: ['KF403', 'KF610', 'KF611'],
    told: [],
  })),
  ...['1.4.6', '1.5.4', '1.6.14', '1.7.8', '1.3.8'].map((istio) => ({
    name: 'more than 1,024 instructions',
    istio,
    objects: only(regex('/[a-z]{1,600}')),
    codes: ['KF403'],
    told: /^1\.[456]/.test(istio) ? ['KF403 error'] : [],
  })),
  {
    name: 'rejected in a header',
    objects: only(prefix('/a', header({ regex: '(?!x)' }))),
    codes: ['KF403'],
    told: ['KF403 error'],
  },
];

const ORDER: readonly Case[] = [
  ['a prefix within a prefix', pair(prefix('/a'), prefix('/a/b')), ['KF601 error a0.0+b0.0 GET /a/b']],
  ['the other way round', pair(prefix('/a/b'), prefix('/a')), ['KF601 error a0.0+b0.0 GET /a/b']],
  ['regexes that cross', pair(regex('/[ab]+'), regex('/[bc]+')), ['KF601 error a0.0+b0.0 GET /b']],
  ['regexes that do not', pair(regex('/[ab]+'), regex('/[cd]+')), []],
  ['prefixes side by side', pair(prefix('/a/'), prefix('/b/')), []],
  ['the same outcome', two([to('one', prefix('/a'))], [to('one', prefix('/a/b'))]), []],
  ['a method told apart', pair(prefix('/a', GET), prefix('/a', { method: { exact: 'PUT' } })), []],
  [
    'a header beside any',
    pair(prefix('/a', header({ exact: '1' })), prefix('/a')),
    ['KF601 error a0.0+b0.0 GET /a x=1'],
  ],
  [
    'a query beside a header',
    pair(prefix('/a', header({ prefix: 'v' })), prefix('/a', { queryParams: { q: { exact: '1' } } })),
    ['KF601 error a0.0+b0.0 GET /a x=v q=1'],
  ],
  [
    'a header and its opposite',
    pair(prefix('/a', header({ exact: '1' })), prefix('/a', without({ exact: '1' }))),
    [],
  ],
  ['two catch-alls', pair({}, prefix('/')), ['KF601 error a0.0+b0.0 GET /']],
  ['a catch-all and a route', pair(prefix('/'), prefix('/a')), []],
  ['an empty prefix, which stays', pair(prefix(''), prefix('/a')), ['KF601 error a0.0+b0.0 GET /a']],
  [
    'what the own VirtualService takes before',
    two([to('one', exact('/a')), to('two', prefix('/a'))], [to('one', exact('/a'))]),
    [],
  ],
  ['in the mesh', pair(prefix('/a'), prefix('/b'), mesh), ['KF601 error a0.0+b0.0 GET /a']],
  ['in the mesh, alike', two([to('one', prefix('/a'))], [to('one', regex('/a.*'))], mesh), []],
].map(([name, objects, told]) => ({ name, objects, told, codes: ['KF601', 'KF612'] }) as Case);

const UNMERGED: readonly Case[] = ['1.0.0', '1.0.1'].map((istio) => ({
  name: 'two VirtualServices without overlap',
  istio,
  objects: pair(prefix('/a'), prefix('/b')),
  codes: ['KF601'],
  told: istio === '1.0.0' ? ['KF601 error a0.0+b0.0 GET /a'] : [],
}));

const DEAD: readonly Case[] = [
  ['by one', rules(prefix('/a'), exact('/a/b')), ['KF604 error a1.0+a0.0 GET /a/b']],
  ['not where it stands before', rules(exact('/a/b'), prefix('/a')), []],
  [
    'by two paths',
    rules(exact('/a'), prefix('/a/'), regex('/a(/.*)?')),
    ['KF604 error a2.0+a0.0+a1.0 GET /a'],
  ],
  ['not by one of two paths', rules(exact('/a'), regex('/a(/.*)?')), []],
  [
    'by a method and its opposite',
    rules(prefix('/a', GET), prefix('/a', { withoutHeaders: { ':method': { exact: 'GET' } } }), exact('/a')),
    ['KF604 error a2.0+a0.0+a1.0 GET /a'],
  ],
  [
    'by a method and a regex of all others',
    rules(
      prefix('/a', GET),
      prefix('/a', { method: { regex: '[^G].*|G[^E].*|GE[^T].*|GET.+|GE?' } }),
      exact('/a'),
    ),
    ['KF604 error a2.0+a0.0+a1.0 GET /a'],
  ],
  [
    'not where one method is left',
    rules(
      prefix('/a', GET),
      prefix('/a', { method: { regex: '[^G].*|G[^E].*|GE[^T].*|GET.+|G' } }),
      exact('/a'),
    ),
    [],
  ],
  [
    'by a header and its opposite',
    rules(prefix('/a', header({ exact: '1' })), prefix('/a', without({ exact: '1' })), exact('/a')),
    ['KF604 error a2.0+a0.0+a1.0 GET /a'],
  ],
  [
    'a match of a rule that answers',
    [vs('a', to('one', prefix('/a')), to('two', exact('/a/b'), exact('/c')))],
    ['KF604 warning a1.0+a0.0 GET /a/b'],
  ],
  ['behind a catch-all', rules(prefix('/'), exact('/a')), ['KF604 error a1.0']],
  ['not behind / with a method', rules(prefix('/', GET), exact('/a')), []],
].map(([name, objects, told]) => ({ name, objects, told, codes: ['KF604', 'KF612'] }) as Case);

const DEAD_BY_VERSION: readonly Case[] = [
  ...['1.21.6', '1.22.8'].map((istio) => ({
    name: 'an absent header is no value before 1.22',
    istio,
    objects: rules(prefix('/a', header({ exact: '1' })), prefix('/a', without({ exact: '1' })), exact('/a')),
    codes: ['KF604'],
    told: istio === '1.21.6' ? [] : ['KF604 error a2.0+a0.0+a1.0 GET /a'],
  })),
  ...['1.5.4', '1.7.8', '1.8.6'].map((istio) => ({
    name: 'dropped behind / with a method',
    istio,
    objects: [vs('a', on(prefix('/x'), prefix('/', GET)), on(exact('/a')))],
    codes: ['KF604'],
    told: istio === '1.8.6' ? [] : ['KF604 error a0.0', 'KF604 error a1.0'],
  })),
];

const ALIKE: readonly Case[] = [
  ...(
    [
      ['/a', '/a/', 'differ only by the slash at the end'],
      ['/a', '/A', 'differ only by letter case'],
      ['/a/b', '/a//b', 'differ only by //'],
      ['/a/b', '/a%2Fb', 'differ only by %2F for a slash'],
      ['/a/b', '/a%2fb', 'differ only by %2F for a slash'],
      ['/A/b', '/a/b/', 'differ only by slashes and letter case'],
    ] as const
  ).map(([a, b, how]) => ({
    name: `${a} and ${b}`,
    objects: pair(exact(a), exact(b)),
    codes: ['KF605'],
    told: ['KF605 warning a0.0+b0.0'],
    says: [`the paths "${a}" and "${b}" ${how}, and lead to different destinations`],
  })),
  {
    name: '/api beside /apis',
    objects: pair(prefix('/apis'), prefix('/api')),
    codes: ['KF605'],
    told: ['KF605 warning b0.0+a0.0'],
    says: [
      'the paths "/api" and "/apis" differ within a segment, where the prefix continues, and lead to different destinations',
    ],
  },
  ...(
    [
      ['the same destination', two([to('one', prefix('/api'))], [to('one', prefix('/apis'))])],
      ['whole segments', pair(prefix('/api'), prefix('/api/s'))],
      ['a slash at the end', pair(prefix('/api/'), prefix('/apis'))],
      ['exact paths that part within a segment', pair(exact('/api'), exact('/apis'))],
      ['another word', pair(exact('/a/b'), exact('/ab'))],
      ['one path twice', pair(exact('/a'), exact('/a', GET))],
    ] as const
  ).map(([name, objects]) => ({ name: `not ${name}`, objects, codes: ['KF605'], told: [] })),
];

const regexesOnHost = (count: number) =>
  rules(...Array.from({ length: count }, (_, index) => regex(`/a${index}/[0-9]+`)));

const ADVICE: readonly Case[] = [
  ...(
    [
      ['/a/.*', 'the prefix "/a/"'],
      ['/a', 'the path "/a"'],
      ['/a(/.*)?', 'the path "/a" or the prefix "/a/"'],
      ['/(a|b)', 'the path "/a" or the path "/b"'],
    ] as const
  ).map(([text, plain]) => ({
    name: `plain: ${text}`,
    objects: only(regex(text)),
    codes: ['KF607'],
    told: ['KF607 note a0.0'],
    says: [`the regex "${text}" is exactly ${plain}`],
  })),
  ...['/a/[0-9]+', '/a/.+', '(?i)/abc', '/[a-e]'].map((text) => ({
    name: `not plain: ${text}`,
    objects: only(regex(text)),
    codes: ['KF607'],
    told: [],
  })),
  { name: '100 regexes', objects: regexesOnHost(100), codes: ['KF608'], told: [] },
  { name: '101 regexes', objects: regexesOnHost(101), codes: ['KF608'], told: ['KF608 warning'] },
  ...[prefix(''), regex('/.*'), regex('(/.*)'), prefix('/', GET), prefix('/', header({}))].map((match) => ({
    name: `every path: ${JSON.stringify(match)}`,
    objects: only(match),
    codes: ['KF609', 'KF607'],
    told: ['KF609 warning a0.0'],
  })),
  ...[prefix('/'), {}, regex('.*'), prefix('/a', GET), regex('/.+')].map((match) => ({
    name: `no matter: ${JSON.stringify(match)}`,
    objects: only(match),
    codes: ['KF609'],
    told: [],
  })),
  ...['1.19.7', '1.19.8', '1.20.3', '1.20.4'].map((istio) => ({
    name: 'the regex .*',
    istio,
    objects: only(regex('.*')),
    codes: ['KF609'],
    told: ['1.19.7', '1.20.3'].includes(istio) ? ['KF609 warning a0.0'] : [],
  })),
];

const UNMET: readonly Case[] = [
  ...[exact('a'), exact('/a?b'), prefix('/a b'), prefix('/\u00e4')].map((match) => ({
    name: `no path: ${JSON.stringify(match)}`,
    objects: only(match),
    codes: ['KF610'],
    told: ['KF610 error'],
  })),
  ...[
    regex('a'),
    exact('/a', { ...GET, headers: { ':method': { exact: 'PUT' } } }),
    prefix('/a', { ...header({ exact: '1' }), ...without({}) }),
    prefix('/a', { authority: { exact: 'other.example' } }),
    prefix('/a', { scheme: { exact: 'ftp' } }),
  ].map((match) => ({
    name: `never: ${JSON.stringify(match)}`,
    objects: only(match),
    codes: ['KF610', 'KF604'],
    told: ['KF610 error a0.0'],
  })),
  ...[
    exact('/%C3%A4'),
    prefix(''),
    prefix('/a', { authority: { exact: 'H.Example:8080' } }),
    prefix('/a', { scheme: { exact: 'https' } }),
  ].map((match) => ({
    name: `met: ${JSON.stringify(match)}`,
    objects: only(match),
    codes: ['KF610'],
    told: [],
  })),
];

const FIELDS: readonly Case[] = [
  ...[
    { headers: { '@request.auth.claims.a': { exact: 'x' } } },
    { headers: { ':path': { exact: '/a' } } },
  ].map((more) => ({
    name: `not modelled: ${JSON.stringify(more)}`,
    objects: only(prefix('/a', more)),
    codes: ['KF611'],
    told: ['KF611 error'],
  })),
  ...['1.3.8', '1.4.6'].map((istio) => ({
    name: 'a word boundary',
    istio,
    objects: only(regex('/a\\b.*')),
    codes: ['KF611'],
    told: istio === '1.3.8' ? ['KF611 error'] : [],
  })),
  ...(
    [
      [{ ignoreUriCase: true }, '1.2.2', '1.2.3'],
      [{ queryParams: { q: { exact: '1' } } }, '1.2.2', '1.3.8'],
      [without({}), '1.5.4', '1.6.14'],
      [{ queryParams: { q: { prefix: '1' } } }, '1.17.8', '1.18.7'],
    ] as const
  ).flatMap(([more, before, since]) =>
    [before, since].map((istio) => ({
      name: `a younger field: ${JSON.stringify(more)}`,
      istio,
      objects: only(prefix('/a', more)),
      codes: ['KF613'],
      told: istio === before ? ['KF613 error'] : [],
    })),
  ),
  ...['1.14.6', '1.15.7'].map((istio) => ({
    name: 'directResponse',
    istio,
    objects: [vs('a', { match: [prefix('/a')], directResponse: { status: 200 } })],
    codes: ['KF613'],
    told: istio === '1.14.6' ? ['KF613 error'] : [],
  })),
  ...[{ uri: 7 }, { uri: { exact: 7 } }, { method: ['GET'] }, { headers: [] }, header([])].map((match) => ({
    name: `no match: ${JSON.stringify(match)}`,
    objects: only(match),
    codes: ['KF614'],
    told: ['KF614 error'],
  })),
  { name: 'a match', objects: only(prefix('/a', header({}))), codes: ['KF614', 'KF611', 'KF613'], told: [] },
];

describe.each([
  ['KF403', REGEXES],
  ['KF601', [...ORDER, ...UNMERGED]],
  ['KF604', [...DEAD, ...DEAD_BY_VERSION]],
  ['KF605', ALIKE],
  ['KF607, KF608 and KF609', ADVICE],
  ['KF610', UNMET],
  ['KF611, KF613 and KF614', FIELDS],
] as const)('%s', (_, cases) => {
  test.each(cases.map((one) => [`${one.name} (Istio ${one.istio ?? NOW})`, one] as const))(
    '%s',
    (__, { objects, istio, codes, told, says }) => {
      const found = check(objects, istio).problems.filter(({ code }) => codes.includes(code));
      expect(found.map(spell)).toEqual(told);
      if (says !== undefined) expect(found.map(({ message }) => message)).toEqual(says);
    },
  );
});

test('an empty exact path is told once', () => {
  const told = check(only(exact(''))).problems.filter(({ code }) => code === 'KF610');
  expect(told).toHaveLength(1);
});
