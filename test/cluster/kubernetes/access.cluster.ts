import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readerRules, type AccessRule } from '../../../constructs';
import { platformProfile } from '../../../platform';
import { onStack, renderStack } from '../../matrix/rendered-stack';
import { startControlPlane, type ControlPlane } from './control-plane';
import { programsOrSkip } from './programs';

const programs = programsOrSkip('the access of readers and teams, asked of a Kubernetes API server');

const TODAY = { kubernetes: '1.34', istio: '1.29.2', knative: '1.22', certManager: '1.18.0' };

/** Kinds that the API server of the tests has, as kubectl names them. */
function kindsOf(rules: readonly AccessRule[]): string[] {
  return rules
    .filter(({ resourceNames }) => resourceNames === undefined)
    .flatMap(({ apiGroups: [group = ''], resources }) =>
      resources.map((resource) => (group === '' ? resource : `${resource}.${group}`)),
    );
}

/** A Knative Service of the team whose group may read it, and one of another team. */
const [OWN, OTHERS] = ['growth-campaign', 'trade-order-events'];

(programs === undefined ? describe.skip : describe)('the access that is rendered', () => {
  let plane: ControlPlane;
  const { profile } = platformProfile({ versions: TODAY });
  if (profile === undefined) throw new Error('the versions are not known');
  const rules = readerRules(profile);

  /** Runs kubectl as somebody who is in some groups. */
  const asking = (groups: readonly string[], args: readonly string[], input?: string) => {
    const all = ['system:authenticated', ...groups].flatMap((group) => ['--as-group', group]);
    return plane.kubectl([...args, '--as', 'kim', ...all], input);
  };
  const as = (groups: readonly string[], ...args: readonly string[]) => asking(groups, args);
  const oncall = (...args: readonly string[]) => as(['oncall'], ...args);
  const growth = (...args: readonly string[]) => as(['growth-developers'], ...args);

  beforeAll(async () => {
    if (programs === undefined) return;
    plane = await startControlPlane(programs);
    const folder = join(plane.folder, 'access');
    for (const [path, text] of renderStack(onStack(TODAY)).files) {
      const isWanted = /kfaas-reader|\.readers\.yaml$|\/(growth|trade)-[^/]*\.yaml$/.test(path);
      if (!path.startsWith('prod/prod-us/') || !isWanted) continue;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    await plane.needNamespaces('kfaas-system', 'faas-prod', 'elsewhere', 'istio-system');
    await plane.apply([
      ...['istio', 'other'].map((name) => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace: 'istio-system' },
      })),
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'secret', namespace: 'kfaas-system' } },
    ]);
    const applied = await plane.kubectl([
      'apply',
      '--server-side',
      '--validate=strict',
      '--recursive',
      '-f',
      folder,
    ]);
    expect(applied).toMatchObject({ status: 0, stderr: '' });
  }, 120_000);
  afterAll(() => plane.stop());

  test('without it, nobody reads anything: the checks below can fail', async () => {
    const nobody = await as([], 'get', 'virtualservices', '--all-namespaces');
    expect(nobody).toMatchObject({ status: 1, stderr: expect.stringContaining('forbidden') as string });
    expect((await as([], '-n', 'faas-prod', 'get', 'ksvc', 'growth-campaign')).status).toBe(1);
  });

  test('a reader lists every kind of the rules in all namespaces, in one request', async () => {
    const kinds = kindsOf(rules.everywhere);
    expect(kinds.length).toBeGreaterThan(20);
    expect(await oncall('get', kinds.join(), '--all-namespaces', '-o', 'name')).toMatchObject({ status: 0 });
  });

  test('and what is to be read in the namespaces of KFaas alone', async () => {
    const system = kindsOf(rules.inSystemNamespace).join();
    expect(await oncall('-n', 'kfaas-system', 'get', system)).toMatchObject({ status: 0 });
    expect((await oncall('-n', 'elsewhere', 'get', system)).status).toBe(1);
    const ofFunctions = kindsOf(rules.inFunctionNamespaces).join();
    expect(await oncall('-n', 'faas-prod', 'get', ofFunctions)).toMatchObject({ status: 0 });
  });

  test('ConfigMaps of Istio by name, and no others', async () => {
    expect((await oncall('-n', 'istio-system', 'get', 'configmap', 'istio')).status).toBe(0);
    expect((await oncall('-n', 'istio-system', 'get', 'configmap', 'other')).status).toBe(1);
    expect((await oncall('-n', 'istio-system', 'get', 'configmaps')).status).toBe(1);
  });

  test('the version and the kinds that are served', async () => {
    expect((await oncall('get', '--raw', '/version')).status).toBe(0);
    expect((await oncall('get', '--raw', '/apis')).status).toBe(0);
  });

  test('a reader reads no Secret, no pod and no log', async () => {
    for (const kind of ['secrets', 'pods', 'pods/log']) {
      expect((await oncall('auth', 'can-i', 'get', kind, '-n', 'kfaas-system')).stdout).toBe('no\n');
    }
    expect((await oncall('-n', 'kfaas-system', 'get', 'secret', 'secret')).status).toBe(1);
  });

  test('what the API server says of a reader has no verb but get and list', async () => {
    for (const namespace of ['kfaas-system', 'faas-prod', 'elsewhere']) {
      const mine = await rulesOf(['oncall'], namespace);
      const everybodys = (await rulesOf([], namespace)).map((rule) => JSON.stringify(rule));
      const given = mine.filter((rule) => !everybodys.includes(JSON.stringify(rule)));
      expect(given.length).toBeGreaterThan(5);
      expect(new Set(given.flatMap(({ verbs }) => verbs))).toEqual(new Set(['get', 'list']));
    }
  });

  test('a reader changes nothing', async () => {
    const attempts = [
      ['delete', 'ksvc', OWN],
      ['annotate', 'ksvc', OWN, 'a=b'],
      ['create', 'configmap', 'a'],
    ];
    for (const attempt of attempts) {
      expect((await oncall('-n', 'faas-prod', ...attempt)).stderr).toContain('forbidden');
    }
  });

  test('a team reads its own functions by their names, and no others', async () => {
    expect(await growth('-n', 'faas-prod', 'get', 'ksvc', OWN, '-o', 'name')).toMatchObject({
      status: 0,
      stdout: `service.serving.knative.dev/${OWN}\n`,
    });
    expect((await growth('-n', 'faas-prod', 'get', 'ksvc', OTHERS)).stderr).toContain('forbidden');
    expect((await growth('-n', 'faas-prod', 'get', 'ksvc')).stderr).toContain('forbidden');
    expect((await growth('-n', 'faas-prod', 'delete', 'ksvc', OWN)).stderr).toContain('forbidden');
    // Those of the other team are there: the refusal is not for want of them.
    expect((await oncall('-n', 'faas-prod', 'get', 'ksvc', OTHERS)).status).toBe(0);
  });

  test('a team may watch one of its own functions', async () => {
    const own = ['-n', 'faas-prod', 'get', 'ksvc', OWN, '--watch', '--request-timeout=1s', '-o', 'name'];
    const watched = await growth(...own);
    expect(watched.stdout).toContain(OWN);
    expect(watched.stderr).not.toContain('forbidden');
    const all = ['-n', 'faas-prod', 'get', 'ksvc', '--watch-only', '--request-timeout=1s'];
    expect((await growth(...all)).stderr).toContain('forbidden');
  });

  /** What the API server says that somebody may do in a namespace. */
  async function rulesOf(groups: readonly string[], namespace: string): Promise<readonly AccessRule[]> {
    const review = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectRulesReview',
      spec: { namespace },
    };
    const { status, stdout } = await asking(
      groups,
      ['create', '--raw', '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', '-f', '-'],
      JSON.stringify(review),
    );
    expect(status).toBe(0);
    return (JSON.parse(stdout) as { status: { resourceRules: readonly AccessRule[] } }).status.resourceRules;
  }
});
