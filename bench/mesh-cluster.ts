// npm run bench:mesh, second part: what many functions on one host cost a mesh that reads a real API server. The baseline is the
// table of 10 functions in the same run. It runs in a network of its own: see test/cluster/in-own-network.sh.
import { createObjects } from '../test/cluster/kubernetes/create-objects';
import { startCluster, type Cluster } from '../test/cluster/kubernetes/cluster';
import { askIstiod } from '../test/cluster/kubernetes/istiod';
import { ENVOY_POD, LOCAL_GATEWAY_PORT } from '../test/cluster/kubernetes/local-gateway';
import { findPrograms } from '../test/cluster/kubernetes/programs';
import { send } from '../test/cluster/kubernetes/send';
import { GATEWAYS } from '../test/mesh/told-routes';

const COUNTS = [10, 700, 10_000];
const CHANGES = 7;
const NAMESPACE = 'kfaas-system';
const HOST = `faas-prod-ksvc-gateway.${NAMESPACE}.svc.cluster.local`;
const LOCAL = { address: ENVOY_POD, port: LOCAL_GATEWAY_PORT };

/** The VirtualService of a function, as KFaas renders it, with a direct response of Envoy. */
function functionObject(index: number): object {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: `fn-${String(index).padStart(5, '0')}`, namespace: NAMESPACE },
    spec: {
      hosts: [HOST],
      gateways: [...GATEWAYS],
      http: [{ match: [{ uri: { prefix: pathOf(index) } }], directResponse: { status: 200 } }],
    },
  };
}

function pathOf(index: number): string {
  return `/faas/api/team-${Math.floor(index / 50)}/fn-${index}/`;
}

/** What a mesh is measured by. */
interface Measures {
  /** From the start of `kubectl apply` until the new route answers, in milliseconds; the median. */
  readonly arrival: number;
  /** How long of that kubectl itself takes. */
  readonly kubectl: number;
  /** The routes that istiod pushes to Envoy for one change, in KiB. */
  readonly push: number;
  /** Resident memory, in MiB. */
  readonly istiod: number;
  readonly envoy: number;
}

async function measure(cluster: Cluster, first: number): Promise<Measures> {
  const before = await pushed();
  const times: { readonly arrival: number; readonly kubectl: number }[] = [];
  for (let index = first; index < first + CHANGES; index += 1) {
    const start = performance.now();
    await cluster.apply([functionObject(index)]);
    const kubectl = performance.now() - start;
    while ((await send(LOCAL, { host: HOST, path: pathOf(index) })).status !== 200);
    times.push({ arrival: performance.now() - start, kubectl });
  }
  const after = await pushed();
  times.sort((a, b) => a.arrival - b.arrival);
  const median = times[Math.floor(CHANGES / 2)] ?? { arrival: Number.NaN, kubectl: Number.NaN };
  const { processes } = cluster.plane;
  return {
    ...median,
    push: (after.bytes - before.bytes) / CHANGES / 1024,
    istiod: processes.memory('istiod'),
    envoy: processes.memory('envoy'),
  };
}

/** What istiod has pushed of routes until now. */
async function pushed(): Promise<{ readonly bytes: number }> {
  const { body } = await askIstiod('/metrics');
  const sums = body.matchAll(/^pilot_xds_config_size_bytes_sum\{.*RouteConfiguration.*\} (\S+)$/gm);
  return { bytes: [...sums].reduce((sum, [, value]) => sum + Number(value), 0) };
}

async function main(): Promise<void> {
  const programs = findPrograms();
  if ('missing' in programs) {
    process.stderr.write(`missing: ${programs.missing.join(', ')}; run test/cluster/prepare.sh first\n`);
    process.exitCode = 2;
    return;
  }
  const cluster = await startCluster({ programs });
  const head = 'functions  apply ms  of it kubectl  / that of 10  push KiB  istiod MiB  Envoy MiB';
  process.stdout.write(`\na function more, by kubectl apply, until it answers\n${head}\n`);
  try {
    await cluster.plane.needNamespaces(NAMESPACE);
    const path = `/apis/networking.istio.io/v1/namespaces/${NAMESPACE}/virtualservices`;
    let made = 0;
    let baseline: number | undefined;
    for (const count of COUNTS) {
      const objects = Array.from({ length: count - made }, (_, at) => functionObject(made + at));
      await createObjects(cluster.plane.access, path, objects);
      await cluster.settle();
      const { arrival, kubectl, push, istiod, envoy } = await measure(cluster, count);
      made = count + CHANGES;
      baseline ??= arrival;
      const cells = [
        String(count).padStart(9),
        arrival.toFixed(0).padStart(8),
        kubectl.toFixed(0).padStart(13),
        (arrival / baseline).toFixed(2).padStart(12),
        push.toFixed(0).padStart(8),
        String(istiod).padStart(10),
        String(envoy).padStart(9),
      ];
      process.stdout.write(`${cells.join('  ')}\n`);
    }
  } finally {
    await cluster.stop();
  }
}

void main();
