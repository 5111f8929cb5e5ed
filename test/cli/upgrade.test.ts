import { join } from 'node:path';
import { spellUpgrade, upgradeJson } from '../../cli/upgrade-text';
import { planUpgrade } from '../../app/plan-upgrade';
import { kfaas } from './kfaas-command';
import { environmentOf } from '../fixtures/platform-clusters';
import { companyProject } from '../fixtures/company';
import { projectFolder } from '../fixtures/project-folder';

const PROJECT = companyProject();

/** Runs `kfaas upgrade` in the project's folder. */
const upgrade = (...args: readonly string[]) => kfaas(PROJECT, 'upgrade', ...args);

/** The plan for a cluster with two functions, one of which an older Istio cannot have. */
function plan() {
  const { path } = projectFolder({
    'functions/team/team.yaml': 'contact: t\nprefixes: [/faas/api/team/]\n',
    'functions/team/all.yaml': 'runtime: nodejs\nroutes:\n  - match: { prefix: /faas/api/team/ }\n',
    'functions/team/chinese.yaml':
      'runtime: nodejs\nroutes:\n  - match: { prefix: /faas/api/team/, query: { lang: { prefix: zh } } }\n',
  });
  const environment = environmentOf('istio-1.28');
  const { clusters } = environment;
  const made = planUpgrade({
    environments: [environment],
    functions: join(path, 'functions'),
    environmentSource: () => undefined,
    clusters,
    versions: { istio: '1.17.8', knative: '1.10', kubernetes: '1.25' },
  });
  const withoutFolder = (text: string) => text.replaceAll(`${path}/`, '');
  return { plan: made, withoutFolder };
}

test('for people: requests first, then findings, manifests and platform changes', () => {
  const { plan: made, withoutFolder } = plan();
  const [text = ''] = withoutFolder(spellUpgrade('istio-1-28', made)).split('Platform changes');
  expect(text).toMatchInlineSnapshot(`
   "istio-1-28: Kubernetes 1.33 -> 1.25, Istio 1.28.6 -> 1.17.8, Knative 1.21 -> 1.10

   Requests
     GET /faas/api/team/?lang=a  team/all -> team/chinese

   Findings
   functions/team/chinese.yaml:3:64 error KF701 team/chinese asks for the prefix of a query parameter; on istio-1-28 (Istio 1.17.8) any value of the parameter matches
     3 |  match: { prefix: /faas/api/team/, query: { lang: { prefix: zh } } }
       |                                                             ^
     help: Istio 1.18 has it: upgrade, or do without it there by an overlay

   1 error

   Manifests
     not rendered: there are errors

   "
  `);
});

test('for programs: everything in one document', () => {
  const { plan: made, withoutFolder } = plan();
  const { findings, requests, manifests, consequences, ...rest } = JSON.parse(
    withoutFolder(upgradeJson('istio-1-28', made)),
  ) as Record<string, unknown>;
  expect(rest).toEqual({
    version: 1,
    cluster: 'istio-1-28',
    from: { kubernetes: '1.33', istio: '1.28.6', knative: '1.21', certManager: '1.18.0' },
    to: { kubernetes: '1.25', istio: '1.17.8', knative: '1.10', certManager: '1.18.0' },
  });
  expect(requests).toMatchObject({
    decided: true,
    routes: 2,
    moved: [{ before: 'team/all', after: 'team/chinese' }],
  });
  expect(findings).toMatchObject([
    { code: 'KF701', places: [{ file: 'functions/team/chinese.yaml', line: 3 }] },
  ]);
  expect(manifests).toBeNull();
  expect(consequences).toContainEqual({
    what: 'match of the prefix of a query parameter',
    before: 'yes',
    after: 'no',
    why: 'before 1.18 any value of the parameter matches',
  });
});

