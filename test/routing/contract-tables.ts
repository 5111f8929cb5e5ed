import {
  asks,
  cases,
  exact,
  GET,
  NOW,
  OLD,
  on,
  only,
  prefix,
  regex,
  vs,
  YOUNG,
  type ContractCase,
} from './contract-builders';

/** An older VirtualService `a` with one match beside a younger `b` on the prefix `/b`. */
const older = (match: object): readonly object[] => [
  vs({ name: 'b', created: YOUNG }, on(prefix('/b'))),
  vs({ name: 'a', created: OLD }, on(match)),
];
const MOVED = asks({ '/b': 'b', '/x': 'a' });
const SHADOWS = asks({ '/b': 'a', '/x': 'a' });

const BINDING: readonly ContractCase[][] = [
  cases(
    'a port is that of the listener',
    NOW,
    [vs('a', on(prefix('/f', { port: 8080 }), prefix('/f', { port: 80 }), prefix('/f')))],
    asks({ '/f': 'a 0.1' }),
    asks({ '/f': 'a' }, { port: 8080 }),
    asks({ '/f': 'a 0.2', '/x': '-' }, { port: 443 }),
  ),
  cases(
    'a gateway in all spellings',
    `1.1.6 ${NOW}`,
    [
      vs({ name: 'a', gateways: ['gw'] }, on(prefix('/a'))),
      vs({ name: 'b', namespace: 'other', gateways: ['ns/gw'] }, on(prefix('/b'))),
      vs({ name: 'c', namespace: 'other', gateways: ['gw.ns.svc.cluster.local'] }, on(prefix('/c'))),
      vs({ name: 'd', namespace: 'other', gateways: ['gw'] }, on(prefix('/d'))),
      vs({ name: 'e', gateways: ['mesh', 'other/gw', 'gw.other.svc.cluster.local'] }, on(prefix('/e'))),
      vs({ name: 'f', gateways: ['mesh', 'gw2', 'ns/gw', 'gw'] }, on(prefix('/f'))),
    ],
    asks({ '/a': 'a', '/b': 'other/b', '/c': 'other/c', '/d': '-', '/e': '-', '/f': 'f' }),
  ),
  cases('no gateway is the mesh', NOW, [vs({ gateways: null }, on(prefix('/a')))], asks({ '/a': '-' })),
  cases(
    'another gateway',
    NOW,
    [vs({ name: 'a', gateways: ['gw2'] }, on()), vs('b', on())],
    asks({ '/': 'a' }),
  ).map((each) => ({ ...each, gateway: 'ns/gw2' })),
  ...Object.entries({ 'ns/gw': 'a 0.1', 'ns/gw2': 'a' }).map(([gateway, answer]) =>
    cases(
      'a match for one of the gateways',
      NOW,
      [
        vs(
          { gateways: ['gw', 'gw2'] },
          on(prefix('/f', { gateways: ['ns/gw2'] }), prefix('/f', { gateways: ['gw.ns.svc.cluster.local'] })),
          on(prefix('/g', { gateways: ['mesh', 'other/gw'] })),
        ),
      ],
      asks({ '/f': answer, '/g': '-' }),
    ).map((each) => ({ ...each, gateway })),
  ),
  cases(
    'a match for the gateway in its namespace',
    NOW,
    only(prefix('/f', { gateways: ['gw2', 'gw'] })),
    asks({ '/f': 'a' }),
  ),
  cases(
    'several hosts',
    NOW,
    [vs({ hosts: ['h.example', 'i.example'] }, on()), vs('b', on(prefix('/b')))],
    asks({ '/': 'a', '/b': 'b' }),
    asks({ '/': 'a', '/b': 'a' }, { host: 'i.example' }),
    asks({ '/': '-' }, { host: 'j.example' }),
  ),
  cases(
    'hosts have no case, and their port is not looked at',
    NOW,
    [vs({ hosts: ['H.example'] }, on())],
    asks({ '/': 'a' }),
    asks({ '/': 'a' }, { host: 'h.EXAMPLE' }),
    asks({ '/': 'a' }, { host: 'h.example:8080' }),
    asks({ '/': '-' }, { host: 'h.example.org' }),
  ),
  cases(
    'a wildcard host',
    NOW,
    [vs({ hosts: ['*.example'] }, on())],
    asks({ '/': 'a' }),
    asks({ '/': 'a' }, { host: 'x.h.Example:80' }),
    asks({ '/': '-' }, { host: 'example' }),
    asks({ '/': '-' }, { host: 'h-example' }),
    asks({ '/': '-' }, { host: '.example' }),
  ),
  cases(
    'an exact host hides the wildcard, also where it has no route',
    NOW,
    [
      vs({ name: 'a', hosts: ['*.example'] }, on()),
      vs({ name: 'b', hosts: ['h.example'] }, on(prefix('/b'))),
    ],
    asks({ '/b': 'b', '/c': '-' }),
    asks({ '/b': 'a' }, { host: 'i.example' }),
  ),
  cases(
    'the longest wildcard',
    NOW,
    [
      vs({ name: 'a', hosts: ['*'] }, on()),
      vs({ name: 'b', hosts: ['*.example'] }, on()),
      vs({ name: 'c', hosts: ['*.h.example'] }, on()),
    ],
    asks({ '/': 'c' }, { host: 'x.h.example' }),
    asks({ '/': 'b' }),
    asks({ '/': 'a' }, { host: 'example' }),
  ),
  cases(
    'a host without a route on this port is none',
    NOW,
    [vs({ name: 'a', hosts: ['*'] }, on()), vs('b', on(prefix('/', { port: 8080 })))],
    asks({ '/': 'a' }),
    asks({ '/': 'b' }, { port: 8080 }),
  ),
];

