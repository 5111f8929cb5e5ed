import { objectChange, risksIn } from './inputs';

const RBAC = 'rbac.authorization.k8s.io';
const named = (kind: string) => ({
  apiVersion: `${RBAC}/v1`,
  kind,
  namespace: 'faas-prod',
  name: 'kfaas-team-saas',
});
const [BINDING, ROLE] = [named('RoleBinding'), named('Role')];

const binding = (...groups: readonly string[]) => ({
  ...BINDING,
  metadata: { name: BINDING.name },
  roleRef: { apiGroup: RBAC, kind: 'Role', name: ROLE.name },
  subjects: groups.map((name) => ({ apiGroup: RBAC, kind: 'Group', name })),
});

const role = (verbs: readonly string[], resourceNames?: readonly string[]) => ({
  ...ROLE,
  metadata: { name: ROLE.name },
  rules: [{ apiGroups: ['serving.knative.dev'], resources: ['services'], verbs, resourceNames }],
});

function told(before: object | undefined, after: object | undefined, name = BINDING): string[] {
  return risksIn([], { objects: [objectChange(before, after, name)] })
    .filter(({ code }) => code === 'KF829')
    .map(({ severity, message }) => `${severity} ${message}`);
}

test('a binding that comes, and one that gets a subject more', () => {
  const gains =
    'warning somebody gains access: RoleBinding kfaas-team-saas gives Group saas the Role kfaas-team-saas in prod-cn';
  expect(told(undefined, binding('saas'))).toEqual([gains]);
  expect(told(binding('ops'), binding('ops', 'saas'))).toEqual([gains]);
});

test('everybody gets a role', () => {
  expect(told(binding('saas'), binding('saas', 'system:authenticated'))).toEqual([
    'error somebody gains access: RoleBinding kfaas-team-saas gives Group system:authenticated the Role kfaas-team-saas in prod-cn',
  ]);
});

test('a role that allows more, by its verbs or for want of names', () => {
  expect(told(role(['get'], ['a']), role(['get', 'delete'], ['a']), ROLE)).toEqual([
    'warning somebody gains access: Role kfaas-team-saas allows to delete services of serving.knative.dev by name in prod-cn',
  ]);
  expect(told(role(['get'], ['a']), role(['get']), ROLE)).toEqual([
    'warning somebody gains access: Role kfaas-team-saas allows to get services of serving.knative.dev in prod-cn',
  ]);
});

test('who loses access, one function more, a new role, and a binding that is gone are none', () => {
  expect(told(binding('ops', 'saas'), binding('saas'))).toEqual([]);
  expect(told(binding('saas'), undefined)).toEqual([]);
  expect(told(role(['get'], ['a']), role(['get'], ['a', 'b']), ROLE)).toEqual([]);
  expect(told(role(['get']), role(['get'], ['a']), ROLE)).toEqual([]);
  expect(told(undefined, role(['get'], ['a']), ROLE)).toEqual([]);
});
