import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { MeshBinaries } from './binaries';
import { envoyBootstrap, GATEWAY_LABELS } from './envoy-bootstrap';
import { freePorts } from './free-ports';
import { startKubernetesApi } from './kubernetes-api';
import { sendRaw, type RawRequest, type RawResponse } from './raw-request';

/** A real istiod and a real Envoy, as a gateway's workload, on this machine alone. */
export interface Mesh {
  /** Loads VirtualServices, and what else there is, instead of what was loaded before; waits until Envoy has them. */
  load(objects: readonly object[]): Promise<void>;
  /** Sends a request to a Gateway, by its name. */
  send(gateway: string, request: RawRequest): Promise<RawResponse>;
  /** The port of a Gateway, on 127.0.0.1. */
  portOf(gateway: string): number;
  stop(): void;
}

/** The host whose one route tells which objects Envoy has. */
const MARKER_HOST = 'generation.kfaas.test';

/** How long anything may take to be ready, in milliseconds. */
const PATIENCE = 60_000;

/** How the Envoy of a mesh is started. */
export interface ProxyOptions {
  /**
   * The port of a {@link SecretServer}.
   * @default - there are no HTTPS servers
   */
  readonly secretsPort?: number;
  /**
   * The proxies in front of Envoy whose word on how a request came it takes, `gatewayTopology.numTrustedProxies`.
   * @default 0
   */
  readonly trustedProxies?: number;
  /**
   * Labels of Envoy's Pod beside those by which Gateways choose it.
   * @default - no others
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * The namespace of a client whose sidecar Envoy is, instead of a gateway's workload. Its only gateway is `mesh`, and it listens on the
   * addresses of services themselves, which have to be loopback ones.
   * @default - Envoy is a gateway's workload
   */
  readonly clientNamespace?: string;
}

/**
 * Starts a mesh.
 * @param gateways Gateways as `<namespace>/<name>`, or `mesh`; each has a port of its own
 */
