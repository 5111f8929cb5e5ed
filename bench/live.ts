// npm run bench:live [-- <rounds> [<functions>]]: what it costs to read a cluster with many functions from a real API server, beside
// kubectl get -o json of the same objects, as whole processes in one run. It runs in a network of its own: see test/cluster/in-own-network.sh.
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { apiServer, openContexts, readLive } from '../snapshots';
import { startControlPlane } from '../test/cluster/kubernetes/control-plane';
import { createObjects } from '../test/cluster/kubernetes/create-objects';
import { findPrograms } from '../test/cluster/kubernetes/programs';

const ROOT = resolve(__dirname, '..');
const [SYSTEM, FUNCTIONS] = ['kfaas-system', 'faas-prod'];
const HOST = `faas-prod-ksvc-gateway.${SYSTEM}.svc.cluster.local`;

/** Measures a process from outside, in seconds and KiB: Debian's package `time`. */
const TIME = '/usr/bin/time';

/** The VirtualService of a function, as KFaas renders it. */
function routeOf(index: number): object {
  const id = `team-${Math.floor(index / 50)}-fn-${index}`;
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: `faas-prod-ns-${id}-ksvc-virtualservice`, namespace: SYSTEM, ...marks(id) },
    spec: {
      hosts: [HOST],
      gateways: ['knative-serving/knative-local-gateway', 'knative-serving/knative-ingress-gateway'],
      http: [
        {
          match: [{ uri: { prefix: `/faas/api/${id}/` } }],
          route: [
            {
              destination: {
                host: 'knative-local-gateway.istio-system.svc.cluster.local',
                port: { number: 80 },
              },
              weight: 100,
            },
          ],
          rewrite: { authority: `${id}.${FUNCTIONS}.svc.cluster.local` },
          timeout: '10s',
          retries: { attempts: 0 },
        },
      ],
    },
  };
}

/** The Knative Service of a function. */
function serviceOf(index: number): object {
  const id = `team-${Math.floor(index / 50)}-fn-${index}`;
  const container = {
    image: `registry.example.com/${id}:1`,
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true },
  };
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: { name: id, namespace: FUNCTIONS, ...marks(id) },
    spec: { template: { spec: { containerConcurrency: 200, containers: [container] } } },
  };
}

function marks(id: string): object {
  return {
    labels: { 'app.kubernetes.io/managed-by': 'kfaas', 'kfaas.io/team': id.replace(/-fn.*/, '') },
    annotations: { 'argocd.argoproj.io/sync-wave': '40' },
  };
}

/** What a process took. */
interface Taken {
  readonly seconds: number;
  readonly mebibytes: number;
  /** What it wrote. */
  readonly out: string;
}

