import { loadAll } from 'js-yaml';
import { renderClusters, type ManifestFile } from '../../constructs';
import { TeamReaders } from '../../constructs/team-readers';
import { ENVIRONMENTS } from '../../environments';
import { prepare } from '../../main';
import { projectFolder } from '../fixtures/project-folder';
import { render } from './rendered';

const CATALOG = {
  'saas/team.yaml': 'contact: x\ngroup: oidc:saas\nprefixes: [/faas/api/saas/]\n',
  'saas/showroom.yaml': 'runtime: nodejs\n',
  'saas/quotation.yaml': 'runtime: nodejs\nenvironments: [test]\n',
  'saas-x/team.yaml': 'contact: x\ngroup: saas-x\nprefixes: [/faas/api/saas-x/]\n',
  'saas-x/a.yaml': 'runtime: nodejs\n',
  'ops/team.yaml': 'contact: x\nprefixes: [/faas/api/ops/]\n',
  'ops/a.yaml': 'runtime: nodejs\n',
};

/** What is rendered of a catalog. */
function filesOf(catalog: Readonly<Record<string, string>>): readonly ManifestFile[] {
  const { checked, ready } = prepare({
    environments: ENVIRONMENTS,
    functions: projectFolder(catalog).path,
    environmentSource: () => undefined,
  });
  expect(checked.findings).toEqual([]);
  if (ready === undefined) throw new Error('there is something wrong');
  const { platforms, functions, teams } = ready;
  return [...renderClusters(platforms, functions, undefined, undefined, (team) => teams.get(team))];
}

const readers = filesOf(CATALOG).filter(({ path }) => path.endsWith('.readers.yaml'));

test('a file for each team that names a group, in each function namespace of each cluster', () => {
  const inProdUs = readers.map(({ path }) => path).filter((path) => path.startsWith('prod/prod-us/'));
  expect(inProdUs).toEqual([
    'prod/prod-us/faas-prod/saas.readers.yaml',
    'prod/prod-us/faas-prod/saas-x.readers.yaml',
  ]);
  const namespaces = ENVIRONMENTS.flatMap(({ clusters }) =>
    clusters.flatMap(({ functionNamespaces }) => functionNamespaces),
  );
  expect(readers).toHaveLength(2 * namespaces.length);
  expect(new Set(readers.map(({ objects }) => objects))).toEqual(new Set([2]));
});

test('the role names the functions that run there, and the binding the group', () => {
  const textOf = (path: string) => readers.find((file) => file.path === path)?.text ?? '';
  expect(textOf('prod/prod-us/faas-prod/saas.readers.yaml')).toMatchInlineSnapshot(`
   "# Rendered by KFaas from functions/saas/team.yaml and the files beside it; change that, not this.
   apiVersion: rbac.authorization.k8s.io/v1
   kind: Role
   metadata:
     labels:
       app.kubernetes.io/managed-by: kfaas
       kfaas.io/team: saas
     name: kfaas-team-saas
     namespace: faas-prod
     annotations:
       argocd.argoproj.io/sync-wave: '10'
   rules:
     - apiGroups:
         - serving.knative.dev
       resourceNames:
         - saas-showroom
       resources:
         - services
         - routes
         - configurations
       verbs:
         - get
         - list
         - watch
   ---
   apiVersion: rbac.authorization.k8s.io/v1
   kind: RoleBinding
   metadata:
     labels:
       app.kubernetes.io/managed-by: kfaas
       kfaas.io/team: saas
     name: kfaas-team-saas
     namespace: faas-prod
     annotations:
       argocd.argoproj.io/sync-wave: '10'
   roleRef:
     apiGroup: rbac.authorization.k8s.io
     kind: Role
     name: kfaas-team-saas
   subjects:
     - apiGroup: rbac.authorization.k8s.io
       kind: Group
       name: oidc:saas
   "
  `);
  const [role] = loadAll(textOf('test/test-cn/faas-alpha/saas.readers.yaml')) as [
    { rules: readonly { resourceNames: readonly string[] }[] },
  ];
  expect(role.rules.map(({ resourceNames }) => resourceNames)).toEqual([['saas-quotation', 'saas-showroom']]);
});

test.each([
  [100, 3_000],
  // etcd takes 1.5 MiB.
  [10_000, 400_000],
])('the two objects of a team with %d functions have at most %d bytes', (count, most) => {
  const services = Array.from({ length: count }, (_, n) => `team-function-${n}`);
  const objects = render(
    (scope) =>
      new TeamReaders(scope, 'team', { team: 'team', group: 'team', namespace: 'faas-prod', services }),
  );
  expect(objects).toHaveLength(2);
  expect(JSON.stringify(objects).length).toBeLessThan(most);
});
