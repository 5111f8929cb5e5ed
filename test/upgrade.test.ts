import { join, resolve } from 'node:path';
import { spellUpgrade, upgradeJson } from '../cli/upgrade-text';
import { planUpgrade } from '../plan-upgrade';
import { kfaas } from './kfaas-command';
import { environmentOf } from './platform-clusters';
import { projectFolder } from './project-folder';

const ROOT = resolve(__dirname, '..');

/** Runs `kfaas upgrade` in the project's folder. */
const upgrade = (...args: readonly string[]) => kfaas(ROOT, 'upgrade', ...args);

/** The plan for a cluster with two functions, one of which an older Istio cannot have. */
function plan() {
  const { path } = projectFolder({
    'functions/team/team.yaml': 'contact: t\nprefixes: [/faas/api/team/]\n',
    'functions/team/all.yaml': 'runtime: nodejs\nroutes:\n  - match: { prefix: /faas/api/team/ }\n',
    'functions/team/chinese.yaml':
      'runtime: nodejs\nroutes:\n  - match: { prefix: /faas/api/team/, query: { lang: { prefix: zh } } }\n',
  });
  const environment = environmentOf('istio-1.28');
  const [cluster] = environment.clusters;
  if (cluster === undefined) throw new Error('no cluster');
  const made = planUpgrade({
    environments: [environment],
    functions: join(path, 'functions'),
    environmentSource: () => undefined,
    cluster,
    versions: { istio: '1.17.8', knative: '1.10', kubernetes: '1.25' },
  });
  const withoutFolder = (text: string) => text.replaceAll(`${path}/`, '');
  return { plan: made, withoutFolder };
}

test('for people: requests first, then findings, manifests and what the tables say', () => {
  const { plan: made, withoutFolder } = plan();
  const [told = ''] = withoutFolder(spellUpgrade('old-one', made)).split('What the tables say');
  expect(told).toMatchInlineSnapshot(`
   "old-one: Kubernetes 1.33 -> 1.25, Istio 1.28.6 -> 1.17.8, Knative 1.21 -> 1.10

   Requests
     GET /faas/api/team/?lang=a  team/all -> team/chinese

   Findings
   functions/team/chinese.yaml:3:64 error KF701 team/chinese asks for the prefix of a query parameter; on istio-1-28 (Istio 1.17.8) the parameter need only be there
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
    withoutFolder(upgradeJson('old-one', made)),
  ) as Record<string, unknown>;
  expect(rest).toEqual({
    version: 1,
    cluster: 'old-one',
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
    why: 'before 1.18 the parameter need only be there',
  });
});

describe('the command', () => {
  test('a step that is harmless ends with 0', async () => {
    const { exit, out, err } = await upgrade('--cluster', 'prod-us', '--istio', '1.28.8');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(
      /^prod-us: Istio 1\.28\.6 -> 1\.28\.8\n\nRequests\n {2}every request reaches the function/,
    );
    // The list of files says for which versions it was rendered.
    expect(out).toContain(
      'Manifests\n  1 of 55 files change\n\n  changed: prod/prod-us/kustomization.yaml\n',
    );
  });

  test('versions that cannot be together end with 1', async () => {
    const { exit, out } = await upgrade('--cluster', 'prod-us', '--istio', '1.0.6');
    expect(exit).toBe(1);
    expect(out).toContain('error KF503 Knative 1.21 does not work with Istio 1.0.6');
    expect(out).not.toContain('Manifests');
  });

  test.each([
    [['--istio', '1.30'], "error: required option '--cluster <name>' not specified"],
    [
      ['--cluster', 'mars', '--istio', '1.30'],
      'error: there is no cluster mars: name one of test-cn, staging-cn',
    ],
    [['--cluster', 'prod-us'], 'error: name a version to move to, such as --istio 1.30.3'],
  ])('wrong usage: %j', async (args, message) => {
    const { exit, err } = await upgrade(...args);
    expect(exit).toBe(2);
    expect(err).toContain(message);
  });
});
