import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Guard, GuardAction } from '../../../inventory';
import { onStack, renderStack } from '../../matrix/rendered-stack';
import { startControlPlane, type ControlPlane, type KubectlResult } from './control-plane';
import {
  ATTACKS,
  create,
  foreign,
  FOREIGN,
  FUNCTIONS,
  GATEWAY_HOST,
  HARMLESS,
  OLDER,
  OWN,
  routesOf,
  SQUATTER,
  type Write,
} from './guard-attacks';
import { knativeObjects } from './knative-objects';
import { programsOrSkip } from './programs';

/** What the attacks and others create in our namespace. */
const MADE = [
  ...['virtualservice/delegate', 'destinationrule/mine', 'networkpolicy/open', 'secret/tls', 'lease/a'],
  ...['service/cm-acme-http-solver', 'configmap/istio-ca-root-cert'],
];

const SCALE: Write = { args: ['-n', OWN, 'scale', 'deployment/egress-gateway', '--replicas=2'] };

const programs = programsOrSkip('the guard of the API server');

const CLUSTER = 'prod/prod-us';
const TODAY = { kubernetes: '1.34', istio: '1.29.2', knative: '1.22', certManager: '1.18.0' };

const account = (namespace: string, name: string) => `system:serviceaccount:${namespace}:${name}`;
const WRITER = account('argocd', 'argocd-application-controller');
const KNATIVE = account('knative-serving', 'net-istio-controller');
const SOLVER = account('cert-manager', 'cert-manager');
const ISTIOD = account('istio-system', 'istiod');
/** Controllers of Kubernetes, with the roles that it gives them by itself. */
const AUTOSCALER = account('kube-system', 'horizontal-pod-autoscaler');
const COLLECTOR = account('kube-system', 'generic-garbage-collector');

const ON_CALL = 'kfaas-on-call';

/** What a write came to: `audited` is written, and the audit log says that it should not have been. */
type Fate = 'refused' | 'warned' | 'audited' | 'written' | 'failed';

const FATES: Readonly<Record<GuardAction, Fate>> = { deny: 'refused', warn: 'warned', audit: 'audited' };

