import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kfaasProcess, type KfaasRun } from '../../cli/kfaas-command';
import { renderedCompany } from '../../fixtures/company';
import { writeDump, type DumpName } from '../../fixtures/live-fixture';
import { startControlPlane, type ControlPlane } from './control-plane';
import { grantReaders, READERS, readersConfig } from './live-access';
import { programsOrSkip } from './programs';

const programs = programsOrSkip('live clusters beside their manifests');
const project = renderedCompany();
const US = join(project, 'dist/prod/prod-us');
const SYSTEM = 'kfaas-system';
const HOST = `faas-prod-ksvc-gateway.${SYSTEM}.svc.cluster.local`;
const VIRTUAL_SERVICE = 'virtualservices.networking.istio.io';

/** When something happened, as an API server says it. */
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/;

/** The VirtualService of a function on the cluster. */
const routeOf = (id: string) => `faas-prod-ns-${id}-ksvc-virtualservice`;

/** A VirtualService that another team wrote for a path of data/track. */
function foreign(name: string, host: string): object {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { namespace: 'elsewhere', name },
    spec: {
      hosts: [host],
      gateways: ['knative-serving/knative-local-gateway'],
      http: [
        { match: [{ uri: { exact: '/faas/api/data/track' } }], route: [{ destination: { host: 'x' } }] },
      ],
    },
  };
}

