import { checkDelivery, type Environment, type Guard } from '../../inventory';
import { DELIVERY, ENVIRONMENTS } from '../../environments';
import { complaints, SHIPPED_CLUSTER } from './complaints';

const WRITER = 'system:serviceaccount:argocd:argocd-application-controller';

/** What is said of an environment with a guard, without the file that it is said of. */
function told(guard: Guard, kubernetes = '1.34'): string[] {
  const platform = { kubernetes, istio: '1.22.0', knative: '1.14', certManager: '1.14.0' };
  const clusters = [{ ...SHIPPED_CLUSTER, platform }];
  return complaints({ guard, clusters })
    .split('\n')
    .filter((line) => / KF(529|530|709) /.test(line))
    .map((line) => line.replace(/^\S+ /, ''));
}

test('a guard that is declared well', () => {
  expect(told({ writers: [WRITER] })).toEqual([]);
  const users = ['alice@example.com', 'oidc:alice', 'arn:aws:iam::1:role/deploy', 'system:node:a', 'admin'];
  expect(told({ writers: users, action: 'deny', breakGlass: 'oidc:on call' })).toEqual([]);
});

test('one that nobody passes, or everybody', () => {
  expect(told({ writers: [] })).toEqual([
    'error KF530 the guard has no writers: nobody could deliver, nor take the guard away by a delivery',
  ]);
  expect(told({ writers: ['system:anonymous'], breakGlass: 'system:authenticated' })).toEqual([
    'error KF530 the writer "system:anonymous" is whoever does not say who they are',
    'error KF530 the group "system:authenticated" lets everybody through the guard',
  ]);
});

test.each([
  ['', 'the writer "" is not the name of a user'],
  [' alice', 'the writer " alice" is not the name of a user'],
  ['a\nb', 'the writer "a\\nb" is not the name of a user'],
  ['system:masters', 'the writer "system:masters" is a group, and writers are users'],
  [
    'system:serviceaccounts:argocd',
    'the writer "system:serviceaccounts:argocd" is a group, and writers are users',
  ],
  ['argocd/argocd-server', 'the API server knows no user as "argocd/argocd-server"'],
  [
    'system:serviceaccount:argocd',
    'the writer "system:serviceaccount:argocd" is not the user name of a service account',
  ],
  [
    'system:serviceaccount:argocd:a:b',
    'the writer "system:serviceaccount:argocd:a:b" is not the user name of a service account',
  ],
  [
    'system:serviceaccount:Argo:a',
    'the writer "system:serviceaccount:Argo:a" is not the user name of a service account',
  ],
  [
    'System:ServiceAccount:a:b',
    'the writer "System:ServiceAccount:a:b" is not the user name of a service account',
  ],
  ['serviceaccount:a:b', 'the writer "serviceaccount:a:b" is not the user name of a service account'],
])('the writer %j', (writer, message) => {
  expect(told({ writers: [writer] })).toEqual([`error KF529 ${message}`]);
});

test('a writer twice, and a user as a group', () => {
  expect(told({ writers: [WRITER, WRITER], breakGlass: WRITER })).toEqual([
    `error KF529 the writer "${WRITER}" is named twice`,
    `error KF529 "${WRITER}" is not the name of a group`,
  ]);
});

test('is told at its line', () => {
  expect(complaints({ guard: { writers: ['argocd/a'] } })).toMatch(
    /^environments\/test\.ts:\d+:\d+ error KF529 the API server knows no user as "argocd\/a"\n.*\n.*\n +help: a service account is called system:serviceaccount:argocd:a\n/m,
  );
});

test('a Kubernetes that has no guard', () => {
  expect(told({ writers: [WRITER] }, '1.29')).toEqual([
    `note KF709 Kubernetes 1.29 of ${SHIPPED_CLUSTER.name} has no ValidatingAdmissionPolicy: no guard is rendered there`,
  ]);
  expect(told({ writers: [WRITER] }, '1.30')).toEqual([]);
});

describe('Flux', () => {
  const environments = (...writers: readonly string[]) =>
    ENVIRONMENTS.map((environment, index): Environment =>
      index === 0 ? { ...environment, guard: { writers } } : environment,
    );
  const flux = { namespace: 'flux-system' };
  const { argocd, ...delivery } = DELIVERY;
  const codes = (guarded: readonly Environment[], more = {}) =>
    checkDelivery({ ...delivery, flux, ...more }, guarded, () => undefined).map(
      ({ code, severity, message }) => `${severity} ${code} ${message}`,
    );

  test('that the guard does not let through', () => {
    expect(codes(environments(WRITER))).toEqual([
      'warning KF531 the guard of test does not let system:serviceaccount:flux-system:kustomize-controller through, as whom Flux delivers',
    ]);
  });

  test('that it does, or that may not be the one that delivers', () => {
    expect(codes(environments('system:serviceaccount:flux-system:kustomize-controller'))).toEqual([]);
    expect(codes(environments(WRITER), { argocd })).toEqual([]);
    expect(codes(ENVIRONMENTS)).toEqual([]);
  });
});