/** Two VirtualServices on the same prefix. */
const rivals = (...tables: readonly (object | string)[]): readonly object[] =>
  tables.map((table) => vs(table, on(prefix('/f'))));

const ORDER: readonly ContractCase[][] = [
  cases('`foo-bar` before `foo`', '1.1.7 1.5.4 1.22.8', rivals('foo', 'foo-bar'), asks({ '/f': 'foo-bar' })),
  cases('`foo` before `foo-bar`', `1.23.0 ${NOW}`, rivals('foo-bar', 'foo'), asks({ '/f': 'foo' })),
  cases('names by their text', `1.5.4 ${NOW}`, rivals('b', 'a10', 'a9', 'c'), asks({ '/f': 'a10' })),
  cases(
    'then namespaces',
    `1.5.4 ${NOW}`,
    rivals({ namespace: 'ns' }, { namespace: 'm' }),
    asks({ '/f': 'm/a' }),
  ),
  ...Object.entries({ '1.5.4 1.22.8': 'c/a.b', [NOW]: 'z/a' }).map(([istio, answer]) =>
    cases(
      'a name with a dot',
      istio,
      rivals({ namespace: 'z' }, { name: 'a.b', namespace: 'c' }),
      asks({ '/f': answer }),
    ),
  ),
  cases(
    'the older one before the name',
    `1.0.0 1.1.6 1.5.4 ${NOW}`,
    rivals({ name: 'a', created: YOUNG }, { name: 'z', created: OLD }),
    asks({ '/f': 'z', '/x': '-' }),
  ),
  cases(
    'the older one, not the more exact one',
    `1.4.6 ${NOW}`,
    [
      vs({ name: 'a', created: YOUNG }, on(exact('/f/x'))),
      vs({ name: 'b', created: OLD }, on(regex('/f/[xy]'))),
      vs({ name: 'c', created: YOUNG }, on(prefix('/f'))),
    ],
    asks({ '/f/x': 'b', '/f/y': 'b', '/f/z': 'c', '/f': 'c' }),
  ),
  cases(
    'rules of one VirtualService stay together',
    NOW,
    [vs('b', on(prefix('/f/x')), on(prefix('/g'))), vs('a', on(prefix('/f')), on(prefix('/g/x')))],
    asks({ '/f/x': 'a', '/g': 'b 1.0', '/g/x': 'a 1.0' }),
  ),
  cases(
    'without merging the oldest serves the host',
    '1.0.0',
    [
      vs({ name: 'a', created: YOUNG }, on(prefix('/a'))),
      vs({ name: 'b', created: OLD }, on(prefix('/b'))),
      vs({ name: 'c', created: YOUNG, hosts: ['i.example'] }, on(prefix('/c'))),
    ],
    asks({ '/a': '-', '/b': 'b' }),
    asks({ '/c': 'c', '/b': '-' }, { host: 'i.example' }),
  ),
  cases(
    'with merging all do',
    '1.0.1 1.1.6',
    [vs({ name: 'a', created: YOUNG }, on(prefix('/a'))), vs({ name: 'b', created: OLD }, on(prefix('/b')))],
    asks({ '/a': 'a', '/b': 'b', '/c': '-' }),
  ),
];

