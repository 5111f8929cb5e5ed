import { join } from 'node:path';
import type { ClusterUpgrade } from '../../app/cluster-upgrade';
import { planUpgrade, type UpgradePlan } from '../../app/plan-upgrade';
import type { PlatformVersions } from '../../platform';
import { environmentOf, STACKS } from '../fixtures/platform-clusters';
import { projectFolder } from '../fixtures/project-folder';

/** Plans an upgrade of the one cluster of a stack. */
function plan(
  functions: Readonly<Record<string, string>>,
  from: keyof typeof STACKS,
  versions: Partial<PlatformVersions>,
): UpgradePlan & ClusterUpgrade {
  const files = Object.entries(functions).map(
    ([id, text]) => [`functions/${id}.yaml`, `runtime: nodejs\n${text}`] as const,
  );
  const { path } = projectFolder({
    'functions/team/team.yaml': 'contact: t\nprefixes: [/faas/api/team/]\n',
    ...Object.fromEntries(files),
  });
  const environment = environmentOf(from);
  const [cluster] = environment.clusters;
  if (cluster === undefined) throw new Error('no cluster');
  const made = planUpgrade({
    environments: [environment],
    functions: join(path, 'functions'),
    environmentSource: () => undefined,
    clusters: [cluster],
    versions,
  });
  const [upgrade] = made.upgrades;
  if (upgrade === undefined) throw new Error('no upgrade');
  return { ...made, ...upgrade };
}

const CHINESE = 'routes:\n  - match: { prefix: /faas/api/team/, query: { lang: { prefix: zh } } }\n';
const ALL = 'routes:\n  - match: { prefix: /faas/api/team/ }\n';

test('a step that changes nothing but the version that the declaration of the cluster names', () => {
  const { findings, rendered, moved, isPossible } = plan({ 'team/all': ALL }, 'istio-1.28', {
    istio: '1.28.8',
  });
  expect({ findings, rendered: rendered?.changes, moved, isPossible }).toEqual({
    findings: [],
    rendered: [
      {
        kind: 'changed',
        files: ['test/istio-1-28/system/kfaas-system.namespace.yaml'],
        lines: [
          { sign: '-', text: "    kfaas.io/istio: '1.28.6'" },
          { sign: '+', text: "    kfaas.io/istio: '1.28.8'" },
        ],
      },
    ],
    moved: [],
    isPossible: true,
  });
});

test('what is rendered otherwise is told once for all files that change alike', () => {
  const { rendered, consequences } = plan(
    { 'team/all': ALL, 'team/more': 'routes:\n  - match: { exact: /faas/api/team/more }\n' },
    'istio-1.17',
    { istio: '1.22.0', knative: '1.15', kubernetes: '1.28' },
  );
  const routes = rendered?.changes.find(({ files }) => files.some((file) => file.includes('faas-alpha/')));
  expect(routes).toEqual({
    kind: 'changed',
    files: [
      'test/istio-1-17/faas-alpha/team-all.yaml',
      'test/istio-1-17/system/faas-alpha-request-bound.destinationrule.yaml',
    ],
    lines: [
      { sign: '-', text: 'apiVersion: networking.istio.io/v1beta1' },
      { sign: '+', text: 'apiVersion: networking.istio.io/v1' },
    ],
  });
  expect(consequences.map(({ what }) => what)).toContain('API version of VirtualService');
});

test('what operators have re-pointed is no consequence of a step', () => {
  // Kubernetes 1.21 brings a label for namespaces; this cluster names its own.
  const { consequences } = plan({ 'team/all': ALL }, 'istio-1.10', { kubernetes: '1.21' });
  expect(consequences.map(({ what }) => what)).toContain('API version of PodDisruptionBudget');
  expect(consequences.map(({ what }) => what)).not.toContain('label with the name of a namespace');
});

test('requests that another function would answer are shown, though the function is refused there', () => {
  const functions = { 'team/chinese': CHINESE, 'team/all': ALL };
  const { moved, findings, rendered, routes } = plan(functions, 'istio-1.28', {
    istio: '1.17.8',
    knative: '1.10',
    kubernetes: '1.25',
  });
  // Before 1.18 any value of the parameter matches, whatever its value.
  expect(moved).toEqual([
    {
      witness: {
        method: 'GET',
        path: '/faas/api/team/',
        headers: {},
        query: { lang: expect.any(String) as string },
      },
      before: 'team/all',
      after: 'team/chinese',
    },
  ]);
  expect(moved?.[0]?.witness.query.lang).not.toMatch(/^zh/);
  expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['KF701', 'error']]);
  expect([rendered, routes]).toEqual([undefined, 2]);
});

test('versions that cannot be together are told, and nothing is compared', () => {
  const { findings, isPossible, rendered, moved } = plan({ 'team/all': ALL }, 'istio-1.28', {
    istio: '1.0.6',
  });
  expect(findings.map(({ code, message }) => `${code} ${message}`)).toMatchInlineSnapshot(`
   [
     "KF503 Knative 1.21 does not work with Istio 1.0.6: it writes headers and gateways that Istio has from 1.1 on",
     "KF503 Kubernetes 1.33 is too new for Istio 1.0.6: its Deployments are extensions/v1beta1, which ended with 1.15",
   ]
  `);
  expect([isPossible, rendered, moved]).toEqual([false, undefined, undefined]);
});

test('what is wrong today comes first', () => {
  const { existing, findings } = plan({ 'team/all': 'routes: []\n' }, 'istio-1.28', { istio: '1.30' });
  expect(existing.map(({ code }) => code)).toEqual(['KF204']);
  expect(findings).toEqual([]);
});

test('clusters with other versions change differently; each group has its own part', () => {
  const { path } = projectFolder({
    'functions/team/team.yaml': 'contact: t\nprefixes: [/faas/api/team/]\n',
    'functions/team/all.yaml': `runtime: nodejs\n${ALL}`,
  });
  const environment = environmentOf('istio-1.17', 'istio-1.28');
  const [old, young] = environment.clusters;
  if (old === undefined || young === undefined) throw new Error('no clusters');
  const twin = { ...young, name: 'twin' };
  const clusters = [old, young, twin];
  const { upgrades, findings } = planUpgrade({
    environments: [{ ...environment, clusters }],
    functions: join(path, 'functions'),
    environmentSource: () => undefined,
    clusters,
    versions: { certManager: '1.11.1' },
  });
  expect(findings).toEqual([]);
  expect(
    upgrades.map(({ clusters: names, rendered }) => [
      names,
      rendered?.changes.map(({ files }) => files),
      rendered?.files,
    ]),
  ).toEqual([
    [['istio-1-17'], [['test/istio-1-17/system/kfaas-system.namespace.yaml']], expect.any(Number)],
    [
      ['istio-1-28', 'twin'],
      [
        [
          'test/istio-1-28/system/kfaas-system.namespace.yaml',
          'test/twin/system/kfaas-system.namespace.yaml',
        ],
      ],
      expect.any(Number),
    ],
  ]);
});