describe('the command', () => {
  test('a step that is harmless ends with 0', async () => {
    const { exit, out, err } = await upgrade('--cluster', 'prod-us', '--istio', '1.28.8');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(
      /^prod-us: Istio 1\.28\.6 -> 1\.28\.8\n\nRequests\n {2}every request reaches the same function/,
    );
    // The declaration of the cluster says for which versions it was rendered.
    expect(out).toContain(
      'Manifests\n  1 of 54 files change\n\n  changed: prod/prod-us/system/kfaas-system.namespace.yaml\n',
    );
  });

  test('a cluster without --cluster is the same', async () => {
    const [byName, byOption] = [
      await upgrade('prod-us', '--istio', '1.28.8'),
      await upgrade('--cluster', 'prod-us', '--istio', '1.28.8'),
    ];
    expect(byName).toEqual(byOption);
  });

  test('every cluster of an environment: those that change alike are one block', async () => {
    const { exit, out, err } = await upgrade('prod', '--istio', '1.28.8');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatchInlineSnapshot(`
     "prod-cn, prod-us, prod-eu, prod-sg: Istio 1.28.6 -> 1.28.8

     Requests
       every request reaches the same function as today (42 routes)

     Findings
       no new findings

     Manifests
       4 of 215 files change

       changed: prod/prod-cn/system/kfaas-system.namespace.yaml and 3 more
         -     kfaas.io/istio: '1.28.6'
         +     kfaas.io/istio: '1.28.8'

     Platform changes
       no known changes
     "
    `);
  });

  test('every cluster of an environment, as JSON', async () => {
    const { exit, out } = await upgrade('prod', '--istio', '1.28.8', '-o', 'json');
    expect(exit).toBe(0);
    const { upgrades, ...rest } = JSON.parse(out) as { upgrades: readonly Record<string, unknown>[] };
    expect(rest).toEqual({ version: 1, environment: 'prod', findings: [] });
    expect(upgrades.map(({ clusters, to }) => [clusters, to])).toEqual([
      [
        ['prod-cn', 'prod-us', 'prod-eu', 'prod-sg'],
        { kubernetes: '1.33', istio: '1.28.8', knative: '1.21', certManager: '1.18.0' },
      ],
    ]);
    expect(Object.keys(upgrades[0] ?? {})).toEqual([
      'clusters',
      'from',
      'to',
      'requests',
      'manifests',
      'consequences',
    ]);
  });

  test('versions that cannot be together on any cluster of an environment: nothing is compared', async () => {
    const { exit, out } = await upgrade('prod', '--istio', '1.0.6');
    expect(exit).toBe(1);
    expect(out.match(/^\S.*: .* -> 1\.0\.6$/gm)).toEqual([
      'prod-cn, prod-us, prod-eu, prod-sg: Istio 1.28.6 -> 1.0.6',
    ]);
    expect(out.match(/KF503 Knative 1\.21 does not work/g)).toHaveLength(1);
    expect(out).not.toContain('Manifests');
  });

  test('versions that cannot be together end with 1', async () => {
    const { exit, out } = await upgrade('--cluster', 'prod-us', '--istio', '1.0.6');
    expect(exit).toBe(1);
    expect(out).toContain('error KF503 Knative 1.21 does not work with Istio 1.0.6');
    expect(out).not.toContain('Manifests');
  });

  test.each([
    [['--istio', '1.30'], 'error: name an environment or a cluster, such as prod or prod-us'],
    [['prod', '--cluster', 'prod-us', '--istio', '1.30'], 'error: name one of prod and --cluster prod-us'],
    [
      ['mars', '--istio', '1.30'],
      'error: there is no environment mars (test, staging, prod), and there is no cluster mars: choose one of test-cn',
    ],
    [
      ['--cluster', 'mars', '--istio', '1.30'],
      'error: there is no cluster mars: choose one of test-cn, staging-cn',
    ],
    [['--cluster', 'prod-us'], 'error: name a version to move to, such as --istio 1.30.3'],
  ])('wrong usage: %j', async (args, message) => {
    const { exit, err } = await upgrade(...args);
    expect(exit).toBe(2);
    expect(err).toContain(message);
  });
});
