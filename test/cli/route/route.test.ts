import { spawnSync } from 'node:child_process';
import { KFAAS, kfaasProcess, type KfaasRun } from '../kfaas-command';
import { projectFolder } from '../../fixtures/project-folder';
import { answer, ask, bookOf, manifest, SHOP, STORE } from './route-fixture';

/** Runs `kfaas route` as its own process, as continuous integration does: some libraries then colour what is no terminal. */
function route(cwd: string, args: readonly string[], input = ''): KfaasRun {
  return kfaasProcess(cwd, ['route', ...args], { env: { COLUMNS: '80', CI: 'true' }, input });
}

const usual = bookOf({ 'shop.yaml': SHOP, 'store.yaml': STORE });

describe('for people', () => {
  test('the explanation of a request', () => {
    expect(ask(usual, '/shop/x?a=1', 'x-tenant: kjl-1')).toMatchInlineSnapshot(`
     "GET http://h.example/shop/x?a=1 -H 'x-tenant: kjl-1' -> team/shop rule 0 match 0 -> one.ns:80 (as a.ns) 90 %, two.ns 10 %
       gateway   ns/gw
       host      h.example
       match     shop.yaml:9:11 (prefix /shop/, header x-tenant prefix kjl-)
       to        one.ns:80 (as a.ns) 90 %
                 two.ns 10 %
       rewrite   path /shop/x -> /v2/x
       timeout   10s
       retries   2 attempts, 2s each, on connect-failure
       fault     5 % delayed by 1s
       also      team/store rule 0 match 0  store.yaml:8:15 (regex /s(hop|tore)/.*): comes later by name, because neither has a creationTimestamp
       order     decides here: without creationTimestamp, VirtualServices are taken by name, then namespace; created in another order,
                 team/store rule 0 match 0 would answer -> store.ns
     "
    `);
  });

  test('a redirect, and a direct response', () => {
    expect(ask(usual, '/shop/old').split('\n')[0]).toMatchInlineSnapshot(
      `"GET http://h.example/shop/old -> team/shop rule 1 match 0 -> redirect 302 to http://h.example/shop/new"`,
    );
    expect(ask(usual, '/teapot')).toMatchInlineSnapshot(`
     "GET http://h.example/teapot -> team/shop rule 2 match 0 -> direct response 418
       gateway   ns/gw
       host      h.example
       match     shop.yaml:23:15 (exact /teapot)
       body      tea
     "
    `);
  });

  test('a redirect to HTTPS by a Gateway, and what answers then', () => {
    const gateway = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: gw, namespace: ns }
spec:
  servers:
    - { port: { number: 80, protocol: HTTP }, hosts: ['*'], tls: { httpsRedirect: true } }
    - { port: { number: 443, protocol: HTTPS }, hosts: ['*'], tls: { mode: SIMPLE } }
`;
    const book = bookOf({ 'gateway.yaml': gateway, 'store.yaml': STORE });
    expect(ask(book, '/store/?a=1')).toMatchInlineSnapshot(`
     "GET http://h.example/store/?a=1 -> Gateway ns/gw server 0 -> redirect 301 to https://h.example/store/?a=1
       gateway   ns/gw
       host      h.example
       redirect  gateway.yaml:6:83 (tls.httpsRedirect: the Gateway redirects plain requests to HTTPS)
     "
    `);
    expect(ask(book, 'https://h.example/store/').split('\n')[0]).toMatchInlineSnapshot(
      `"GET https://h.example/store/ -> team/store rule 0 match 0 -> store.ns"`,
    );
    expect(answer(book, { host: 'other.example', path: '/store/' })).toMatchInlineSnapshot(`
     {
       "alsoMatched": [],
       "destinations": [],
       "gateway": "ns/gw",
       "matched": true,
       "redirect": {
         "redirectCode": 301,
         "scheme": "https",
       },
       "request": {
         "host": "other.example",
         "path": "/store/",
       },
       "server": {
         "gateway": "ns/gw",
         "server": 0,
       },
     }
    `);
  });

  test('no route: the conditions that do not hold, and the nearest paths', () => {
    const book = bookOf({ 'shop.yaml': SHOP });
    expect(ask(book, 'POST /shop/x')).toMatchInlineSnapshot(`
     "POST http://h.example/shop/x -> 404: no route matches
       gateway   ns/gw
       host      h.example
       not met   team/shop rule 0 match 0  shop.yaml:9:11: asks for header x-tenant prefix kjl-, but there is none
       nearest   team/shop rule 1 match 0  shop.yaml:21:15 (prefix /shop/old)
                 team/shop rule 0 match 1  shop.yaml:11:11 (exact /shop)
     "
    `);
    expect(ask(book, '/teapo')).toMatchInlineSnapshot(`
     "GET http://h.example/teapo -> 404: no route matches
       gateway   ns/gw
       host      h.example
       nearest   team/shop rule 2 match 0  shop.yaml:23:15 (exact /teapot)
     "
    `);
    expect(ask(book, '/x')).toMatchInlineSnapshot(`
     "GET http://h.example/x -> 404: no route matches
       gateway   ns/gw
       host      h.example
     "
    `);
  });

  test('a host without a VirtualService', () => {
    expect(ask(usual, 'http://other.example/shop')).toMatchInlineSnapshot(`
     "GET http://other.example/shop -> 404: no VirtualService serves this host
       hosts     h.example
     "
    `);
  });

  test('gateways with the same answer share one block', () => {
    const gateways = '[ns/b, ns/a]';
    const book = bookOf({
      'a.yaml': manifest('a', '    - route: [{ destination: { host: a.ns } }]\n', { gateways }),
      'b.yaml': manifest(
        'b',
        '    - match: [{ uri: { exact: /b } }]\n      route: [{ destination: { host: b.ns } }]\n',
        {
          gateways: '[ns/c, mesh]',
        },
      ),
    });
    expect(ask(book, '/b')).toMatchInlineSnapshot(`
     "GET http://h.example/b -> team/b rule 0 match 0 -> b.ns
       gateways  mesh and ns/c
       host      h.example
       match     b.yaml:8:15 (exact /b)
       retries   2 attempts, the default of this Istio version

     GET http://h.example/b -> team/a rule 0 match 0 -> a.ns
       gateways  ns/a and ns/b
       host      h.example
       match     a.yaml:8:7 (prefix /)
       retries   2 attempts, the default of this Istio version
     "
    `);
  });
});

test('path normalisation is reported; Istio before 1.2 has none', () => {
  expect(ask(usual, '/a/../shop')).toContain(
    'path      /a/../shop is normalised to /shop before it is routed',
  );
  expect(ask(bookOf({ 'shop.yaml': SHOP }, '1.1.7'), '/a/../shop')).toMatch(/-> 404: no route matches\n/);
});

test('findings that may change answers are reported', () => {
  const regex = manifest(
    'odd',
    "    - match: [{ uri: { regex: '(?=x)' } }]\n      route: [{ destination: { host: one } }]\n",
  );
  const book = bookOf({
    'a.yaml': SHOP,
    'b.yaml': SHOP,
    'c.yaml': 'kind: VirtualService\n  x: [\n',
    'd.yaml': regex,
  });
  const told = book.findings.map(({ code, severity, places }) => [code, severity, places[0]?.line]);
  expect(told).toEqual([
    ['KF102', 'warning', 2],
    ['KF616', 'warning', 3],
    ['KF403', 'warning', 8],
  ]);
});

describe('as a process', () => {
  const { path, add } = projectFolder({ 'm/shop.yaml': SHOP, 'm/store.yaml': STORE });

  test('a path takes the only host, and says so', () => {
    expect(route(path, ['-H', 'x-tenant: kjl-1', '/shop', '--manifests', 'm'])).toMatchInlineSnapshot(`
     {
       "err": "host: h.example, the only one of these VirtualServices
     ",
       "exit": 0,
       "out": "GET http://h.example/shop -H 'x-tenant: kjl-1' -> team/shop rule 0 match 1 -> one.ns:80 (as a.ns) 90 %, two.ns 10 %
       gateway   ns/gw
       host      h.example
       match     m/shop.yaml:11:11 (exact /shop)
       to        one.ns:80 (as a.ns) 90 %
                 two.ns 10 %
       rewrite   path /shop -> /v2/
       timeout   10s
       retries   2 attempts, 2s each, on connect-failure
       fault     5 % delayed by 1s
     ",
     }
    `);
  });

  test('one request as JSON; exit 1 where no route matches', () => {
    const { exit, out, err } = route(path, ['http://h.example/x', '--manifests', 'm', '-o', 'json']);
    expect([exit, err]).toEqual([1, '']);
    const request = { method: 'GET', host: 'h.example', path: '/x', headers: {} };
    expect(JSON.parse(out)).toEqual({ request, matched: false, alsoMatched: [] });
  });

  test('many requests: one line each, with errors for broken lines', () => {
    add({
      'requests.jsonl': [
        '\uFEFF{"path":"/shop/1?a=b", "headers": {"X-Tenant":"kjl-1"}, "id": 7}',
        '',
        '{"path":',
        '[]',
        '{"path":"shop"}',
        '{"path":"/x","headers":{"a":1}}\r',
        '{"method":"POST","host":"none.example","path":"/shop"}',
        '{"path":"/shop/old"}',
      ].join('\n'),
    });
    const { exit, out, err } = route(path, [
      '--requests',
      'requests.jsonl',
      '--manifests',
      'm',
      '-o',
      'json',
    ]);
    expect([exit, err]).toEqual([2, '']);
    expect(out).toMatchInlineSnapshot(`
     "{"request":{"path":"/shop/1?a=b", "headers": {"X-Tenant":"kjl-1"}, "id": 7},"matched":true,"virtualService":"team/shop","rule":0,"match":0,"destinations":[{"host":"one.ns","port":80,"weight":90,"authority":"a.ns"},{"host":"two.ns","weight":10}],"timeout":"10s","retries":{"attempts":2,"perTryTimeout":"2s","retryOn":"connect-failure"},"alsoMatched":[{"virtualService":"team/store","rule":0,"match":0}],"orderDecides":true,"gateway":"ns/gw"}
     {"request":null,"error":"line 3: not JSON: write {\\"method\\": \\"GET\\", \\"host\\": \\"h.example\\", \\"path\\": \\"/a?b=c\\", \\"headers\\": {\\"name\\": \\"value\\"}}"}
     {"request":null,"error":"line 4: not an object: write {\\"method\\": \\"GET\\", \\"host\\": \\"h.example\\", \\"path\\": \\"/a?b=c\\", \\"headers\\": {\\"name\\": \\"value\\"}}"}
     {"request":null,"error":"line 5: \\"path\\" \\"shop\\" does not begin with a slash: the host goes into \\"host\\""}
     {"request":null,"error":"line 6: the header \\"a\\" is no text"}
     {"request":{"method":"POST","host":"none.example","path":"/shop"},"matched":false,"alsoMatched":[]}
     {"request":{"path":"/shop/old"},"matched":true,"virtualService":"team/shop","rule":1,"match":0,"destinations":[],"redirect":{"uri":"/shop/new","redirectCode":302},"alsoMatched":[{"virtualService":"team/store","rule":0,"match":0}],"orderDecides":true,"gateway":"ns/gw"}
     "
    `);
  });

  test('many requests for people, from standard input', () => {
    const input = '{"path":"/shop"}\n{"path":"/nothing"}\n';
    expect(route(path, ['--requests', '-', '--manifests', 'm'], input)).toMatchInlineSnapshot(`
     {
       "err": "",
       "exit": 0,
       "out": "GET http://h.example/shop -> team/shop rule 0 match 1 -> one.ns:80 (as a.ns) 90 %, two.ns 10 %
     GET http://h.example/nothing -> 404: no route matches
     ",
     }
    `);
  });

  test('an answer is one line for every reader, whatever the request has between and in its texts', () => {
    const given = '{"path":\r"/a",\t"headers":{"x":"1\u2028\u2029\u0085"}}';
    const { out } = route(path, ['--requests', '-', '--manifests', 'm', '-o', 'json'], `${given}\n`);
    expect(out.split(/[\r\n\u0085\u2028\u2029]/)).toEqual([expect.stringContaining('"path":'), '']);
    const { request } = JSON.parse(out) as { request: unknown };
    expect(request).toEqual(JSON.parse(given));
  });

  test('no requests at all', () => {
    add({ 'empty.jsonl': '' });
    const run = route(path, ['--requests', 'empty.jsonl', '--manifests', 'm', '-o', 'json']);
    expect(run).toEqual({ exit: 0, out: '', err: 'empty.jsonl has no requests\n' });
  });

  test('gateways that answer differently have a line each; --gateway selects one', () => {
    add({ 'two/a.yaml': SHOP, 'two/b.yaml': STORE.replace('[ns/gw]', '[ns/a, ns/b]') });
    const args = ['--requests', '-', '--manifests', 'two', '--host', 'h.example'];
    const input = '{"path":"/shop"}\n{"path":"/nowhere"}\n';
    expect(route(path, args, input)).toEqual({
      exit: 0,
      out: `ns/a and ns/b: GET http://h.example/shop -> 404: no route matches
ns/gw: GET http://h.example/shop -> team/shop rule 0 match 1 -> one.ns:80 (as a.ns) 90 %, two.ns 10 %
GET http://h.example/nowhere -> 404: no route matches
`,
      err: '',
    });
    const other = route(path, [...args, '--gateway', 'ns/gw', '-o', 'json'], input);
    expect([other.exit, other.err]).toEqual([0, '']);
    const [first = ''] = other.out.split('\n');
    expect(JSON.parse(first)).toMatchObject({ matched: true, gateway: 'ns/gw' });
    expect(first).not.toContain('answers');
  });

  test.each([
    [
      ['/shop', '--cluster', 'us'],
      'error: there is no cluster us: choose one of test-cn, staging-cn, prod-cn, prod-us, prod-eu, prod-sg\n',
    ],
    [
      ['/shop', '--manifests', 'm', '--cluster', 'prod-us'],
      'error: --functions and --cluster cannot be combined with --manifests\n',
    ],
    [
      ['/x', '--manifests', 'm', '--istio', '9.9'],
      'error: "9.9" is not an Istio version that KFaas knows: 1.0.0 to 1.31\n',
    ],
    [
      ['/x', '--manifests', 'm', '--gateway', 'ns/g'],
      'error: no VirtualService is bound to the gateway ns/g: choose one of ns/gw\n',
    ],
    [
      ['--requests', 'nope', '--manifests', 'm'],
      "error: --requests nope cannot be read: ENOENT: no such file or directory, open 'nope'\n",
    ],
  ])('wrong usage: %j', (args, message) => {
    expect(route(path, args)).toEqual({ exit: 2, out: '', err: message });
  });

  test('without a folder, the catalog answers, for every cluster or one', () => {
    add({
      'functions/shop/team.yaml': 'contact: shop@example.com\nprefixes: [/faas/api/shop/]\n',
      'functions/shop/all.yaml': 'runtime: nodejs\n',
    });
    const input = '{"path":"/faas/api/shop/all/"}\n{"path":"shop"}\n';
    const { exit, out, err } = route(path, ['--requests', '-', '-o', 'json', '--cluster', 'prod-us'], input);
    expect([exit, err]).toEqual([2, '']);
    const [line, broken] = out.split('\n').map((text): unknown => text !== '' && JSON.parse(text));
    expect(line).toMatchObject({
      request: { path: '/faas/api/shop/all/' },
      environment: 'prod',
      cluster: 'prod-us',
      catalog: { file: 'functions/shop/all.yaml', line: 1, column: 1, default: true },
      destinations: [{ knativeService: 'faas-prod/shop-all' }],
    });
    expect(broken).toMatchObject({
      request: null,
      error: expect.stringMatching(/^line 2: "path"/) as string,
    });
    const one = route(path, ['-X', 'POST', '/faas/api/shop/al', '-o', 'json', '--host', 'h.example']);
    const request = { method: 'POST', host: 'h.example', path: '/faas/api/shop/al', headers: {} };
    expect(one).toMatchObject({ exit: 1, err: '' });
    expect(JSON.parse(one.out)).toEqual({ request, matched: false, alsoMatched: [] });
  });

  test('a catalog with errors gives no answer', () => {
    add({ 'broken/shop/team.yaml': 'contact: shop@example.com\nprefixes: [/faas/api/shop/]\n' });
    add({ 'broken/shop/all.yaml': 'runtime: nodejs\nrouts: []\n' });
    const { exit, out, err } = route(path, ['/faas/api/shop/all/', '--functions', 'broken']);
    expect([exit, out]).toEqual([1, '']);
    expect(err).toMatch(/^broken\/shop\/all\.yaml:2:1 error KF201 .*"routs"/);
    expect(err).toMatch(/\n1 error\nNo answer: the catalog has errors\.\n$/);
  });

  test('a reader that stops reading ends the run', () => {
    add({ 'many.jsonl': '{"path":"/shop"}\n'.repeat(100_000) });
    const script = `"${process.execPath}" "${KFAAS}" route --requests many.jsonl --manifests m | head -1`;
    const { stdout, stderr } = spawnSync('sh', ['-c', script], { cwd: path, encoding: 'utf8' });
    expect([stdout.split('\n').length, stderr]).toEqual([2, '']);
  });
});
