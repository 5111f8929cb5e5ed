import type { Mapping } from '../../base';
import { codesOf, filesOf, importObjects, legacy, LOCAL, named, ruleTo } from './legacy';

const TEA = legacy(named('saas-tea'), [ruleTo('saas-tea', { uri: { prefix: '/faas/api/saas/tea/' } })]);

describe('VirtualServices become catalog files', () => {
  test('one that convention gives says nothing but its runtime', () => {
    const result = importObjects([TEA]);
    expect(codesOf(result)).toEqual([]);
    expect(result.hosts.map(({ verdict }) => verdict)).toEqual(['same', 'same']);
    expect(filesOf(result)).toEqual({
      'saas/tea.yaml': `# yaml-language-server: $schema=../../schemas/function.schema.json
# Imported from VirtualService kfaas-system/faas-alpha-ns-saas-tea-ksvc-virtualservice of test-cn
runtime: nodejs
`,
      'saas/team.yaml': `# yaml-language-server: $schema=../../schemas/team.schema.json
contact: 'unknown: write whom to ask about saas'
prefixes:
  - /faas/api/saas/
`,
    });
  });

  test('everything that a rule can say is said', () => {
    const rule = ruleTo(
      'saas-tea',
      {
        uri: { exact: '/faas/api/saas/tea' },
        method: { regex: 'GET|POST' },
        headers: { 'X-Tenant': { prefix: 'kjl-' }, cookie: { regex: '(.*; *)?canary=always(;.*)?' } },
        queryParams: { v: { exact: '1' } },
        name: 'main',
      },
      {
        name: 'tea',
        rewrite: { authority: 'saas-tea.faas-alpha.svc.cluster.local', uri: '/tea' },
        timeout: '10s',
        retries: { attempts: 2, perTryTimeout: '2s', retryOn: 'connect-failure, refused-stream' },
        fault: {
          delay: { percentage: { value: 5 }, fixedDelay: '1s' },
          abort: { percentage: { value: 1 }, httpStatus: 503 },
        },
        headers: {
          request: { set: { 'X-Share': '50%%' }, remove: ['x-gone'] },
          response: { add: { 'x-a': 'b' } },
        },
      },
    );
    const result = importObjects([legacy(named('saas-tea'), [rule])]);
    expect(codesOf(result)).toEqual([]);
    expect(result.hosts.map(({ verdict }) => verdict)).toEqual(['same', 'same']);
    expect(filesOf(result)['saas/tea.yaml'])
      .toBe(`# yaml-language-server: $schema=../../schemas/function.schema.json
# Imported from VirtualService kfaas-system/faas-alpha-ns-saas-tea-ksvc-virtualservice of test-cn
runtime: nodejs
routes:
  - match:
      exact: /faas/api/saas/tea
      methods:
        - GET
        - POST
      headers:
        x-tenant:
          prefix: kjl-
      cookie: canary=always
      query:
        v:
          exact: '1'
    timeout: 10s
    retries:
      attempts: 2
      perTryTimeout: 2s
      retryOn:
        - connect-failure
        - refused-stream
    delay:
      percent: 5
      duration: 1s
    abort:
      percent: 1
      httpStatus: 503
    headers:
      request:
        set:
          x-share: 50%
        remove:
          - x-gone
      response:
        add:
          x-a: b
    rewrite:
      uri: /tea
`);
  });

  test('destinations with weights become backends, and those that nobody declares are declared', () => {
    const split = {
      rewrite: undefined,
      route: ['saas-tea', 'saas-tea-green'].map((ksvc, index) => ({
        destination: LOCAL,
        weight: index === 0 ? 90 : 10,
        headers: { request: { set: { Host: `${ksvc}.faas-alpha.svc.cluster.local` } } },
      })),
    };
    const result = importObjects([
      legacy(named('saas-tea'), [ruleTo('', { uri: { prefix: '/faas/api/saas/tea/' } }, split)]),
    ]);
    expect(codesOf(result)).toEqual([]);
    expect(filesOf(result)['saas/tea.yaml']).toContain(`backends:
  - service: saas-tea
    weight: 90
  - service: saas-tea-green
    weight: 10
deployedElsewhere:
  - saas-tea-green
`);
  });

  test.each<[string, Mapping, Mapping, string]>([
    [
      'what a header must not be, and that one is there',
      { headers: { 'x-a': {} }, withoutHeaders: { 'x-b': { exact: 'c' } }, ignoreUriCase: true },
      {},
      `      ignoreUriCase: true
      headers:
        x-a:
          present: true
      withoutHeaders:
        x-b:
          exact: c
`,
    ],
    [
      'a redirect',
      {},
      {
        route: undefined,
        rewrite: undefined,
        retries: undefined,
        redirect: { uri: '/new', redirectCode: 308 },
      },
      `    redirect:
      uri: /new
      redirectCode: 308
`,
    ],
    [
      'a response of Envoy',
      {},
      {
        route: undefined,
        rewrite: undefined,
        retries: undefined,
        directResponse: { status: 410, body: { string: 'gone' } },
      },
      `    directResponse:
      status: 410
      body: gone
`,
    ],
    [
      'copies of some requests',
      {},
      { mirror: { host: 'audit.faas-alpha.svc.cluster.local' }, mirrorPercentage: { value: 5 } },
      `    mirror:
      host: audit
      percent: 5
`,
    ],
    [
      'a Service that is none of Knative',
      {},
      {
        rewrite: undefined,
        route: [{ destination: { host: 'billing.shop.svc.cluster.local', port: { number: 8080 } } }],
      },
      `backends:
  - host: billing.shop.svc.cluster.local
    port: 8080
`,
    ],
    [
      'a Knative Service of another namespace',
      {},
      { rewrite: { authority: 'saas-tea.faas-beta' } },
      `backends:
  - host: knative-local-gateway.istio-system.svc.cluster.local
    port: 80
    authority: saas-tea.faas-beta.svc.cluster.local
`,
    ],
    [
      'a Host in headers of the only destination',
      {},
      {
        rewrite: undefined,
        route: [
          {
            destination: LOCAL,
            headers: { request: { set: { host: 'saas-tea.faas-alpha.svc.cluster.local' } } },
          },
        ],
      },
      '      prefix: /faas/api/saas/t/\n',
    ],
    [
      'retries with all their settings',
      {},
      { retries: { attempts: 1, retryOn: '503,gateway-error', retryRemoteLocalities: true } },
      `      retryRemoteLocalities: true
      retryOn:
        - '503'
        - gateway-error
`,
    ],
  ])('%s', (_, match, more, expected) => {
    const uri = { prefix: '/faas/api/saas/t/' };
    const result = importObjects([legacy(named('saas-tea'), [ruleTo('saas-tea', { uri, ...match }, more)])]);
    expect(
      result.findings.filter(({ severity }) => severity !== 'note').map(({ message }) => message),
    ).toEqual([]);
    expect(new Set(result.hosts.map(({ verdict }) => verdict))).toEqual(new Set(['same']));
    expect(filesOf(result)['saas/tea.yaml']).toContain(expected);
  });

  test('a name beside the convention is guessed by where it leads, and the old object is to be deleted', () => {
    const result = importObjects([
      legacy('handmade', [ruleTo('shop-cart', { uri: { prefix: '/faas/api/shop/cart/' } })]),
    ]);
    expect(result.functions.map(({ id, identity }) => [id, identity.nameFrom, identity.teamFrom])).toEqual([
      ['shop/cart', 'backend', 'path'],
    ]);
  });

  test('a Knative Service that is not named after its team keeps its name', () => {
    const result = importObjects([
      legacy('x', [ruleTo('legacy', { uri: { prefix: '/faas/api/shop/cart/' } })]),
    ]);
    expect(codesOf(result)).toEqual([]);
    expect(Object.keys(filesOf(result))).toEqual(['shop/legacy.yaml', 'shop/team.yaml']);
    expect(filesOf(result)['shop/legacy.yaml']).toContain('backends:\n  - service: legacy\n');
  });

  test('a second run changes nothing', () => {
    const first = importObjects([TEA]);
    const again = importObjects([TEA], {}, filesOf(first));
    expect(codesOf(again)).toEqual([]);
    expect(again.hosts.map(({ verdict }) => verdict)).toEqual(['same', 'same']);
    expect(again.files.size).toBe(0);
  });
});

