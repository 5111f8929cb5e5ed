import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { throughIngressGateway } from '../../catalog';
import { renderedCompany } from '../fixtures/company';
import { requestsAround } from '../mesh/catalog-requests';
import type { RawRequest } from '../mesh/raw-request';
import { expected, GATEWAYS, type ToldRoutes } from '../mesh/told-routes';
import { describeGateways } from './java/gateway-kinds';
import { GatewayProcess, QUICK_START } from './java/gateway-process';
import { gatewayIn, TARGETS } from './java/rendered-gateway';
import { startCluster, type Cluster } from './kubernetes/cluster';
import { LOCAL_GATEWAY_IP } from './kubernetes/local-gateway';
import { programsOrSkip } from './kubernetes/programs';
import { renderedObjects } from './kubernetes/rendered-objects';
import { answeredBy, received } from './kubernetes/send';

const programs = programsOrSkip('the whole way through the Java gateways and the local gateway');
const folder = join(renderedCompany(), 'dist/test/test-cn');

/** Paths that are answered late, one time in ten, by a fault that the catalog injects. */
const DELAYED = /refund-check/;

(programs === undefined ? describe.skip : describe)('from the ingress gateway to the function', () => {
  let cluster: Cluster;
  let routes: ToldRoutes;
  beforeAll(async () => {
    if (programs === undefined) return;
    cluster = await startCluster({ programs });
    routes = await cluster.deploy(folder);
  }, 240_000);
  afterAll(() => cluster.stop());

  describeGateways((kind) => {
    let gateway: GatewayProcess;
    const at = () => ({ address: '127.0.0.1', port: gateway.port });
    beforeAll(async () => {
      const backend = { address: LOCAL_GATEWAY_IP, port: 80 };
      const props = { kind, direction: 'ingress', backend, javaOptions: QUICK_START } as const;
      const inFolder = gatewayIn(renderedObjects(join(folder, 'system')), 'faas-alpha-ingress-gateway');
      // The company of the tests runs Zuul; the other is rendered for the same namespace.
      gateway = await GatewayProcess.start(kind === 'zuul' ? { ...props, rendered: inFolder } : props);
      await gateway.ready();
    }, 180_000);
    afterAll(() => gateway.remove());

    /** Who answers a request that was sent to the ingress gateway, by the models of the gateway and of the routes. */
    function told(sent: RawRequest): readonly string[] {
      const passage = throughIngressGateway(sent.path, kind);
      if ('refused' in passage) {
        return [passage.refused === 404 ? 'nobody' : `status ${passage.refused}`];
      }
      const arrived = { ...sent, host: TARGETS.ingress, path: passage.arrives };
      const pods = expected(routes, GATEWAYS[0], arrived).flatMap(cluster.podsOf);
      return pods.length === 0 ? ['nobody'] : pods;
    }

    test('every request is answered by the function that kfaas says, or refused as it says', async () => {
      const list = routes.lists.find(({ domain }) => domain.host === TARGETS.ingress);
      if (list === undefined) throw new Error('no routes');
      const requests = requestsAround(list, 'functions.test.example.internal');
      const asked = requests.filter(({ path }) => !DELAYED.test(path));
      for (const sent of asked) {
        const by = await answeredBy(at(), sent);
        const may = told(sent);
        expect({ sent, by: may.includes(by) ? may : by }).toEqual({ sent, by: may });
      }
      expect(asked.length).toBeGreaterThan(300);
    }, 120_000);

    test('the function gets method, path, query, headers and body, and the Host of its own', async () => {
      const body = randomBytes(8 * 1024 * 1024);
      const headers = {
        authorization: 'Bearer x.y.z',
        cookie: 'a=1; b=2',
        'x-own': 'kept as it is',
        'content-type': 'application/x-www-form-urlencoded',
      };
      const path = '/faas/api/ops/echo/a%2Fb;v=1/%5B?q=1+2&r=%7B&empty=';
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const found = await received(at(), { method, path, host: 'any.example', headers, body });
        expect(found).toMatchObject({ method, path, headers });
        expect(found.headers.host).toBe('ops-echo.faas-alpha.svc.cluster.local');
        const sha256 = createHash('sha256').update(body).digest('hex');
        expect(found.body).toEqual({ bytes: body.length, sha256 });
      }
    }, 60_000);

    test('what the local gateway has no route for is its 404', async () => {
      const before = await cluster.gateway.requests();
      expect(await answeredBy(at(), { path: '/faas/api/nobody/x', host: 'any.example' })).toBe('nobody');
      expect((await cluster.gateway.requests()) - before).toBe(1);
    });
  });
});
