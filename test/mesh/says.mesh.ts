import type { Server } from 'node:http';
import { projectFolder } from '../fixtures/project-folder';
import { manifestsOf, onStack, renderStack } from '../matrix/rendered-stack';
import { findBinaries } from './binaries';
import { requestsAround } from './catalog-requests';
import { REACHED_HEADER, serviceEntry, startEchoBackend, type Echo } from './echo-backend';
import { startMesh, type Mesh } from './mesh';
import type { RawRequest, RawResponse } from './raw-request';
import { GATEWAYS, tableOf } from './told-routes';

const STACK = { kubernetes: '1.34', istio: '1.29.2', knative: '1.22', certManager: '1.18' };
const LOCAL_GATEWAY = 'knative-local-gateway.istio-system.svc.cluster.local';
const BILLING = 'billing.faas-prod.svc.cluster.local';
const AUDIT = 'audit.faas-prod.svc.cluster.local';
const KSVC = 'lab-says.faas-prod.svc.cluster.local';
const HOST = 'faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local';
const ROOT = '/faas/api/lab/says';

const FUNCTION = `runtime: nodejs
routes:
  - match: { exact: ${ROOT}/in-any-Case, ignoreUriCase: true }
    directResponse: { status: 418, body: in any case }
  - match: { prefix: ${ROOT}/there/, headers: { x-a: { present: true } } }
    directResponse: { status: 202 }
  - match: { prefix: ${ROOT}/there/, withoutHeaders: { x-b: { exact: c }, x-d: { present: true } } }
    directResponse: { status: 203 }
  - match: { prefix: ${ROOT}/find/, methods: [PROPFIND] }
    directResponse: { status: 207 }
  - match: { prefix: ${ROOT}/moved/ }
    redirect: { uri: ${ROOT}/new, authority: shop.example.com, scheme: https, redirectCode: 308 }
    headers: { response: { set: { x-said: moved } } }
  - match: { prefix: ${ROOT}/billing/ }
    backends: [{ host: billing, port: 80, headers: { request: { set: { x-share: 50% } }, response: { set: { x-by: billing } } } }]
  - match: { prefix: ${ROOT}/named/ }
    backends: [{ host: billing, port: 80, authority: b.example.com }]
  - match: { prefix: ${ROOT}/mixed/ }
    backends:
      - { service: lab-says, weight: 50, headers: { request: { set: { x-to: knative } } } }
      - { host: billing, port: 80, weight: 25 }
      - { host: ${BILLING}, port: 80, authority: b.example.com, weight: 25 }
  - match: { prefix: ${ROOT}/copied/ }
    mirror: { host: audit, port: 80 }
  - match: { prefix: ${ROOT}/ }
`;

const binaries = findBinaries();
const present = 'missing' in binaries ? undefined : binaries;
if ('missing' in binaries) process.stderr.write(`SKIPPED: missing: ${binaries.missing.join(', ')}\n`);