(programs === undefined ? describe.skip : describe)('kfaas diff --live', () => {
  let plane: ControlPlane;
  let kubeconfig: string;

  /** Runs the command with the log-in of a context. */
  const diff = (context: string, ...words: readonly string[]) =>
    live('--cluster', 'prod-us', '--context', context, ...words);
  const live = (...words: readonly string[]): KfaasRun =>
    kfaasProcess(project, ['diff', '--live', '--kubeconfig', kubeconfig, ...words]);

  async function kubectl(args: readonly string[], input?: string): Promise<string> {
    const { status, stdout, stderr } = await plane.kubectl(args, input);
    if (status !== 0) throw new Error(stderr);
    return stdout;
  }

  const sync = (folder: string) =>
    kubectl([
      ...['apply', '--server-side', '--force-conflicts', '--field-manager', 'argocd-controller'],
      ...['--recursive', '-f', folder],
    ]);

  /** Lets a second pass: API servers count times in them. */
  const nextSecond = () => new Promise((done) => setTimeout(done, 1000));

  async function dump(name: DumpName): Promise<void> {
    if (process.env.UPDATE_DUMPS === undefined) return;
    const kinds = [VIRTUAL_SERVICE, 'horizontalpodautoscalers', 'namespaces', 'configmaps'].join();
    writeDump(name, await kubectl(['get', kinds, '-A', '-o', 'json', '--show-managed-fields']));
  }

  beforeAll(async () => {
    if (programs === undefined) return;
    const audited = [{ level: 'Metadata', userGroups: ['system:serviceaccounts'] }, { level: 'None' }];
    plane = await startControlPlane(programs, { audited });
    await plane.needNamespaces(SYSTEM, 'faas-prod', 'elsewhere');
    await grantReaders(plane, { system: SYSTEM, functions: ['faas-prod'] });
    kubeconfig = await readersConfig(plane);
  }, 120_000);
  afterAll(() => {
    if (programs !== undefined) plane.stop();
  });

  test('half a sync: what is missing is told; once the rest is applied, nothing differs', async () => {
    const half = join(plane.folder, 'half');
    mkdirSync(half);
    cpSync(join(US, 'system'), join(half, 'system'), { recursive: true });
    const functions = readdirSync(join(US, 'faas-prod'));
    const applied = functions.slice(0, 15);
    for (const file of applied) cpSync(join(US, 'faas-prod', file), join(half, file));
    await sync(half);
    const { exit, out, err } = diff('reader');
    expect([exit, err]).toEqual([1, '']);
    const added = [...out.matchAll(/^ {2}added {2}VirtualService \S+-ns-(\S+)-ksvc-virtualservice$/gm)];
    expect(added.map(([, id]) => `${id ?? ''}.yaml`).sort()).toEqual(functions.slice(15).sort());
    expect(out).not.toMatch(/^ {2}(changed|removed) /m);

    await sync(US);
    expect(diff('reader')).toEqual({
      exit: 0,
      out: expect.stringMatching(
        /^No request changes: proved for 42 routes on 1 host of 1 cluster\.\nNo object differs\.\n/,
      ) as string,
      err: '',
    });
    await dump('in-sync');
  }, 60_000);

  test('what hands have changed: who, when, and what it does to requests', async () => {
    const route = await kubectl(['get', VIRTUAL_SERVICE, routeOf('data-track'), '-n', SYSTEM, '-o', 'json']);
    const edited = route.replace('"timeout": "1s"', '"timeout": "9s"');
    expect(edited).not.toBe(route);
    await kubectl(['replace', '--field-manager', 'kubectl-edit', '-f', '-'], edited);
    await kubectl([
      ...['patch', 'hpa', 'egress-gateway', '-n', SYSTEM, '--type=merge', '--field-manager', 'on-call'],
      ...['-p', '{"spec":{"maxReplicas":99}}'],
    ]);
    await kubectl(['delete', VIRTUAL_SERVICE, routeOf('ops-health'), '-n', SYSTEM]);
    const label = 'app.kubernetes.io/managed-by';
    await kubectl(['label', VIRTUAL_SERVICE, routeOf('data-report'), '-n', SYSTEM, `${label}-`]);
    await kubectl(['create', 'configmap', 'leftover', '-n', SYSTEM, '--from-literal', 'a=b']);

    const { exit, out, err } = diff('reader');
    await dump('drifted');
    expect([exit, err]).toEqual([1, '']);
    const at = TIME.source;
    expect(out).toMatch(
      /newly answered {2}exact \/faas\/api\/ops\/health, method exact GET\n[^]*none \(404\) -> ops\/health\n/,
    );
    expect(out).toMatch(/exact \/faas\/api\/data\/track, method exact POST\n[^]*? timeout +9s -> 1s\n/);
    expect(out).toMatch(new RegExp(`last written by kubectl-edit at ${at}: spec\\.http\\[0\\]\\.timeout\n`));
    expect(out).toMatch(new RegExp(`last written by on-call at ${at}: spec\\.maxReplicas\n`));
    expect(out).toContain(`metadata.labels["${label}"]  not set -> kfaas\n`);
    // The API server forgets who removed a field.
    expect(out).toContain(`it is not known who changed metadata.labels["${label}"]; what is around it was `);
    expect(out).toContain(`added  VirtualService ${SYSTEM}/${routeOf('ops-health')}\n`);
    expect(out).toMatch(
      new RegExp(`KF905 {2}ConfigMap ${SYSTEM}/leftover is nobody's[^]*created by kubectl-create at ${at}`),
    );
    expect(out).toContain('Objects: 4 changes in 4 places: 3 changed, 1 added\n');
  }, 60_000);

  test('an object that is nobody’s is reason enough to fail; without it, the sync has mended all', async () => {
    await sync(US);
    const { exit, out } = diff('reader');
    expect([exit, out]).toEqual([1, expect.stringContaining('Objects: none changes\n') as string]);
    expect(out).toContain(`ConfigMap ${SYSTEM}/leftover is nobody's`);
    await kubectl(['delete', 'configmap', 'leftover', '-n', SYSTEM]);
    expect(diff('reader')).toMatchObject({ exit: 0, err: '' });
  }, 60_000);

  test('VirtualServices of others: younger, by wildcard, and older', async () => {
    await nextSecond();
    await plane.apply([foreign('younger', HOST), foreign('wild', `*.${SYSTEM}.svc.cluster.local`)]);
    await dump('foreign');
    const younger = diff('reader');
    expect(younger.exit).toBe(1);
    for (const name of ['younger', 'wild']) {
      expect(younger.out).toMatch(
        new RegExp(`KF904 {2}VirtualService elsewhere/${name} [^]*created by kubectl at ${TIME.source}`),
      );
    }
    expect(younger.out).toContain('KF814');

    // A delete makes the younger one the older: ours answers only where the other is not bound.
    await kubectl(['delete', VIRTUAL_SERVICE, routeOf('data-track'), '-n', SYSTEM]);
    const older = diff('reader');
    expect(older.exit).toBe(1);
    expect(older.out).toMatch(/newly answered {2}exact \/faas\/api\/data\/track, method exact POST\n/);
    expect(older.out).toContain('prod-us (faas-prod on knative-serving/knative-ingress-gateway)\n');
    expect(older.out).not.toContain('prod-us (faas-prod)\n');

    await nextSecond();
    await sync(US);
    const back = diff('reader');
    expect([back.exit, back.out]).toEqual([1, expect.stringContaining('Objects: none changes\n') as string]);
    expect(back.out).toContain('KF904  VirtualService elsewhere/younger ');
    await kubectl(['delete', VIRTUAL_SERVICE, '--all', '-n', 'elsewhere']);
  }, 60_000);

  test('an expired token and a server that nobody runs hide no other cluster', () => {
    const clusters = { 'prod-us': 'reader', 'prod-eu': 'expired', 'prod-sg': 'gone' };
    const words = Object.entries(clusters).flatMap(([cluster, context]) => [
      ...['--cluster', cluster, '--context', `${cluster}=${context}`],
    ]);
    const { exit, out, err } = live(...words);
    expect([exit, err]).toEqual([2, '']);
    expect(out).toContain('No request changes: proved for 42 routes on 1 host of 1 cluster; 2 problems');
    expect(out).toContain(
      'KF902  prod-eu (context expired) cannot be read: the API server does not accept the log-in (401)',
    );
    expect(out).toContain(
      'KF902  prod-sg (context gone) cannot be read: https://10.244.0.99:6443 cannot be reached (ECONNREFUSED)',
    );
    // The same log-in is good at the same server for another cluster's name: it says which it is.
    expect(live('--cluster', 'prod-cn', '--context', 'reader')).toMatchObject({
      exit: 2,
      out: expect.stringContaining('it is another cluster: prod-us') as string,
    });
  }, 60_000);

  test('who may list the namespaces of KFaas alone is told what is not seen', () => {
    const { exit, out, err } = diff('own');
    expect([exit, err]).toEqual([2, '']);
    expect(out).toContain('No request changes: proved for 42 routes on 1 host of 1 cluster; ');
    expect(out).toContain(
      `warning KF903  prod-us: VirtualService (networking.istio.io) may be listed in ${SYSTEM}, faas-prod alone: what others wrote elsewhere is not seen`,
    );
    expect(out).toContain('error KF903  prod-us: Namespace may not be listed');
    expect(out).not.toContain('KF902');
  }, 60_000);

  test('a definition that is missing', async () => {
    await kubectl(['delete', 'crd', 'certificates.cert-manager.io']);
    const { exit, out } = diff('reader');
    expect(exit).toBe(2);
    expect(out).toContain(
      'error KF903  prod-us does not know Certificate (cert-manager.io), which the manifests have',
    );
    // Of what was not read, nothing is said.
    expect(out).toContain('No object differs.');
  }, 60_000);

  test('the API server was asked to get and to list, by a role that allows no more', () => {
    interface Request {
      readonly verb: string;
      readonly user: { readonly username: string };
      readonly objectRef?: { readonly resource?: string };
      readonly responseStatus?: { readonly code: number };
    }
    const requests = readFileSync(join(plane.folder, 'audit.log'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Request);
    const byReader = requests.filter(({ user }) => user.username.endsWith(`:${READERS.reader}`));
    expect(byReader.length).toBeGreaterThan(200);
    expect([...new Set(requests.map(({ verb }) => verb))].sort()).toEqual(['get', 'list']);
    expect(requests.filter(({ objectRef }) => objectRef?.resource === 'secrets')).toEqual([]);
    // The role suffices: nothing was refused.
    expect(byReader.filter(({ responseStatus }) => responseStatus?.code === 403)).toEqual([]);
  });
});
