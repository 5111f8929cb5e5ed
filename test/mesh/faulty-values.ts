import * as fc from 'fast-check';

export type Json = fc.Arbitrary<unknown>;

/** One of the values; now and then one of those that are refused. */
export function of(good: readonly unknown[], bad: readonly unknown[] = []): Json {
  const right = fc.constantFrom(...good);
  return bad.length === 0
    ? right
    : fc.oneof({ weight: 150, arbitrary: right }, { weight: 1, arbitrary: fc.constantFrom(...bad) });
}

/** A mapping, most of whose fields are mostly missing. */
export function some(fields: Readonly<Record<string, Json>>, ...required: readonly string[]): Json {
  return fc.record(
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        required.includes(name)
          ? fc.oneof({ weight: 200, arbitrary: value }, { weight: 1, arbitrary: fc.constant(undefined) })
          : fc.oneof({ weight: 1, arbitrary: value }, { weight: 4, arbitrary: fc.constant(undefined) }),
      ]),
    ),
  );
}

export const many = (value: Json, minLength = 0, maxLength = 2): Json =>
  fc.array(value, { minLength, maxLength });

export const HOSTS = [
  'a.example.com',
  '*.example.org',
  'short',
  'A.b.c',
  '*-x.example.net',
  'dot.at.end.',
  '123',
  '10.1.2.3',
  '::1',
  'fe80::1%eth0',
];
const BAD_HOSTS = [
  '',
  'a_b.example',
  '-a.example',
  'a..b',
  '*a*.x',
  'x.*',
  'a.123',
  'a b',
  'x'.repeat(64),
  `${'abcdefg.'.repeat(33)}abc`,
  'a.example/b',
  '1.2.3.400',
  ':::',
  '**',
];
export const host = of(HOSTS, BAD_HOSTS);
/** An address is the name of a host, and no destination. */
export const service = of(
  HOSTS.filter((name) => !/\d\.\d|::/.test(name)),
  [...BAD_HOSTS, '*', '::1', '10.1.2.3'],
);
export const port = of([1, 80, 65_535], [65_536, 70_000]);
export const duration = of(
  ['1s', '1.5s', '100ms', '1h2m', '1ms', '2m', '+3s', '.5s', '1000us'],
  ['0s', '1us', '1.5ms', '-1s', '1', '', '5', 's', '1 s', '1d', '0', '0.5ms', '1.0001s'],
);
export const share = some({ value: of([0, 0.0001, 50, 100], [-1, 100.5, 0.00001]) });
export const regex = ['/a.*', '[a-z]+', 'a|b', '(x)?y{2,3}', '.*', '\\d+'];
export const badRegex = [
  '',
  '(',
  '*',
  'a{2,1}',
  '[z-a]',
  'x'.repeat(1025),
  '(?=a)',
  '\\1',
  'a**',
  '(?P<n',
  '+',
];
export const compared = fc.oneof(
  { weight: 4, arbitrary: of(['v', '', '*']).map((exact) => ({ exact })) },
  { weight: 4, arbitrary: of(['v', '/v'], ['']).map((prefix) => ({ prefix })) },
  { weight: 4, arbitrary: of(regex, badRegex).map((source) => ({ regex: source })) },
  { weight: 1, arbitrary: fc.constant({}) },
);
export const uri = fc.oneof(
  of(['/v', '/']).map((exact) => ({ exact })),
  of(['/v', '/', '/v/']).map((prefix) => ({ prefix })),
  of(['/a.*', '/[a-z]+'], badRegex).map((source) => ({ regex: source })),
);
export const GOOD_NAMES = [
  'x-a',
  'x_b',
  'a.b',
  'x!',
  '~',
  ':method',
  ':authority',
  ':path',
  '@request.auth.claims.sub',
  '@request.auth.claims[a][b]',
];
export const BAD_NAMES = [
  '',
  'x a',
  'x:',
  ':other',
  'ü',
  '@request.auth.claims',
  '@request.auth.claims.',
  '@request.auth.claims[]',
  'x@',
  'x/y',
];
export const byName = (good: readonly string[], bad: readonly string[], value: Json): Json =>
  fc
    .array(fc.tuple(of(good, bad), value), { maxLength: 2 })
    .map((entries) => Object.fromEntries(entries as [string, unknown][]));
export const labels = byName(
  ['app', 'a.b/c', 'x_y', 'A'],
  ['', '-a', 'a/b/c', '/a', 'a/', 'x'.repeat(64), 'a b'],
  of(['v', '', 'a_b.c', 'x'.repeat(70)], ['-v', 'v-', 'a b']),
);
export const gatewayName = of(
  ['ns/gw', 'gw', 'gw.ns.svc.cluster.local', 'Ns/Gw'],
  ['ns/', '/gw', 'a.b/gw', 'ns/g.w', 'ns/gw/x', '', './gw', 'gw_x', '123', 'gw.', '*/gw'],
);