/** The VirtualService of the function on a cluster. */
function rendered(): object[] {
  const { path } = projectFolder({
    'lab/team.yaml': 'contact: lab@example.com\nprefixes: [/faas/api/lab/]\n',
    'lab/says.yaml': FUNCTION,
  });
  const stack = renderStack(onStack(STACK), path);
  expect(stack.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return manifestsOf(stack)
    .filter(({ file, kind }) => file.startsWith('prod/prod-us/faas-prod/') && kind === 'VirtualService')
    .map(({ object }) => object);
}

/** A backend that keeps the Hosts that it was asked for. */
interface Seen {
  readonly port: number;
  readonly server: Server;
  readonly hosts: (string | undefined)[];
}

(present === undefined ? describe.skip : describe)('what the catalog says as VirtualServices do', () => {
  let mesh: Mesh;
  const backends: Seen[] = [];
  const objects = rendered();

  beforeAll(async () => {
    if (present === undefined) return;
    for (let count = 0; count < 3; count += 1) {
      const echo = await startEchoBackend();
      const seen: Seen = { ...echo, hosts: [] };
      seen.server.on('request', ({ headers }) => seen.hosts.push(headers.host));
      backends.push(seen);
    }
    mesh = await startMesh(present, GATEWAYS);
    const services = [LOCAL_GATEWAY, BILLING, AUDIT].map((host, index) =>
      serviceEntry(host, backends[index]?.port ?? 0),
    );
    await mesh.load([...objects, ...services]);
  }, 120_000);
  afterAll(() => {
    mesh.stop();
    for (const { server } of backends) {
      server.closeAllConnections();
      server.close();
    }
  });

  const send = (path: string, more: Partial<RawRequest> = {}): Promise<RawResponse> =>
    mesh.send(GATEWAYS[0], { method: 'GET', host: HOST, path: `${ROOT}${path}`, ...more });

  test.each<[path: string, headers: Record<string, string>, status: number, method?: string]>([
    ['/in-any-Case', {}, 418],
    ['/IN-any-case', {}, 418],
    ['/IN-any-case/x', {}, 200],
    ['/there/', { 'x-a': '' }, 202],
    ['/there/', { 'x-a': 'b' }, 202],
    ['/there/', {}, 203],
    ['/there/', { 'x-b': 'd' }, 203],
    ['/there/', { 'x-b': 'c' }, 200],
    ['/there/', { 'x-d': '1' }, 200],
    ['/find/', {}, 207, 'PROPFIND'],
    ['/find/', {}, 200, 'GET'],
  ])('%s with %j is answered with %d', async (path, headers, status, method = 'GET') => {
    expect((await send(path, { headers, method })).status).toBe(status);
  });

  test('a redirect keeps the query, and headers of its answer are set', async () => {
    const { status, headers } = await send('/moved/x?a=b');
    expect([status, headers.location, headers['x-said']]).toEqual([
      308,
      `https://shop.example.com${ROOT}/new?a=b`,
      'moved',
    ]);
  });

  test('a host is reached at once, with the Host of the request or one of its own', async () => {
    const { body, headers } = await send('/billing/');
    const echo = JSON.parse(body) as Echo;
    expect([echo.host, echo.headers['x-share'], headers['x-by']]).toEqual([HOST, '50%', 'billing']);
    expect((await send('/named/')).headers[REACHED_HEADER]).toBe('b.example.com');
    expect(backends[1]?.hosts).toEqual([HOST, 'b.example.com']);
    expect(backends[0]?.hosts).not.toContain(HOST);
  });

  test('shares of hosts and of Knative Services each have their Host', async () => {
    const answers = await Promise.all(Array.from({ length: 400 }, () => send('/mixed/')));
    const seen = answers.map(({ body }) => JSON.parse(body) as Echo);
    const told = (host: string, to?: string) =>
      seen.filter((echo) => echo.host === host && echo.headers['x-to'] === to).length;
    // Five standard deviations of 400 draws.
    expect(Math.abs(told(KSVC, 'knative') - 200)).toBeLessThan(50);
    expect(Math.abs(told(HOST) - 100)).toBeLessThan(44);
    expect(Math.abs(told('b.example.com') - 100)).toBeLessThan(44);
    expect(told(KSVC, 'knative') + told(HOST) + told('b.example.com')).toBe(400);
  });

  test('copies go to the host of the mirror, with the Host that the Knative Service gets', async () => {
    expect((await send('/copied/')).headers[REACHED_HEADER]).toBe(KSVC);
    for (let tries = 0; tries < 50 && backends[2]?.hosts.length === 0; tries += 1) {
      await new Promise((done) => setTimeout(done, 100));
    }
    expect(backends[2]?.hosts).toEqual([KSVC]);
  });

  test('the engine says of requests around each route what Envoy does', async () => {
    const { router, lists } = tableOf(objects);
    let count = 0;
    for (const list of lists) {
      for (const sent of requestsAround(list, HOST)) {
        const [way] = router.ways({ ...sent, headers: sent.headers ?? {} }, GATEWAYS[0]);
        const { outcome = {} } = way?.list.routes[way.matches[0] ?? -1] ?? {};
        const { directResponse, redirect } = outcome as {
          readonly directResponse?: { readonly status: number };
          readonly redirect?: { readonly redirectCode: number };
        };
        const status = directResponse?.status ?? redirect?.redirectCode ?? ('route' in outcome ? 200 : 404);
        expect({ sent, status: (await mesh.send(GATEWAYS[0], sent)).status }).toEqual({ sent, status });
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(100);
  });
});