const CATCH_ALLS: readonly ContractCase[][] = [
  cases('the prefix /', `1.1.6 1.4.6 1.5.4 1.8.6 1.21.6 ${NOW}`, older(prefix('/')), MOVED),
  cases('the prefix / without case', NOW, older(prefix('/', { ignoreUriCase: true })), MOVED),
  cases('a match without path', NOW, older({ name: 'all' }), MOVED),
  cases(
    'a rule without match',
    `1.1.6 1.5.4 1.8.6 ${NOW}`,
    [
      vs({ name: 'b', created: YOUNG }, on(prefix('/b'))),
      vs({ name: 'a', created: OLD }, on(exact('/b/x')), on()),
    ],
    asks({ '/b': 'b', '/b/x': 'a', '/x': 'a 1.0' }),
  ),
  cases('the regex .*', `1.19.8 1.20.4 1.21.6 ${NOW}`, older(regex('.*')), MOVED),
  cases('the regex .* shadows', '1.4.6 1.18.7 1.19.7 1.20.3', older(regex('.*')), SHADOWS),
  cases('the regex /.* shadows', `1.5.4 1.18.7 ${NOW}`, older(regex('/.*')), SHADOWS),
  cases('the empty prefix shadows', `1.5.4 ${NOW}`, older(prefix('')), SHADOWS),
  cases('/ and a method shadow', `1.5.4 1.8.6 ${NOW}`, older(prefix('/', GET)), SHADOWS),
  cases(
    '/ and a method shadow for that method only',
    NOW,
    older(prefix('/', GET)),
    asks({ '/b': 'b', '/x': '-' }, { method: 'PUT' }),
  ),
  cases('/ and an authority shadow', NOW, older(prefix('/', { authority: { prefix: 'h' } })), SHADOWS),
  cases('/ and a scheme shadow', NOW, older(prefix('/', { scheme: { exact: 'http' } })), SHADOWS),
  cases('/ and a missing header shadow', NOW, older(prefix('/', { withoutHeaders: { 'x-a': {} } })), SHADOWS),
  cases(
    '/ and a header shadow',
    NOW,
    older(prefix('/', { headers: { 'x-a': {} } })),
    asks({ '/b': 'b', '/x': '-' }),
    asks({ '/b': 'a', '/x': 'a' }, { headers: { 'x-a': '1' } }),
  ),
  cases(
    '/ and a query parameter shadow',
    `1.3.8 ${NOW}`,
    older(prefix('/', { queryParams: { q: {} } })),
    asks({ '/b': 'b', '/x': '-', '/b?q': 'a', '/x?q': 'a' }),
  ),
  cases('/ and an unknown condition', '1.2.2', older(prefix('/', { queryParams: { q: {} } })), MOVED),
  cases(
    '/ and an unknown withoutHeaders',
    '1.5.4',
    older(prefix('/', { withoutHeaders: { 'x-a': {} } })),
    MOVED,
  ),
  cases('/ and a port', NOW, older(prefix('/', { port: 80 })), MOVED),
  cases('/ and a gateway', NOW, older(prefix('/', { gateways: ['gw'] })), MOVED),
  cases(
    'several keep their order',
    NOW,
    [vs('c', on(prefix('/c'))), vs('b', on()), vs('a', on(prefix('/a')), on(regex('.*')))],
    asks({ '/a': 'a', '/c': 'c', '/b': 'a 1.0' }),
  ),
];

const [METHOD, ANY] = [on(prefix('/', GET)), on(prefix('/'))];