describe('what differs on purpose is told', () => {
  test('the published example: a capital letter in the group, a weight beside route', () => {
    const { spec, ...rest } = TEA;
    const [rule] = (spec as { http: readonly object[] }).http;
    const result = importObjects([
      {
        ...rest,
        apiVersion: 'networking.Istio.io/v1alpha3',
        spec: { ...(spec as object), http: [{ ...rule, weight: 100 }] },
      },
    ]);
    expect(codesOf(result)).toEqual(['warning KF912', 'warning KF912']);
    const told = result.findings.map(({ message }) => message).join();
    expect(told).toContain('is written networking.istio.io/v1alpha3');
    expect(told).toContain('the weight 100 beside "route" is left out');
    expect(result.hosts.map(({ verdict }) => verdict)).toEqual(['same', 'same']);
    expect(result.files.size).toBe(2);
  });

  test("Istio's default retries", () => {
    const result = importObjects([
      legacy(named('saas-tea'), [
        ruleTo('saas-tea', { uri: { prefix: '/faas/api/saas/tea/' } }, { retries: undefined }),
      ]),
    ]);
    expect(codesOf(result)).toEqual(['warning KF912']);
    expect(result.hosts.map(({ verdict }) => verdict)).toEqual(['same', 'same']);
  });

  test('a rule that answers nothing is left out', () => {
    const result = importObjects([
      legacy(named('saas-tea'), [
        ruleTo('saas-tea', { uri: { prefix: '/faas/api/saas/tea/' } }),
        ruleTo('saas-old', { uri: { prefix: '/faas/api/saas/tea/old/' } }),
      ]),
    ]);
    expect(codesOf(result)).toEqual(['note KF912']);
    expect(filesOf(result)['saas/tea.yaml']).not.toContain('old');
  });

  test('the order of creation that decides is written down, whichever it is', () => {
    const pair = (first: string, second: string) => [
      legacy(named('saas-a'), [ruleTo('saas-a', { uri: { prefix: '/faas/api/saas/x' } })], {
        creationTimestamp: first,
      }),
      legacy(named('saas-b'), [ruleTo('saas-b', { uri: { regex: '/faas/api/saas/.*/end' } })], {
        creationTimestamp: second,
      }),
    ];
    const [early, late] = ['2021-01-01T00:00:00Z', '2022-01-01T00:00:00Z'];
    const aFirst = importObjects(pair(early, late));
    expect(codesOf(aFirst)).toEqual(['note KF914']);
    expect(filesOf(aFirst)['saas/a.yaml']).toContain('before:\n  - saas/b\n');
    expect(aFirst.hosts.map(({ verdict }) => verdict)).toEqual(['same', 'same']);
    const bFirst = importObjects(pair(late, early));
    expect(filesOf(bFirst)['saas/b.yaml']).toContain('before:\n  - saas/a\n');
    expect(bFirst.hosts.map(({ verdict }) => verdict)).toEqual(['same', 'same']);
  });

  test('a younger, narrower route answers nothing today, and still will not', () => {
    const result = importObjects([
      legacy(named('saas-a'), [ruleTo('saas-a', { uri: { prefix: '/faas/api/saas/' } })], {
        creationTimestamp: '2021-01-01T00:00:00Z',
      }),
      legacy(
        named('saas-b'),
        [
          ruleTo('saas-b', { uri: { prefix: '/faas/api/saas/b/' } }),
          ruleTo('saas-b', { uri: { prefix: '/faas/api/b/' } }),
        ],
        { creationTimestamp: '2022-01-01T00:00:00Z' },
      ),
    ]);
    expect(codesOf(result)).toEqual(['note KF912']);
    expect(result.hosts.map(({ verdict }) => verdict)).toEqual(['same', 'same']);
  });
});

