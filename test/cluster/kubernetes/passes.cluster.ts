import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { renderedCompany } from '../../fixtures/company';
import { randomRequests, requestsAround } from '../../mesh/catalog-requests';
import { expected, GATEWAYS, type ToldRoutes } from '../../mesh/told-routes';
import { GATEWAY_ENDPOINTS, startCluster, type Cluster } from './cluster';
import type { KnativeRoute } from './knative-objects';
import { LOCAL_GATEWAY_IP } from './local-gateway';
import { programsOrSkip } from './programs';
import { answeredBy, received } from './send';

const programs = programsOrSkip('both passes of a request through the local gateway');
const LOCAL = { address: LOCAL_GATEWAY_IP, port: 80 };
const PUBLIC = GATEWAY_ENDPOINTS['knative-serving/knative-ingress-gateway'];
const HOST = 'faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local';

/** The Knative Service that has a second revision with every fifth request, a tag, and a public name. */
const SPLIT = 'saas-showroom';
const SECOND_POD = '10.244.90.1';

function split(route: KnativeRoute): KnativeRoute {
  if (route.name !== SPLIT) return route;
  const [first] = route.revisions;
  if (first === undefined) return route;
  const second = { name: `${SPLIT}-00002`, pod: SECOND_POD, percent: 20, tag: 'next' };
  return { ...route, domain: 'fn.example.com', revisions: [{ ...first, percent: 80 }, second] };
}

(programs === undefined ? describe.skip : describe)('a request passes the local gateway twice', () => {
  let cluster: Cluster;
  let routes: ToldRoutes;
  beforeAll(async () => {
    if (programs === undefined) return;
    cluster = await startCluster({ programs, knative: split });
    routes = await cluster.deploy(join(renderedCompany(), 'dist/prod/prod-cn'));
  }, 240_000);
  afterAll(() => cluster.stop());

  test('every request reaches the Pod of the function that kfaas says', async () => {
    const { podsOf } = cluster;
    let count = 0;
    for (const list of routes.lists) {
      const { host } = list.domain;
      const requests = [...requestsAround(list, host), ...randomRequests(list, host, 300, count + 1)];
      for (const [place, sent] of requests.entries()) {
        const gateway = GATEWAYS[place % 2] ?? GATEWAYS[0];
        const may = expected(routes, gateway, sent).flatMap(podsOf);
        const by = await answeredBy(GATEWAY_ENDPOINTS[gateway], sent);
        const isRight = may.length === 0 ? by === 'nobody' : may.includes(by);
        expect({ sent, by: isRight ? may : by }).toEqual({ sent, by: may });
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(500);
  }, 240_000);

  test('Envoy takes it twice, and once where no route has it', async () => {
    const before = await cluster.gateway.requests();
    await received(LOCAL, { host: HOST, path: '/faas/api/render/thumbnail/x' });
    const after = await cluster.gateway.requests();
    expect(after - before).toBe(2);
    expect(await answeredBy(LOCAL, { host: HOST, path: '/faas/api/nobody' })).toBe('nobody');
    expect((await cluster.gateway.requests()) - after).toBe(1);
  });

  test('the function sees its own Host, and all else as it was sent', async () => {
    const body = randomBytes(3 * 1024 * 1024);
    const headers = {
      authorization: 'Bearer x.y.z',
      cookie: 'a=1; b=2',
      'x-own': 'kept as it is',
      'content-type': 'application/x-www-form-urlencoded',
    };
    const path = '/faas/api/render/thumbnail/a%2Fb//c;v=1/%5B?q=1+2&q=%7B|&empty=';
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const sent = { method, host: HOST, path, headers, ...(method === 'GET' ? {} : { body }) };
      const found = await received(LOCAL, sent);
      expect(found).toMatchObject({ method, path, headers });
      expect(found.headers.host).toBe('render-thumbnail.faas-prod.svc.cluster.local');
      expect(found.headers['knative-serving-revision']).toBe('render-thumbnail-00001');
      expect(found.headers['x-forwarded-proto']).toBe('http');
      const content = method === 'GET' ? Buffer.of() : body;
      const sha256 = createHash('sha256').update(content).digest('hex');
      expect(found.body).toEqual({ bytes: content.length, sha256 });
    }
  });

  test('the revisions of one Knative Service share its requests by weight', async () => {
    const pods = new Map<string, number>();
    const sent = { host: HOST, path: '/faas/api/saas/showroom/x' };
    for (let batch = 0; batch < 100; batch += 1) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => answeredBy(LOCAL, sent)));
      for (const by of answers) pods.set(by, (pods.get(by) ?? 0) + 1);
    }
    // Five standard deviations of 2,000 draws at 0.2.
    expect(Math.abs((pods.get(SECOND_POD) ?? 0) - 400)).toBeLessThan(90);
    expect(pods.size).toBe(2);
  });

  test('a tag and the public name lead to their own revisions, with their own Host', async () => {
    const tagged = await received(LOCAL, { host: `next-${SPLIT}.faas-prod`, path: '/x' });
    expect(tagged).toMatchObject({ pod: SECOND_POD, path: '/x' });
    const name = `${SPLIT}.faas-prod.fn.example.com`;
    expect((await received(PUBLIC, { host: name, path: '/x' })).headers.host).toBe(name);
    const inside = { host: 'render-thumbnail.faas-prod.fn.example.com', path: '/x' };
    expect(await answeredBy(PUBLIC, inside)).toBe('nobody');
  });
});