/** The folder of the cluster's manifests, with a guard or without. */
function rendered(into: string, guard?: Guard): string {
  const environments = onStack(TODAY).map(({ guard: asked, ...environment }) => ({
    ...environment,
    ...(guard === undefined ? {} : { guard: { ...asked, ...guard } }),
  }));
  const folder = join(into, guard?.action ?? 'unguarded');
  for (const [path, text] of renderStack(environments).files) {
    if (!path.startsWith(`${CLUSTER}/`)) continue;
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return join(folder, CLUSTER);
}

(programs === undefined ? describe.skip : describe)('the guard of the API server', () => {
  let plane: ControlPlane;
  let unguarded: string;
  beforeAll(async () => {
    if (programs === undefined) return;
    const writes = ['create', 'update', 'patch', 'delete', 'deletecollection'];
    plane = await startControlPlane(programs, { audited: [{ level: 'Metadata', verbs: writes }] });
    await plane.needNamespaces(OWN, FUNCTIONS, FOREIGN, 'knative-serving');
    await plane.apply([
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'everything' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
        subjects: [WRITER, KNATIVE, SOLVER, ISTIOD, 'alice'].map((name) => ({
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'User',
          name,
        })),
      },
    ]);
    unguarded = rendered(plane.folder);
    await restore(unguarded);
  }, 120_000);
  afterAll(() => plane.stop());

  const auditLog = () => readFileSync(join(plane.folder, 'audit.log'), 'utf8');

  async function write(user: string, { args, input, edit }: Write, ...groups: readonly string[]) {
    const before = auditLog().length;
    if (edit !== undefined) process.env.KUBE_EDITOR = `sed -i -e '${edit}'`;
    const as = groups.flatMap((group) => ['--as-group', group]);
    const result = await plane.kubectl(['--as', user, ...as, ...args], input);
    return { ...result, fate: fateOf(result, auditLog().slice(before)), log: auditLog().slice(before) };
  }

  /** Brings everything into the state that git has, as who delivers, and takes what others made. */
  async function restore(folder: string): Promise<readonly KubectlResult[]> {
    const results: KubectlResult[] = [];
    const run = async (args: readonly string[], input?: string) =>
      results.push(await plane.kubectl(['--as', WRITER, ...args], input));
    const apply = ['apply', '--server-side', '--force-conflicts', '--field-manager=git'];
    await Promise.all([
      ...[FOREIGN, FUNCTIONS, 'knative-serving'].map((namespace) =>
        run(['-n', namespace, 'delete', 'virtualservices', '--all']),
      ),
      run(['-n', OWN, 'delete', '--ignore-not-found', ...MADE]),
    ]);
    await run([...apply, '--recursive', '-f', folder]);
    await run(
      [...apply, '-f', '-'],
      [OLDER, SQUATTER].map((object) => JSON.stringify(object)).join('\n---\n'),
    );
    await run(['-n', OWN, 'scale', 'deployment/egress-gateway', '--replicas=5']);
    const nobodys = '{"metadata":{"ownerReferences":null}}';
    await run(['-n', OWN, 'patch', 'serviceaccount/egress-gateway', '--type=merge', '-p', nobodys]);
    return results;
  }

  /** Applies the guard alone, as who delivers. */
  const applyGuard = (folder: string) =>
    plane.kubectl(
      ['--as', WRITER, 'apply', '--server-side', '--field-manager=git'].concat(
        readdirSync(join(folder, 'system'))
          .filter((file) => file.includes('validatingadmissionpolicy'))
          .flatMap((file) => ['-f', join(folder, 'system', file)]),
      ),
    );

  const attacks = Object.entries(ATTACKS);

  test('without a guard, each attack succeeds', async () => {
    const fates: Record<string, string> = {};
    for (const [name, attack] of attacks) {
      const { fate, stderr } = await write('alice', attack);
      if (fate !== 'written') fates[name] = stderr;
    }
    expect(fates).toEqual({});
  }, 60_000);

  describe.each(['deny', 'warn', 'audit'] as const)('%s', (action) => {
    const expected = FATES[action];
    let folder: string;
    beforeAll(async () => {
      folder = rendered(plane.folder, { writers: ['somebody', WRITER], action, breakGlass: ON_CALL });
      // What the phase before left is as git has it already.
      await (action === 'deny' ? restore(folder) : applyGuard(folder));
      // The API server reads its policies from time to time.
      const probes = [ATTACKS['every host on the local gateway'], ATTACKS['kubectl scale of a gateway']];
      for (const probe of probes.flatMap((one) => one ?? [])) {
        await plane.processes.until('the guard is there', async () => {
          const tried = { ...probe, args: [...probe.args, '--dry-run=server'] };
          return (await write('alice', tried)).fate === expected;
        });
      }
    }, 60_000);

    test(`what people must not do is ${expected}`, async () => {
      const others: Record<string, string> = {};
      for (const [name, attack] of attacks) {
        const { fate, stderr } = await write('alice', attack);
        if (fate !== expected) others[name] = `${fate}: ${stderr}`;
        else if (action !== 'audit') {
          expect(stderr).toContain(WRITER);
          expect(stderr).toContain('open a pull request');
          expect(stderr).toContain(`members of the group ${ON_CALL} may`);
        }
      }
      expect(others).toEqual({});
    }, 60_000);

    test('nor may a member of system:masters, nor Knative', async () => {
      expect((await write('root', SCALE, 'system:masters')).fate).toBe(expected);
      const knative = create(foreign(`tag-${action}`, [GATEWAY_HOST], undefined, { namespace: FUNCTIONS }));
      expect((await write(KNATIVE, knative)).fate).toBe(expected);
    });

    test('what others do is none of its business', async () => {
      const others: Record<string, string> = {};
      for (const [name, { as = 'alice', ...harmless }] of Object.entries(HARMLESS)) {
        const { fate, stderr } = await write(as, harmless);
        if (fate !== 'written') others[name] = `${fate}: ${stderr}`;
      }
      expect(others).toEqual({});
    });

    test('Knative and the controllers of Kubernetes go on with their work', async () => {
      const revisions = [{ name: 'a-00001', pod: '10.244.9.9', percent: 100 }];
      const objects = knativeObjects({
        namespace: FUNCTIONS,
        name: `a-${action}`,
        domain: 'example.com',
        revisions,
      });
      const list = { apiVersion: 'v1', kind: 'List', items: objects };
      const apply = { args: ['apply', '--server-side', '-f', '-'], input: JSON.stringify(list) };
      expect(await write(KNATIVE, apply)).toMatchObject({ fate: 'written', stderr: '' });
      // The autoscaler updates the scale, and may nothing else.
      const scale = {
        apiVersion: 'autoscaling/v1',
        kind: 'Scale',
        metadata: { name: 'egress-gateway', namespace: OWN },
        spec: { replicas: 4 },
      };
      const path = `/apis/apps/v1/namespaces/${OWN}/deployments/egress-gateway/scale`;
      const scaled = { args: ['replace', '--raw', path, '-f', '-'], input: JSON.stringify(scale) };
      expect(await write(AUTOSCALER, scaled)).toMatchObject({ fate: 'written', stderr: '' });
      expect((await write('alice', scaled)).fate).toBe('written');
      const more = { ...scaled, input: scaled.input.replace('4', '6') };
      expect((await write('alice', more)).fate).toBe(expected);
      const cleared = { args: ['-n', OWN, 'delete', '--dry-run=server', routesOf('data-report')] };
      expect(await write(COLLECTOR, cleared)).toMatchObject({ fate: 'written', stderr: '' });
    });

    test('whoever breaks the glass may, and it is in the audit log', async () => {
      const groups = [ON_CALL, 'system:masters'];
      const scaled = await write(
        'carol',
        { args: ['-n', OWN, 'scale', 'deployment/egress-gateway', '--replicas=9'] },
        ...groups,
      );
      expect(scaled).toMatchObject({ fate: 'written', stderr: '' });
      expect(annotations(scaled.log)).toEqual({
        'kfaas-namespace/break-glass': 'UPDATE of deployments egress-gateway by carol',
      });
      const routed = await write(
        'carol',
        create(foreign('emergency', ['a.example.com', GATEWAY_HOST])),
        ...groups,
      );
      expect(routed).toMatchObject({ fate: 'written', stderr: '' });
      expect(annotations(routed.log)).toEqual({
        'kfaas-gateway-hosts/break-glass': `routes of ${GATEWAY_HOST} by carol`,
      });
    });

    test('who delivers brings everything back, and is not told anything', async () => {
      const results = await restore(folder);
      expect(results.map(({ status, stderr }) => ({ status, stderr }))).toEqual(
        results.map(() => ({ status: 0, stderr: '' })),
      );
      const read = ['-n', OWN, 'get', routesOf('data-report'), routesOf('data-forecast'), '-o', 'yaml'];
      const { status, stdout } = await plane.kubectl(read);
      expect(status).toBe(0);
      expect(stdout).toContain('timeout: 30s');
    });
  });
});

/** What the policies of the guard tell the audit log, by the keys of the annotations. */
function annotations(log: string): Readonly<Record<string, string>> {
  const events = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly annotations?: Readonly<Record<string, string>> });
  return Object.fromEntries(
    events.flatMap((event) =>
      Object.entries(event.annotations ?? {}).filter(([key]) => key.startsWith('kfaas-')),
    ),
  );
}

/** What a write came to, by what kubectl and the audit log say. */
function fateOf({ status, stderr }: KubectlResult, log: string): Fate {
  const isTold = stderr.includes('ValidatingAdmissionPolicy');
  if (status !== 0) return isTold ? 'refused' : 'failed';
  if (isTold) return 'warned';
  return log.includes('validation.policy.admission.k8s.io/validation_failure') ? 'audited' : 'written';
}
