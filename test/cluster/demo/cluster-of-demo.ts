// The inner half of npm run demo: a cluster with the shipped catalog, which follows functions/ and environments/.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, watch } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gatewayProgram, GatewayProcess } from '../java/gateway-process';
import { gatewayIn } from '../java/rendered-gateway';
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
  if (applied.length + deleted.length === 0) {
    say('The manifests are as before.\n');
    return after;
  }
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
  const ends = [() => cluster.stop()];
  const stop = () => void Promise.all(ends.splice(0).map((step) => step())).then(() => end(0));
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const local = { address: LOCAL_GATEWAY_IP, port: 80 };
  open(join(sockets, 'local.sock'), local);
  await cluster.deploy(folder);
  const gateway = await startIngressGateway(local);
  if (gateway !== undefined) {
    ends.push(() => gateway.remove());
    open(join(sockets, 'ingress.sock'), { address: '127.0.0.1', port: gateway.port });
  }
  followEdits(cluster);
  say(welcome(gateway !== undefined));
}

/** Renders and applies again after each edit, one after the other. */
function followEdits(cluster: Cluster): void {
  let known = byName();
  let timer: NodeJS.Timeout | undefined;
  let work = Promise.resolve();
  const next = async () => {
    known = await follow(cluster, known);
  };
  const onEdit = () => {
    clearTimeout(timer);
    // Editors write a file in several steps.
    timer = setTimeout(() => {
      work = work.then(next).catch((error: unknown) => {
        say(String(error instanceof Error ? error.message : error));
      });
    }, 200);
  };
  watchFolders(onEdit);
}

/**
 * Watches every folder with sources, new ones too. Folders, since the recursive watch of Node.js loses a file
 * that an editor replaces.
 */
function watchFolders(onEdit: () => void): void {
  const watched = new Set<string>();
  const watchNew = () => {
    const tops = ['functions', 'environments'].map((name) => join(PROJECT, name));
    const inside = tops.flatMap((top) =>
      readdirSync(top, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name)),
    );
    for (const folder of [...tops, ...inside].filter((path) => !watched.has(path))) {
      watched.add(folder);
      const watcher = watch(folder, () => {
        watchNew();
        onEdit();
      });
      // The folder is gone.
      watcher.on('error', () => watched.delete(folder));
    }
  };
  watchNew();
}

/** Starts Java's gateway with what is rendered for it; undefined where its program is not built. */
async function startIngressGateway(backend: Endpoint): Promise<GatewayProcess | undefined> {
  if (gatewayProgram('zuul') === undefined) return undefined;
  const rendered = gatewayIn(renderedObjects(join(folder, 'system')), 'faas-alpha-ingress-gateway');
  const gateway = await GatewayProcess.start({ kind: 'zuul', direction: 'ingress', backend, rendered });
  return gateway.ready();
}

function welcome(hasGateway: boolean): string {
  const { ingress, local } = DEMO_ENTRANCES;
  const path = '/faas/api/ops/echo/x';
  return `
The cluster test-cn runs, with the functions of functions/. Each answers with what it was given.
${hasGateway ? `\nAs the site gateway sends it, through the ingress gateway (Zuul) of faas-alpha:\n\n  curl http://127.0.0.1:${ingress.port}${path}\n` : ''}
To the local gateway (Envoy) itself:

  curl -H 'Host: ${HOST}' http://127.0.0.1:${local.port}${path}

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
