import { join } from 'node:path';
import type { Server } from 'node:http';
import { readManifests } from '../../manifests';
import { renderedCompany } from '../fixtures/company';
import { findBinaries } from './binaries';
import { randomRequests, requestsAround } from './catalog-requests';
import { FLAKY, REACHED_HEADER, serviceEntry, SLOW, startEchoBackend, type Echo } from './echo-backend';
import { startMesh, type Mesh } from './mesh';
import type { RawResponse } from './raw-request';
import { expected, GATEWAYS, tableOf } from './told-routes';

const DIST = join(renderedCompany(), 'dist');
const LOCAL_GATEWAY = 'knative-local-gateway.istio-system.svc.cluster.local';
/** Clusters whose manifests differ; the others of production have those of prod-us. */
const CLUSTERS = ['test/test-cn', 'staging/staging-cn', 'prod/prod-cn', 'prod/prod-us', 'prod/prod-eu'];

const binaries = findBinaries();
const present = 'missing' in binaries ? undefined : binaries;
if ('missing' in binaries) {
  process.stderr.write(`SKIPPED: ${CLUSTERS.length} clusters; missing: ${binaries.missing.join(', ')}\n`);
}

let mesh: Mesh;
let backend: { readonly port: number; readonly server: Server };

/** The rendered VirtualServices of a cluster, without injected delays: a test of those would take long. */
function rendered(cluster: string): object[] {
  return readManifests(join(DIST, cluster), 'VirtualService').objects.map(({ object }) => {
    const { spec, ...rest } = object as { readonly spec: { readonly http: readonly object[] } };
    return { ...rest, spec: { ...spec, http: spec.http.map((rule) => ({ ...rule, fault: undefined })) } };
  });
}

function reached({ status, headers }: RawResponse): string | undefined {
  return status === 404 ? undefined : status === 200 ? headers[REACHED_HEADER] : `status ${status}`;
}

