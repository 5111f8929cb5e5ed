import { App, Chart, Testing } from 'cdk8s';
import { Names } from '../../base';
import { ClusterReaders } from '../../constructs/cluster-readers';
import { withNames } from '../../constructs/names';
import { readerRules } from '../../constructs';
import type { Cluster, Reader } from '../../inventory';
import { GOLDEN_ENVIRONMENT } from '../golden/environment';
import { manifestsOf, onStack, renderStack } from '../matrix/rendered-stack';
import { profileOf, render, type Rendered } from './rendered';

const [cluster] = GOLDEN_ENVIRONMENT.clusters as [Cluster, ...Cluster[]];
const profile = profileOf('1.33');

const READERS: readonly Reader[] = [
  { group: 'oncall' },
  { user: 'kim@example.com' },
  { serviceAccount: 'monitoring/kfaas-drift' },
];

/** An object of access control. */
interface Access extends Rendered {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly roleRef?: object;
  readonly subjects?: readonly object[];
}

const access = (readers?: readonly Reader[]) =>
  render((scope) => new ClusterReaders(scope, 'readers', { readers, cluster, profile })) as readonly Access[];

test('nobody is named, and nothing rendered', () => {
  expect(access()).toEqual([]);
  expect(access([])).toEqual([]);
});

test('a role of the cluster and one for each namespace, each with its binding', () => {
  expect(access(READERS).map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name])).toEqual(
    [
      ['ClusterRole', undefined, 'kfaas-reader'],
      ['Role', 'kfaas-system', 'kfaas-reader'],
      ...cluster.functionNamespaces.map((namespace) => ['Role', namespace, `${namespace}-kfaas-reader`]),
    ].flatMap(([kind, ...named]) => [
      [kind, ...named],
      [`${kind}Binding`, ...named],
    ]),
  );
});

test('every binding gives every reader the role beside it', () => {
  const bindings = access(READERS).filter(({ roleRef }) => roleRef !== undefined);
  expect(bindings.length).toBeGreaterThan(2);
  for (const { kind, metadata, roleRef, subjects } of bindings) {
    expect(roleRef).toEqual({
      apiGroup: 'rbac.authorization.k8s.io',
      kind: kind.replace('Binding', ''),
      name: metadata.name,
    });
    expect(subjects).toEqual([
      { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'oncall' },
      { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'kim@example.com' },
      { kind: 'ServiceAccount', namespace: 'monitoring', name: 'kfaas-drift' },
    ]);
  }
});

test('a company that calls the namespace otherwise', () => {
  const chart = new Chart(withNames(new App(), new Names({ namespace: 'acme-functions' })), 'test');
  new ClusterReaders(chart, 'readers', { readers: READERS, cluster, profile });
  const namespaces = (Testing.synth(chart) as readonly Access[]).map(({ metadata }) => metadata.namespace);
  expect(namespaces).toContain('acme-functions');
  expect(namespaces).not.toContain('kfaas-system');
});

describe('the rules', () => {
  test.each(['1.11', '1.13', '1.33'])(
    'nothing is written, and no Secret is read, on Kubernetes %s',
    (release) => {
      const { everywhere, inSystemNamespace, inFunctionNamespaces } = readerRules(profileOf(release));
      const rules = [...everywhere, ...inSystemNamespace, ...inFunctionNamespaces];
      expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(['get', 'list']));
      expect(rules.flatMap(({ resources }) => resources)).not.toContain('secrets');
      expect(rules.flatMap(({ apiGroups, resources }) => [...apiGroups, ...resources])).not.toContain('*');
    },
  );

  test('ConfigMaps of others are read by their names alone', () => {
    const { everywhere } = readerRules(profile);
    expect(everywhere.filter(({ resources }) => resources.includes('configmaps'))).toEqual([
      {
        apiGroups: [''],
        resources: ['configmaps'],
        resourceNames: ['istio', 'config-domain', 'config-features', 'config-istio', 'config-network'],
        verbs: ['get'],
      },
    ]);
  });

  test('groups follow the versions', () => {
    const groupsOf = (release: string, certManager?: string) =>
      readerRules(profileOf(release, certManager)).everywhere.flatMap(({ apiGroups }) => apiGroups);
    expect(groupsOf('1.11')).toEqual(expect.arrayContaining(['extensions', 'certmanager.k8s.io']));
    expect(groupsOf('1.33')).toEqual(expect.arrayContaining(['networking.k8s.io', 'cert-manager.io']));
    expect(groupsOf('1.33')).not.toContain('extensions');
  });
});

test.each([
  { kubernetes: '1.11', istio: '1.0.6', knative: '0.7', certManager: '0.6' },
  { kubernetes: '1.33', istio: '1.28.6', knative: '1.21', certManager: '1.18.0' },
])('every rendered object can be read on Kubernetes $kubernetes', (versions) => {
  const environments = onStack(versions).map((environment) => ({
    ...environment,
    monitoring: { scrape: 'pod-monitor', alerts: {}, dashboards: {} } as const,
  }));
  const rules = readerRules(profileOf(versions.kubernetes));
  const manifests = manifestsOf(renderStack(environments));
  const unreadable = manifests.filter(({ apiVersion, kind, metadata: { name, namespace } }) => {
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    const resource = kind.toLowerCase().replace(/y$/, 'ie').replace(/s$/, 'se') + 's';
    const holding = [
      ...rules.everywhere,
      ...(namespace === 'kfaas-system' ? rules.inSystemNamespace : []),
      ...(namespace?.startsWith('faas-') === true ? rules.inFunctionNamespaces : []),
    ];
    return !holding.some(
      ({ apiGroups, resources, resourceNames = [name], verbs }) =>
        apiGroups.includes(group ?? '') &&
        resources.includes(resource) &&
        resourceNames.includes(name) &&
        verbs.includes('get'),
    );
  });
  expect(manifests.length).toBeGreaterThan(400);
  expect(new Set(unreadable.map(({ kind, metadata: { name } }) => `${kind} ${name}`))).toEqual(new Set());
});
