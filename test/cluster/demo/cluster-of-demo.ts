// The inner half of npm run demo: a cluster with the shipped catalog, which follows functions/ and environments/.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, watch } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startCluster, virtualServices, type Cluster } from '../kubernetes/cluster';
import { LOCAL_GATEWAY_IP } from '../kubernetes/local-gateway';
import { programsOrSkip } from '../kubernetes/programs';
import { nameOf, renderedObjects, type RenderedObject } from '../kubernetes/rendered-objects';
import type { Endpoint } from '../kubernetes/service-proxy';
import { tableOf } from '../../mesh/told-routes';
import { DEMO_ENTRANCES } from './entrances';
import { renderedChanges } from './rendered-changes';

const PROJECT = resolve(__dirname, '../../..');
const CLUSTER = 'test/test-cn';
const HOST = 'faas-alpha-ksvc-gateway.kfaas-system.svc.cluster.local';
const output = mkdtempSync(join(tmpdir(), 'kfaas-demo-dist-'));
const folder = join(output, CLUSTER);

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Renders the catalog; says what is wrong with it, and returns whether it was rendered. */
function render(): boolean {
  const synth = [join(PROJECT, 'cli/kfaas.js'), 'synth', '--output', output];
  const { status, stdout, stderr } = spawnSync(process.execPath, synth, { cwd: PROJECT, encoding: 'utf8' });
  if (status !== 0) say(`${stdout}${stderr}`.trimEnd());
  return status === 0;
}

/** The rendered objects, by name. */
function byName(): ReadonlyMap<string, RenderedObject> {
  return new Map(renderedObjects(folder).map((object) => [nameOf(object), object]));
}

/** Lets connections to a socket in a folder into the network of the cluster. */
function open(path: string, { address, port }: Endpoint): void {
  createServer((client) => {
    const inside = connect({ host: address, port });
    client.pipe(inside).pipe(client);
    client.on('error', () => inside.destroy());
    inside.on('error', () => client.destroy());
  }).listen(path);
}

/** Applies what another rendering changed, creating first and deleting last, and says how long it took to arrive. */
async function follow(cluster: Cluster, before: ReadonlyMap<string, RenderedObject>) {
  const start = performance.now();
  if (!render()) return before;
  const after = byName();
  const { applied, deleted } = renderedChanges(before, after);
  if (applied.length + deleted.length === 0) return after;
  await cluster.serve(tableOf(virtualServices(folder)));
  const rendered = performance.now();
  if (applied.length > 0) await cluster.apply(applied);
  for (const object of deleted) {
    const [kind = '', name = ''] = nameOf(object).split(' ');
    const [namespace = '', own = ''] = name.split('/');
    await cluster.plane.kubectl(['-n', namespace, 'delete', kind, own]);
  }
  await cluster.settle();
  for (const object of applied) say(`applied  ${nameOf(object)}`);
  for (const object of deleted) say(`deleted  ${nameOf(object)}`);
  const seconds = (from: number) => ((performance.now() - from) / 1000).toFixed(1);
  say(`Envoy has it: ${seconds(start)} s after the edit, ${seconds(rendered)} s of them to apply.\n`);
  return after;
}

async function main(sockets: string): Promise<void> {
  const programs = programsOrSkip('the demo');
  if (programs === undefined || !render()) {
    end(1);
    return;
  }
  say('Starting a Kubernetes API server, istiod and Envoy …');
  const cluster = await startCluster({ programs });
  const stop = () => void cluster.stop().then(() => end(0));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const local = { address: LOCAL_GATEWAY_IP, port: 80 };
  open(join(sockets, 'local.sock'), local);
  await cluster.deploy(folder);
  say(welcome());

  let known = byName();
  let timer: NodeJS.Timeout | undefined;
  let work = Promise.resolve();
  const onEdit = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const next = async () => {
        known = await follow(cluster, known);
      };
      work = work.then(next).catch((error: unknown) => {
        say(String(error instanceof Error ? error.message : error));
      });
    }, 200);
  };
  for (const name of ['functions', 'environments']) watch(join(PROJECT, name), { recursive: true }, onEdit);
}

function welcome(): string {
  const at = `http://127.0.0.1:${DEMO_ENTRANCES.local.port}`;
  return `
The cluster test-cn runs, with the functions of functions/. Each answers with what it was given.

  curl -H 'Host: ${HOST}' ${at}/faas/api/ops/echo/x

Edit a file of functions/, such as functions/ops/echo.yaml, and send it again. Ctrl-C stops all of it.
`;
}

function end(code: number): void {
  rmSync(output, { recursive: true, force: true });
  process.exit(code);
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  say(String(error instanceof Error ? error.message : error));
  end(1);
});