(present === undefined ? describe.skip : describe)('istiod and Envoy do what is rendered', () => {
  beforeAll(async () => {
    if (present === undefined) return;
    backend = await startEchoBackend();
    mesh = await startMesh(present, GATEWAYS);
  }, 120_000);
  afterAll(() => {
    mesh.stop();
    backend.server.closeAllConnections();
    backend.server.close();
  });

  test.each(CLUSTERS)('%s: every request reaches the function that kfaas says', async (cluster) => {
    const objects = rendered(cluster);
    await mesh.load([...objects, serviceEntry(LOCAL_GATEWAY, backend.port)]);
    const table = tableOf(objects);
    expect(table.lists.length).toBeGreaterThan(0);
    let count = 0;
    for (const list of table.lists) {
      const host = list.domain.host;
      const requests = [...requestsAround(list, host), ...randomRequests(list, host, 300, count + 1)];
      for (const [place, sent] of requests.entries()) {
        const gateway = GATEWAYS[place % 2] ?? GATEWAYS[0];
        const may = expected(table, gateway, sent);
        const found = reached(await mesh.send(gateway, sent));
        expect({
          sent,
          reached: may.includes(found ?? '') || (found === undefined && may.length === 0) ? may : found,
        }).toEqual({
          sent,
          reached: may,
        });
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(500);
  });

  test('two backends by weight: 90 to 10, each with a Host of its own', async () => {
    const objects = rendered('prod/prod-us');
    await mesh.load([...objects, serviceEntry(LOCAL_GATEWAY, backend.port)]);
    const host = tableOf(objects).hosts[0] ?? '';
    const sent = { method: 'GET', host, path: '/faas/api/saas/quotation/1' };
    const hosts = new Map<string, number>();
    for (let batch = 0; batch < 100; batch += 1) {
      const answers = await Promise.all(Array.from({ length: 100 }, () => mesh.send(GATEWAYS[0], sent)));
      for (const answer of answers) {
        const found = reached(answer) ?? '404';
        hosts.set(found, (hosts.get(found) ?? 0) + 1);
      }
    }
    expect([...hosts.keys()].sort()).toEqual([
      'saas-quotation-green.faas-prod.svc.cluster.local',
      'saas-quotation.faas-prod.svc.cluster.local',
    ]);
    // Five standard deviations of 10,000 draws at 0.9.
    expect(Math.abs((hosts.get('saas-quotation.faas-prod.svc.cluster.local') ?? 0) - 9000)).toBeLessThan(150);
  });

  test('the cookie of a canary, among others, leads to the new version, and one that is alike does not', async () => {
    const objects = rendered('prod/prod-us');
    await mesh.load([...objects, serviceEntry(LOCAL_GATEWAY, backend.port)]);
    const host = tableOf(objects).hosts[0] ?? '';
    const ask = async (cookie: string) => {
      const sent = { method: 'GET', host, path: '/faas/api/saas/quotation/1', headers: { cookie } };
      const answers = await Promise.all(Array.from({ length: 100 }, () => mesh.send(GATEWAYS[0], sent)));
      return answers.filter(
        (answer) => reached(answer) === 'saas-quotation-green.faas-prod.svc.cluster.local',
      ).length;
    };
    for (const cookie of [
      'renderer=next',
      'a=1; renderer=next',
      'renderer=next; b=2',
      'a=1;renderer=next;b=2',
    ]) {
      expect([cookie, await ask(cookie)]).toEqual([cookie, 100]);
    }
    // A tenth of these go over all the same: ten deviations of 100 draws at 0.1 are 30.
    for (const cookie of ['renderer=next2', 'xrenderer=next', 'a=renderer=next', 'renderer=nex']) {
      expect(await ask(cookie)).toBeLessThan(40);
    }
  });

  test('a timeout ends a request, and the path is handed on as it was sent', async () => {
    const host = tableOf(rendered('prod/prod-us')).hosts[0] ?? '';
    const path = `/faas/api/saas/price-list/x?currency=EUR`;
    const { body } = await mesh.send(GATEWAYS[0], { method: 'GET', host, path });
    expect((JSON.parse(body) as Echo).path).toBe(path);
    // search/recommend gives a request one second, and its backend takes longer.
    const start = performance.now();
    const slow = { method: 'GET', host, path: `/faas/api/recommend/${SLOW.mark}` };
    expect((await mesh.send(GATEWAYS[0], slow)).status).toBe(504);
    expect(performance.now() - start).toBeLessThan(SLOW.milliseconds);
  });

  test('a connection that breaks is tried again where the route says so, and nowhere else', async () => {
    const host = tableOf(rendered('prod/prod-us')).hosts[0] ?? '';
    // search/recommend retries on reset; Istio's own default would retry both.
    const ask = (path: string) => mesh.send(GATEWAYS[0], { method: 'GET', host, path });
    expect((await ask(`/faas/api/recommend/${FLAKY}`)).status).toBe(200);
    expect((await ask(`/faas/api/saas/showroom/${FLAKY}`)).status).toBe(503);
  });

  test('a delay is injected into its share of the requests', async () => {
    const delayed = readManifests(join(DIST, 'test/test-cn'), 'VirtualService').objects.map(
      ({ object }) => object as object,
    );
    await mesh.load([...delayed, serviceEntry(LOCAL_GATEWAY, backend.port)]);
    const host = tableOf(delayed).hosts[0] ?? '';
    const sent = { method: 'GET', host, path: '/faas/api/trade/refund-check/1' };
    const times = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const start = performance.now();
        await mesh.send(GATEWAYS[0], sent);
        return performance.now() - start;
      }),
    );
    // 10 in 100 take two seconds more; none at all, or 30, has a chance below 1 in 10,000.
    const late = times.filter((time) => time > 1900).length;
    expect(late).toBeGreaterThan(0);
    expect(late).toBeLessThan(30);
  });

  test('a proved table answers alike in another order of creation; a broken one does not', async () => {
    const objects = rendered('prod/prod-us');
    const table = tableOf(objects);
    const [list] = table.lists;
    if (list === undefined) throw new Error('no table');
    const requests = requestsAround(list, list.domain.host);
    const reversed = objects.map((object, place) => createdAt(object, objects.length - place));
    await mesh.load([...reversed, serviceEntry(LOCAL_GATEWAY, backend.port)]);
    for (const sent of requests) {
      const may = expected(table, GATEWAYS[0], sent);
      const found = reached(await mesh.send(GATEWAYS[0], sent));
      expect(may.length === 0 ? found === undefined : may.includes(found ?? '')).toBe(true);
    }

    const answers: (string | undefined)[] = [];
    for (const order of [
      [1, 2],
      [2, 1],
    ]) {
      await mesh.load(['one', 'two'].map((name, place) => createdAt(conflicting(name), order[place] ?? 0)));
      answers.push((await mesh.send(GATEWAYS[0], { method: 'GET', host: 'h.example', path: '/shop/' })).body);
    }
    expect(answers).toEqual(['one', 'two']);
  });
});

/** A VirtualService, created so many seconds after a certain one. */
function createdAt(object: object, seconds: number): object {
  const { metadata } = object as { readonly metadata: object };
  const creationTimestamp = new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString().replace('.000', '');
  return { ...object, metadata: { ...metadata, creationTimestamp } };
}

function conflicting(name: string): object {
  const rule = {
    match: [{ uri: { prefix: '/shop/' } }],
    directResponse: { status: 200, body: { string: name } },
  };
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'ns' },
    spec: { hosts: ['h.example'], gateways: [GATEWAYS[0]], http: [rule] },
  };
}