const ENDS: readonly ContractCase[][] = [
  cases(
    'nothing follows a catch-all',
    `1.4.6 1.6.14 1.8.6 ${NOW}`,
    [vs('a', ANY, on(prefix('/a'))), vs('b', on(prefix('/b')))],
    asks({ '/a': 'a', '/b': 'b', '/x': 'a' }),
  ),
  cases(
    'nor a rule without match',
    `1.4.6 1.6.14 ${NOW}`,
    [vs('a', on(), on(exact('/a')))],
    asks({ '/a': 'a' }),
  ),
  ...Object.entries({
    [`1.4.6 1.8.6 ${NOW}`]: asks({ '/a': 'a', '/b': 'a 0.1', '/x': 'a 0.1', '/c': 'a 0.1' }),
    '1.5.4 1.6.14 1.7.8': asks({ '/a': 'a 0.1', '/b': 'a 0.1', '/x': 'a 0.1', '/c': 'a 0.1' }),
  }).map(([istio, asked]) =>
    cases(
      'a catch-all among the matches of a rule',
      istio,
      [vs('a', on(prefix('/a'), prefix('/'), prefix('/b')), on(prefix('/c')))],
      asked,
    ),
  ),
  ...Object.entries({
    [`1.4.6 1.8.6 ${NOW}`]: asks({ '/a': 'a', '/b': 'a 1.0', '/c': 'a 1.1' }),
    '1.5.4 1.6.14 1.7.8': asks({ '/a': 'a', '/b': 'a 1.1', '/c': 'a 1.1' }),
  }).map(([istio, asked]) =>
    cases(
      'rules before it stay',
      istio,
      [vs('a', on(prefix('/a')), on(prefix('/b'), prefix('/')), on(prefix('/c')))],
      asked,
    ),
  ),
  ...Object.entries({ [`1.4.6 1.8.6 ${NOW}`]: 'a 1.0', '1.5.4 1.6.14 1.7.8': '-' }).map(([istio, answer]) =>
    cases(
      '/ and a method, then more',
      istio,
      [vs('a', METHOD, on(prefix('/a')))],
      asks({ '/a': 'a', '/x': 'a' }),
      asks({ '/a': answer, '/x': '-' }, { method: 'POST' }),
    ),
  ),
  ...Object.entries({ '1.8.6': 'a 0.0', '1.7.8': 'a 0.1' }).map(([istio, answer]) =>
    cases(
      '/ and a scheme beside another match',
      istio,
      [vs('a', on(prefix('/a'), prefix('/', { scheme: { exact: 'http' } })))],
      asks({ '/a': answer, '/x': 'a 0.1' }),
    ),
  ),
  cases(
    '/ and a method, then another VirtualService',
    '1.6.14',
    [vs('a', METHOD, on(prefix('/a'))), vs('b', on(prefix('/a')))],
    asks({ '/a': 'a' }),
    asks({ '/a': 'b' }, { method: 'POST' }),
  ),
  ...[{ headers: { 'x-a': {} } }, { queryParams: { q: {} } }].map((asked) =>
    cases(
      '/ and a header or a query parameter end nothing',
      `1.7.8 ${NOW}`,
      [vs('a', on(prefix('/', asked)), on(prefix('/a')))],
      asks({ '/a': 'a 1.0', '/x': '-' }),
      asks({ '/a?q': 'a', '/x?q': 'a' }, { headers: { 'x-a': '1' } }),
    ),
  ),
  cases('* ends', '1.4.6 1.6.14 1.18.7', [vs('a', on(regex('*')), on(prefix('/a')))], asks({ '/a': '-' })),
  cases('* ends no more', NOW, [vs('a', on(regex('*')), on(prefix('/a')))], asks({ '/a': 'a 1.0' })),
  cases('.* ends', `1.19.8 ${NOW}`, [vs('a', on(regex('.*')), on(prefix('/a')))], asks({ '/a': 'a' })),
  cases(
    '* drops the matches beside it',
    '1.6.14',
    [vs('a', on(prefix('/a'), regex('*')))],
    asks({ '/a': '-', '/x': '-' }),
  ),
];

/** Cases of several VirtualServices, and of several rules in one. */
export const TABLES: readonly ContractCase[][] = [...BINDING, ...ORDER, ...CATCH_ALLS, ...ENDS];
