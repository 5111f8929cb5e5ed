import { request } from 'node:http';
import { startCluster, type Cluster } from './cluster';
import { FAILING_HEADER, WAIT_HEADER } from './functions';
import type { KnativeRoute } from './knative-objects';
import { LOCAL_GATEWAY_IP } from './local-gateway';
import { programsOrSkip } from './programs';
import { renderedFunction } from './rendered-function';
import { answeredBy, send } from './send';

const programs = programsOrSkip('what bounds one function');
const LOCAL = { address: LOCAL_GATEWAY_IP, port: 80 };
const HOST = 'faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local';
const GATEWAY = 'knative-local-gateway.istio-system.svc.cluster.local';
const REVISION = 'saas-tea-v1.faas-prod.svc.cluster.local';
const PODS = ['10.244.120.1', '10.244.120.2'] as const;

const TEA = `runtime: nodejs
service:
  image: registry.example.com/saas/tea:1.0.0
  revisionName: saas-tea-v1
  scale: { min: 2, max: 4, metric: cpu }
  connectionPool: { http2MaxRequests: 3 }
  outlierDetection: { consecutive5xxErrors: 3, interval: 1s, baseEjectionTime: 60s }
`;

/** The revision that the file names, with two Pods. */
const twoPods = (route: KnativeRoute): KnativeRoute => ({
  ...route,
  revisions: [{ name: `${route.name}-v1`, pod: PODS[0], otherPods: [PODS[1]], percent: 100 }],
});

(programs === undefined ? describe.skip : describe)('what bounds one function', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    if (programs === undefined) return;
    cluster = await startCluster({ programs, knative: twoPods });
    await cluster.deploy(renderedFunction(TEA));
  }, 240_000);
  afterAll(() => cluster.stop());

  const sent = (headers: Readonly<Record<string, string>>) => ({
    host: HOST,
    path: '/faas/api/saas/tea/x',
    headers,
  });

  /** How many of 20 requests at once the function does not get. */
  async function refused(): Promise<number> {
    const requests = Array.from({ length: 20 }, () => answeredBy(LOCAL, sent({ [WAIT_HEADER]: '500' })));
    return (await Promise.all(requests)).filter((by) => by === 'status 503').length;
  }

  async function statuses(failing: readonly string[]): Promise<readonly number[]> {
    const found: number[] = [];
    for (let count = 0; count < 12; count += 1) {
      found.push((await send(LOCAL, sent({ [FAILING_HEADER]: failing.join(',') }))).status);
    }
    return found;
  }

  const remove = (kind: string, namespace: string, name: string) =>
    cluster.plane.kubectl(['-n', namespace, 'delete', kind, name]);

  test('a revision that the file names gets as many requests at once as it says', async () => {
    expect(await refused()).toBe(17);
  });

  test('a Pod that fails is taken out, and the other answers', async () => {
    expect(await statuses([])).not.toContain(500);
    await statuses([PODS[0]]);
    await new Promise((done) => setTimeout(done, 1500));
    expect(new Set(await statuses([PODS[0]]))).toEqual(new Set([200]));
    // The half of two is one: the last Pod stays.
    expect(new Set(await statuses(PODS))).toEqual(new Set([500]));
  });

  test('a DestinationRule for any other name, or in another namespace, bounds nothing', async () => {
    await remove('destinationrules', 'faas-prod', 'saas-tea-v1');
    const tried = [
      ['kfaas-system', REVISION],
      ['faas-prod', 'saas-tea.faas-prod.svc.cluster.local'],
      ['kfaas-system', GATEWAY],
      ['faas-prod', GATEWAY],
      ['kfaas-system', HOST],
      ['istio-system', GATEWAY],
    ] as const;
    const found: number[] = [];
    for (const [namespace, host] of tried) {
      await cluster.apply([bound(namespace, host)]);
      await cluster.settle();
      found.push(await refused());
      await remove('destinationrules', namespace, 'tried');
      await cluster.settle();
    }
    // The last shows that the others could have failed: it bounds all functions together, and is not ours to write.
    expect(found).toEqual([0, 0, 0, 0, 0, 17]);
  }, 30_000);

  test('an EnvoyFilter with a rate limit does nothing outside of istio-system', async () => {
    const found: boolean[] = [];
    for (const namespace of ['kfaas-system', 'faas-prod', 'istio-system']) {
      await cluster.plane.kubectl(['apply', '-f', '-'], JSON.stringify(rateLimit(namespace)));
      await cluster.settle();
      found.push(await isLimited());
      await remove('envoyfilters', namespace, 'tried');
      await cluster.settle();
    }
    expect(found).toEqual([false, false, true]);
  }, 60_000);
});

/** Whether requests over new connections are answered with 429; Envoy needs a while to replace a listener. */
async function isLimited(): Promise<boolean> {
  for (let tries = 0; tries < 20; tries += 1) {
    if ((await statusOfNew()) === 429) return true;
    await new Promise((done) => setTimeout(done, 100));
  }
  return false;
}

/** Connections that are kept stay with the listener that they came by. */
function statusOfNew(): Promise<number> {
  return new Promise((done, failed) => {
    const to = { host: LOCAL_GATEWAY_IP, port: 80, path: '/faas/api/saas/tea/x', headers: { host: HOST } };
    request({ ...to, agent: false }, (response) => {
      response.resume();
      done(response.statusCode ?? 0);
    })
      .on('error', failed)
      .end();
  });
}

function bound(namespace: string, host: string): object {
  const connectionPool = { http: { http1MaxPendingRequests: 3, http2MaxRequests: 3 } };
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'tried', namespace },
    spec: { host, trafficPolicy: { connectionPool } },
  };
}

/** What docs/traffic-policy.md shows: Envoy's filter, at the pods of the gateway. */
function rateLimit(namespace: string): object {
  const all = { runtime_key: 'kfaas_limit', default_value: { numerator: 100, denominator: 'HUNDRED' } };
  const value = {
    name: 'envoy.filters.http.local_ratelimit',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
      stat_prefix: 'limit',
      token_bucket: { max_tokens: 4, tokens_per_fill: 4, fill_interval: '600s' },
      filter_enabled: all,
      filter_enforced: all,
    },
  };
  const filter = { name: 'envoy.filters.network.http_connection_manager' };
  const match = { context: 'GATEWAY', listener: { filterChain: { filter } } };
  return {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: { name: 'tried', namespace },
    spec: {
      workloadSelector: { labels: { istio: 'ingressgateway' } },
      configPatches: [{ applyTo: 'HTTP_FILTER', match, patch: { operation: 'INSERT_FIRST', value } }],
    },
  };
}
