import { join } from 'node:path';
import { renderedCompany } from '../../fixtures/company';
import { startCluster, type Cluster } from './cluster';
import { WAIT_HEADER } from './functions';
import { LOCAL_GATEWAY_IP } from './local-gateway';
import { programsOrSkip } from './programs';
import { answeredBy } from './send';

const programs = programsOrSkip('the bound of what one function can take');
const LOCAL = { address: LOCAL_GATEWAY_IP, port: 80 };
const HOST = 'faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local';

/** `requestsPerFunction`, where the environment says nothing. */
const BOUND = 100;

/** As many as one Java gateway has threads, and some more. */
const SLOW_REQUESTS = 405;

(programs === undefined ? describe.skip : describe)('a slow function does not take what others need', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    if (programs === undefined) return;
    cluster = await startCluster({ programs });
    await cluster.deploy(join(renderedCompany(), 'dist/prod/prod-cn'));
  }, 240_000);
  afterAll(() => cluster.stop());

  /** Sends many requests to one function that takes seconds, and gives how many were answered, by what. */
  async function pressed(): Promise<ReadonlyMap<string, number>> {
    const sent = { host: HOST, path: '/faas/api/saas/showroom/x', headers: { [WAIT_HEADER]: '4000' } };
    const answers = await Promise.all(Array.from({ length: SLOW_REQUESTS }, () => answeredBy(LOCAL, sent)));
    const counts = new Map<string, number>();
    for (const by of answers) counts.set(by, (counts.get(by) ?? 0) + 1);
    return counts;
  }

  test('it gets as many requests at once as are rendered, the others 503, and a fast one answers meanwhile', async () => {
    const slow = pressed();
    await new Promise((done) => setTimeout(done, 1500));
    const start = performance.now();
    const fast = await answeredBy(LOCAL, { host: HOST, path: '/faas/api/render/thumbnail/x' });
    expect(performance.now() - start).toBeLessThan(1000);
    expect(fast).toMatch(/^10\.244\./);
    const counts = await slow;
    expect(counts.get('status 503')).toBe(SLOW_REQUESTS - BOUND);
    expect([...counts.values()].sort((a, b) => a - b)).toEqual([BOUND, SLOW_REQUESTS - BOUND]);
  }, 60_000);

  test('without the DestinationRule it gets all of them: the check above can fail', async () => {
    await cluster.plane.kubectl(['-n', 'faas-prod', 'delete', 'destinationrules', '--all']);
    await cluster.settle();
    expect((await pressed()).get('status 503')).toBeUndefined();
  }, 60_000);
});