describe('what cannot be imported is told with its line', () => {
  test.each([
    ['a port', { port: 8080 }, 'spec.http[0].match[0].port'],
    ['an unknown field', { uris: [] }, 'spec.http[0].match[0].uris'],
    ['no path', { uri: undefined, method: { exact: 'GET' } }, 'spec.http[0].match[0]'],
  ])('%s', (_, match, path) => {
    const broken = legacy(named('saas-tea'), [
      ruleTo('saas-tea', { uri: { prefix: '/faas/api/saas/tea/' }, ...match }),
    ]);
    const result = importObjects([broken]);
    expect(codesOf(result)).toEqual(['error KF910']);
    expect(result.findings[0]?.message).toContain(path);
    expect(result.findings[0]?.places[0]?.line).toBeGreaterThan(10);
    expect(result.files.size).toBe(0);
  });

  test('with --partial, the others are imported', () => {
    const broken = legacy(named('saas-cup'), [
      ruleTo('saas-cup', { port: 80, uri: { prefix: '/faas/api/saas/cup/' } }),
    ]);
    const result = importObjects([TEA, broken], { isPartial: true });
    expect(Object.keys(filesOf(result))).toEqual(['saas/tea.yaml', 'saas/team.yaml']);
    expect(result.refused.map(({ name }) => name)).toEqual([
      'kfaas-system/faas-alpha-ns-saas-cup-ksvc-virtualservice',
    ]);
    expect(new Set(result.hosts.map(({ verdict }) => verdict))).toEqual(new Set(['same']));
  });

  test('what the catalog refuses', () => {
    const result = importObjects([
      legacy(named('saas-tea'), [ruleTo('saas-tea', { uri: { prefix: '/api/tea/' } })]),
    ]);
    expect(codesOf(result)).toEqual(['error KF402']);
    expect(result.files.size).toBe(0);
  });

  test('two of one name, and two of one function', () => {
    expect(codesOf(importObjects([TEA, TEA]))).toEqual(['error KF616']);
    const twin = { ...TEA, metadata: { name: 'twin', namespace: 'kfaas-system' } };
    const other = ruleTo('saas-tea', { uri: { prefix: '/faas/api/saas/tea2/' } });
    const result = importObjects([TEA, { ...legacy('twin', [other]), metadata: twin.metadata }]);
    expect(codesOf(result)).toEqual([]);
    expect(Object.keys(filesOf(result))).toEqual(['saas/tea.yaml', 'saas/twin.yaml', 'saas/team.yaml']);
  });
});
