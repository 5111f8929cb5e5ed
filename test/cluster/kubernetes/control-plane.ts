import { execFile, execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiAccess } from './create-objects';
import { Processes } from './processes';
import type { ClusterPrograms } from './programs';

/** The addresses of what runs beside the Pods. */
export const ADDRESSES = { apiServer: '10.244.0.1', istiod: '10.244.0.2' } as const;

/** What a run of kubectl gave. */
export interface KubectlResult {
  /** 0 where it succeeded. */
  readonly status: number;
  readonly stdout: string;
  /** Errors and warnings, those of the API server among them. */
  readonly stderr: string;
}

/** A real Kubernetes API server with its etcd and the definitions of Istio, Knative Serving and cert-manager. */
export interface ControlPlane {
  readonly processes: Processes;
  /** Where its files are. */
  readonly folder: string;
  readonly kubeconfig: string;
  readonly certificate: Certificate;
  /** How its API is asked without kubectl. */
  readonly access: ApiAccess;
  /** Runs kubectl as the cluster's administrator. */
  kubectl(args: readonly string[], input?: string): Promise<KubectlResult>;
  /** Applies objects, and fails where the API server refuses or warns. */
  readonly apply: (objects: readonly object[]) => Promise<void>;
  /** Makes sure that there are some namespaces. */
  readonly needNamespaces: (...names: readonly string[]) => Promise<void>;
  stop(): void;
}

/** A certificate of both servers, which signs itself. */
export interface Certificate {
  readonly file: string;
  readonly key: string;
}

/**
 * Starts a control plane. There can be one at a time: its addresses are fixed.
 * @param flags of the API server, beside the usual ones
 */
export async function startControlPlane(
  programs: ClusterPrograms,
  flags: readonly string[] = [],
): Promise<ControlPlane> {
  const folder = mkdtempSync(join(tmpdir(), 'kfaas-cluster-'));
  const processes = new Processes(folder);
  const certificate = selfSigned(folder);
  const kubeconfig = join(folder, 'kubeconfig.yaml');
  writeFileSync(kubeconfig, JSON.stringify(adminConfig(certificate)));
  const kubectl = (args: readonly string[], input = '') =>
    run(programs.kubectl, ['--kubeconfig', kubeconfig, ...args], input, folder);
  const plane: ControlPlane = {
    processes,
    folder,
    kubeconfig,
    certificate,
    kubectl,
    async apply(objects) {
      const text = objects.map((object) => JSON.stringify(object)).join('\n---\n');
      const { status, stderr } = await kubectl(['apply', '--server-side', '-f', '-'], text);
      if (status !== 0 || stderr !== '') throw new Error(stderr);
    },
    needNamespaces: (...names) =>
      plane.apply(names.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }))),
    access: { host: ADDRESSES.apiServer, certificate: certificate.file, token: TOKEN },
    stop() {
      processes.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  try {
    startEtcd(programs, processes);
    startApiServer(programs, processes, folder, certificate, flags);
    await processes.until('the API server is ready', async () => {
      return (await kubectl(['get', '--raw', '/readyz'])).status === 0;
    });
    const files = programs.definitions.flatMap((file) => ['-f', file]);
    const applied = await kubectl(['apply', '--server-side', ...files]);
    if (applied.status !== 0) throw new Error(applied.stderr);
    await kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']);
  } catch (error) {
    plane.stop();
    throw error;
  }
  return plane;
}

function startEtcd({ etcd }: ClusterPrograms, processes: Processes): void {
  const urls = { client: 'http://127.0.0.1:2379', peer: 'http://127.0.0.1:2380' };
  processes.start('etcd', etcd, [
    ...['--data-dir', 'etcd-data', '--unsafe-no-fsync', '--logger', 'zap', '--log-level', 'warn'],
    ...['--listen-client-urls', urls.client, '--advertise-client-urls', urls.client],
    ...['--listen-peer-urls', urls.peer, '--initial-advertise-peer-urls', urls.peer],
    ...['--initial-cluster', `default=${urls.peer}`],
  ]);
}

function startApiServer(
  { apiServer }: ClusterPrograms,
  processes: Processes,
  folder: string,
  { file, key }: Certificate,
  flags: readonly string[],
): void {
  const accounts = join(folder, 'service-accounts.pem');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(accounts, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const tokens = join(folder, 'tokens.csv');
  writeFileSync(tokens, `${TOKEN},admin,admin,system:masters\n`);
  processes.start('kube-apiserver', apiServer, [
    ...['--etcd-servers', 'http://127.0.0.1:2379'],
    ...['--bind-address', ADDRESSES.apiServer, '--advertise-address', ADDRESSES.apiServer],
    ...['--endpoint-reconciler-type', 'none', '--service-cluster-ip-range', '10.96.0.0/16'],
    ...['--tls-cert-file', file, '--tls-private-key-file', key],
    ...['--token-auth-file', tokens, '--authorization-mode', 'RBAC'],
    ...['--service-account-issuer', 'https://kubernetes.default.svc'],
    ...['--service-account-key-file', accounts, '--service-account-signing-key-file', accounts],
    // No controller makes a service account for each namespace.
    ...['--disable-admission-plugins', 'ServiceAccount'],
    '--enable-priority-and-fairness=false',
    ...flags,
  ]);
}

const TOKEN = 'administrator';

function adminConfig({ file }: Certificate): object {
  const cluster = {
    server: `https://${ADDRESSES.apiServer}:6443`,
    'certificate-authority-data': readFileSync(file).toString('base64'),
  };
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'cluster',
    clusters: [{ name: 'cluster', cluster }],
    users: [{ name: 'admin', user: { token: TOKEN } }],
    contexts: [{ name: 'cluster', context: { cluster: 'cluster', user: 'admin' } }],
  };
}

function selfSigned(folder: string): Certificate {
  const [key, file] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const names = Object.values(ADDRESSES).map((address) => `IP:${address}`);
  const made = ['-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=kfaas.test'];
  const extension = ['-addext', `subjectAltName=${names.join(',')}`];
  execFileSync('openssl', ['req', '-x509', ...made, ...extension, '-keyout', key, '-out', file], {
    stdio: 'ignore',
  });
  return { key, file };
}

/** Runs a program to its end; a program that fails is no error here. */
function run(program: string, args: readonly string[], input: string, cwd: string): Promise<KubectlResult> {
  return new Promise((done) => {
    const child = execFile(
      program,
      args,
      { cwd, maxBuffer: 256 * 1024 * 1024, env: { ...process.env, HOME: cwd } },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        done({ status: code, stdout, stderr });
      },
    );
    child.stdin?.end(input);
  });
}