export async function startMesh(
  { pilot, envoy }: MeshBinaries,
  gateways: readonly string[],
  { secretsPort, trustedProxies = 0, labels = {}, clientNamespace }: ProxyOptions = {},
): Promise<Mesh> {
  const folder = mkdtempSync(join(tmpdir(), 'kfaas-mesh-'));
  const config = join(folder, 'config');
  mkdirSync(config);
  const api = await startKubernetesApi();
  const [grpc = 0, http = 0, monitoring = 0, admin = 0, ...ports] = await freePorts(4 + gateways.length);
  const portOf = new Map(gateways.map((gateway, at) => [gateway, ports[at] ?? 0]));
  const file = (name: string, content: object) => {
    const path = join(folder, name);
    writeFileSync(path, stringify(content));
    return path;
  };
  let generation = 0;
  write([]);

  const running: ChildProcess[] = [];
  const run = (name: string, program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const log = openSync(join(folder, `${name}.log`), 'w');
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', log, log],
      cwd: folder,
    });
    running.push(child);
  };
  const address = (port: number) => `127.0.0.1:${port}`;
  const defaultConfig = {
    discoveryAddress: address(grpc),
    gatewayTopology: { numTrustedProxies: trustedProxies },
  };
  run(
    'pilot',
    pilot,
    [
      'discovery',
      ...['--configDir', config],
      ...['--kubeconfig', file('kubeconfig.yaml', kubeconfig(api.url))],
      ...['--meshConfig', file('mesh.yaml', { defaultConfig })],
      ...['--grpcAddr', address(grpc), '--httpAddr', address(http), '--monitoringAddr', address(monitoring)],
      ...['--httpsAddr', '', '--secureGRPCAddr', '', '--ctrlz_port', '0'],
    ],
    {
      POD_NAME: 'istiod',
      POD_NAMESPACE: 'istio-system',
      ENABLE_CA_SERVER: 'false',
      // These filters are Istio's own build's, and route nothing.
      PILOT_ENABLE_METADATA_EXCHANGE: 'false',
      PILOT_ENABLE_ALPN_FILTER: 'false',
      PILOT_DEBOUNCE_AFTER: '10ms',
    },
  );
  const mesh: Mesh = {
    async load(objects) {
      write(objects);
      const wanted = String(generation);
      const [first = 0] = portOf.values();
      await until('Envoy has the configuration', async () => {
        const { body } = await sendRaw(first, { method: 'GET', path: '/', host: MARKER_HOST });
        return body === wanted;
      });
    },
    send: (gateway, request) => sendRaw(portOf.get(gateway) ?? 0, request),
    portOf: (gateway) => portOf.get(gateway) ?? 0,
    stop() {
      for (const child of running) child.kill('SIGKILL');
      api.server.closeAllConnections();
      api.server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await until('istiod is ready', async () => {
      const { status } = await sendRaw(http, { method: 'GET', path: '/ready', host: 'istiod' });
      return status === 200;
    });
    const bootstrap = file(
      'envoy.yaml',
      envoyBootstrap({ xdsPort: grpc, adminPort: admin, secretsPort, labels, clientNamespace }),
    );
    run('envoy', envoy, [
      '-c',
      bootstrap,
      '--log-level',
      'warning',
      '--base-id',
      String(grpc),
      '--concurrency',
      '1',
    ]);
    await mesh.load([]);
  } catch (error) {
    const logs = ['pilot', 'envoy'].map((name) => tail(join(folder, `${name}.log`)));
    mesh.stop();
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${logs.join('\n')}`);
  }
  return mesh;

  /** All of it in one file, put into place at once: as JSON, since Go's reader takes the name `y` of YAML for true. */
  function write(objects: readonly object[]): void {
    generation += 1;
    const all = [...gatewayObjects(portOf), marker(gateways[0] ?? '', generation), ...objects];
    const draft = join(folder, 'draft.yaml');
    writeFileSync(draft, all.map((object) => JSON.stringify(object)).join('\n---\n'));
    renameSync(draft, join(config, 'all.yaml'));
  }
}

function gatewayObjects(portOf: ReadonlyMap<string, number>): object[] {
  return [...portOf].flatMap(([gateway, number]) => {
    if (gateway === 'mesh') return sidecarObjects(number);
    const [namespace = '', name = ''] = gateway.split('/');
    const server = { port: { number, name: 'http', protocol: 'HTTP' }, hosts: ['*'], bind: '127.0.0.1' };
    return {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name, namespace },
      spec: { selector: GATEWAY_LABELS, servers: [server] },
    };
  });
}

/** What makes the sidecar's listeners reachable: traffic is not redirected to it here, so that it has to listen itself. */
function sidecarObjects(number: number): object[] {
  const patch = {
    applyTo: 'LISTENER',
    match: { context: 'SIDECAR_OUTBOUND' },
    patch: { operation: 'MERGE', value: { bind_to_port: true } },
  };
  return [
    {
      apiVersion: 'networking.istio.io/v1alpha3',
      kind: 'EnvoyFilter',
      metadata: { name: 'listen', namespace: 'istio-system' },
      spec: { configPatches: [patch] },
    },
    // Without it, the sidecar waits for a certificate before it listens.
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name: 'plain', namespace: 'istio-system' },
      spec: { mtls: { mode: 'DISABLE' } },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata: { name: 'generation', namespace: 'kfaas-test' },
      spec: {
        hosts: [MARKER_HOST],
        ports: [{ number, name: 'http', protocol: 'HTTP' }],
        resolution: 'STATIC',
        endpoints: [{ address: '127.0.0.1' }],
      },
    },
  ];
}

function marker(gateway: string, generation: number): object {
  const response = { status: 200, body: { string: String(generation) } };
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'generation', namespace: 'kfaas-test' },
    spec: { hosts: [MARKER_HOST], gateways: [gateway], http: [{ directResponse: response }] },
  };
}

function kubeconfig(server: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'empty', cluster: { server } }],
    users: [{ name: 'nobody', user: {} }],
    contexts: [{ name: 'empty', context: { cluster: 'empty', user: 'nobody' } }],
    'current-context': 'empty',
  };
}

/** Asks until it is so; what cannot be asked yet is not so. */
async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    if (await isSo().catch(() => false)) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`${what}: not so after ${PATIENCE / 1000} s`);
}

function tail(file: string): string {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(-15).join('\n');
  } catch {
    return '';
  }
}