function take(command: readonly string[]): Taken {
  const run = spawnSync(TIME, ['-f', '%e %M', ...command], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  const [seconds, kibibytes] = (run.stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { seconds: seconds ?? Number.NaN, mebibytes: (kibibytes ?? Number.NaN) / 1024, out: run.stdout };
}

/** Reads the cluster in a process of its own, as a command does, and says how many objects it has. */
async function read(kubeconfig: string): Promise<void> {
  const contexts = openContexts({ kubeconfig });
  if ('problem' in contexts) throw new Error(contexts.problem);
  const server = apiServer(contexts.open(contexts.current));
  const target = { environment: 'prod', cluster: 'c', system: SYSTEM, functionNamespaces: [FUNCTIONS] };
  const start = performance.now();
  const live = await readLive(target, { server, source: 'bench' });
  if ('problem' in live) throw new Error(live.problem);
  const kinds = ['VirtualService', 'Service'];
  const objects = live.objects.filter(({ kind }) => kinds.includes(String(kind))).length;
  process.stdout.write(JSON.stringify({ objects, seconds: (performance.now() - start) / 1000 }));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function main(rounds: number, functions: number): Promise<void> {
  const programs = findPrograms();
  const missing = 'missing' in programs ? [...programs.missing] : [];
  if (spawnSync(TIME, ['true']).status !== 0) missing.push(TIME);
  if ('missing' in programs || missing.length > 0) {
    process.stderr.write(`missing: ${missing.join(', ')}; run test/cluster/prepare.sh first\n`);
    process.exitCode = 2;
    return;
  }
  const plane = await startControlPlane(programs);
  try {
    await plane.needNamespaces(SYSTEM, FUNCTIONS);
    const indexes = Array.from({ length: functions }, (_, index) => index);
    const routes = `/apis/networking.istio.io/v1/namespaces/${SYSTEM}/virtualservices`;
    await createObjects(plane.access, routes, indexes.map(routeOf));
    const services = `/apis/serving.knative.dev/v1/namespaces/${FUNCTIONS}/services`;
    await createObjects(plane.access, services, indexes.map(serviceOf));
    const kinds = 'virtualservices.networking.istio.io,services.serving.knative.dev';
    const contestants = {
      kubectl: [programs.kubectl, '--kubeconfig', plane.kubeconfig, 'get', kinds, '-A', '-o', 'json'],
      ours: [
        ...[process.execPath, '--require', join(ROOT, 'cli/load-typescript.js'), __filename],
        ...['read', plane.kubeconfig],
      ],
    };
    const taken: Record<keyof typeof contestants, Taken[]> = { kubectl: [], ours: [] };
    take(contestants.ours); // Compiles what is not yet.
    for (let round = 0; round < rounds; round += 1) {
      for (const name of ['kubectl', 'ours'] as const) {
        const one = take(contestants[name]);
        taken[name].push(one);
        const said = `${name} ${one.seconds.toFixed(2)} s ${one.mebibytes.toFixed(0)} MB`;
        process.stderr.write(`round ${round + 1} of ${rounds}: ${said}\n`);
      }
    }
    report(taken, rounds, functions);
  } finally {
    plane.stop();
  }
}

/** What a process of ours says. */
interface Said {
  readonly objects: number;
  readonly seconds: number;
}

function report(
  { kubectl, ours }: Readonly<Record<'kubectl' | 'ours', readonly Taken[]>>,
  rounds: number,
  functions: number,
): void {
  const said = ours.map(({ out }) => JSON.parse(out) as Said);
  const given = JSON.parse(kubectl[0]?.out ?? '{}') as { readonly items: readonly unknown[] };
  const counts = [given.items.length, ...said.map(({ objects }) => objects)];
  if (counts.some((count) => count !== 2 * functions)) throw new Error(`not all objects: ${counts.join()}`);
  const [cpu] = cpus();
  const of = (runs: readonly Taken[], what: 'seconds' | 'mebibytes') => median(runs.map((run) => run[what]));
  const cells = (name: string, runs: readonly Taken[]) =>
    `  ${name.padEnd(28)} ${of(runs, 'seconds').toFixed(2).padStart(6)} s ${of(runs, 'mebibytes').toFixed(0).padStart(6)} MB`;
  const ratio = (what: 'seconds' | 'mebibytes') => (of(ours, what) / of(kubectl, what)).toFixed(2);
  process.stdout.write(
    [
      `${cpu?.model ?? 'unknown processor'}, Node.js ${process.version}; median of ${rounds} rounds`,
      `${functions} functions, ${2 * functions} objects`,
      cells('kubectl get -A -o json', kubectl),
      `${cells('ours, every kind', ours)}   of it the list ${median(said.map(({ seconds }) => seconds)).toFixed(2)} s`,
      `  ours / kubectl: time ${ratio('seconds')}, memory ${ratio('mebibytes')}   (at most 1.50)`,
      '',
    ].join('\n'),
  );
}

const [first = '3', second = '10000'] = process.argv.slice(2);
void (first === 'read' ? read(second) : main(Number(first), Number(second)));
