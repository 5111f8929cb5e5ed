import { startCluster, type Cluster } from './cluster';
import { LOCAL_GATEWAY_IP } from './local-gateway';
import { programsOrSkip } from './programs';
import { renderedFunction } from './rendered-function';
import { renderedObjects } from './rendered-objects';
import { received, send } from './send';

const programs = programsOrSkip('what a route does with requests and answers');
const LOCAL = { address: LOCAL_GATEWAY_IP, port: 80 };
const HOST = 'faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local';
const ORIGIN = 'https://shop.example.com';

const ROUTES = `runtime: nodejs
routes:
  - match: { prefix: /faas/api/saas/tea/old/ }
    rewrite: { uri: /v2/ }
  - match: { exact: /faas/api/saas/tea/one }
    rewrite: { uri: /other }
  - match: { prefix: /faas/api/saas/tea/by-regex/ }
    rewrite: { uriRegexRewrite: { match: '^/faas/api/saas/tea/by-regex/([a-z]+)/', rewrite: '/\\1-' } }
  - match: { prefix: /faas/api/saas/tea/headers/ }
    headers:
      request: { set: { x-share: 50% of %REQ(x-own)%, x-own: new }, add: { x-more: b }, remove: [x-gone] }
      response: { set: { x-answer: 100% } }
  - match: { prefix: /faas/api/saas/tea/pages/ }
    corsPolicy: { allowOrigins: [{ exact: '${ORIGIN}' }], allowMethods: [GET, PUT], maxAge: 10m, allowCredentials: true }
  - match: { prefix: /faas/api/saas/tea/fails/ }
    abort: { percent: 100, httpStatus: 418 }
  - match: { prefix: /faas/api/saas/tea/ }
`;

(programs === undefined ? describe.skip : describe)('a route changes requests and answers', () => {
  let cluster: Cluster;
  const folder = renderedFunction(ROUTES);
  beforeAll(async () => {
    if (programs === undefined) return;
    cluster = await startCluster({ programs });
    await cluster.deploy(folder);
  }, 240_000);
  afterAll(() => cluster.stop());

  const at = (path: string) => `/faas/api/saas/tea/${path}`;

  test.each([
    ['old/a/b?c=d', '/v2/a/b?c=d'],
    ['one?c=d', '/other?c=d'],
    ['by-regex/abc/d', '/abc-d'],
    ['plain/a', '/faas/api/saas/tea/plain/a'],
  ])('the function sees %s as %s', async (path, seen) => {
    const found = await received(LOCAL, { host: HOST, path: at(path) });
    expect(found.path).toBe(seen);
    expect(found.headers.host).toBe('saas-tea.faas-prod.svc.cluster.local');
  });

  test('headers are set, added and removed, and a % stands for itself', async () => {
    const headers = { 'x-own': 'old', 'x-more': 'a', 'x-gone': '1', 'x-kept': '2' };
    const { body, ...answer } = await send(LOCAL, { host: HOST, path: at('headers/'), headers });
    const { headers: seen } = JSON.parse(body) as { headers: Record<string, string> };
    expect(seen).toMatchObject({ 'x-share': '50% of %REQ(x-own)%', 'x-own': 'new', 'x-kept': '2' });
    expect(seen['x-more']?.replace(', ', ',')).toBe('a,b');
    expect(seen).not.toHaveProperty('x-gone');
    expect(answer.headers['x-answer']).toBe('100%');
  });

  test('pages of an origin may call: Envoy answers what browsers ask before, and others get no permission', async () => {
    const asked = (origin: string) =>
      send(LOCAL, {
        method: 'OPTIONS',
        host: HOST,
        path: at('pages/'),
        headers: { origin, 'access-control-request-method': 'PUT' },
      });
    expect(await asked(ORIGIN)).toMatchObject({
      status: 200,
      body: '',
      headers: {
        'access-control-allow-origin': ORIGIN,
        'access-control-allow-methods': 'GET,PUT',
        'access-control-max-age': '600',
        'access-control-allow-credentials': 'true',
      },
    });
    expect((await asked('https://evil.example.com')).headers).not.toHaveProperty(
      'access-control-allow-origin',
    );
    const { headers } = await send(LOCAL, { host: HOST, path: at('pages/'), headers: { origin: ORIGIN } });
    expect(headers['access-control-allow-origin']).toBe(ORIGIN);
  });

  test('requests are answered without the function', async () => {
    expect((await send(LOCAL, { host: HOST, path: at('fails/') })).status).toBe(418);
  });

  test('a mirror at the first pass reaches the same function once more, since it keeps the Host', async () => {
    const [route] = renderedObjects(folder).filter(({ kind }) => kind === 'VirtualService') as unknown as {
      readonly spec: {
        readonly http: readonly { readonly route: readonly { readonly destination: object }[] }[];
      };
    }[];
    const [destination] = route?.spec.http.at(-1)?.route ?? [];
    const http = route?.spec.http.map((rule) => ({
      ...rule,
      mirrors: [{ destination: destination?.destination }],
    }));
    await cluster.apply([{ ...route, spec: { ...route?.spec, http } }]);
    await cluster.settle();
    const counts = async () => [await cluster.gateway.requests(), await cluster.gateway.requests('4xx')];
    const [total = 0, refused = 0] = await counts();
    const { pod } = await received(LOCAL, { host: HOST, path: at('plain/mirrored') });
    expect(pod).toMatch(/^10\./);
    // The first pass and its second, and the second of the mirrored request, which comes a little later; nothing is refused.
    let now = await counts();
    for (let tries = 0; tries < 50 && now[0] !== total + 3; tries += 1) {
      await new Promise((done) => setTimeout(done, 100));
      now = await counts();
    }
    expect(now).toEqual([total + 3, refused]);
  });
});
