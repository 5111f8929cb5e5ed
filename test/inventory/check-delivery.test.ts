import { DELIVERY, ENVIRONMENTS } from '../../environments';
import { checkDelivery, type Delivery } from '../../inventory';
import { renderHuman } from '../../findings';
import { sourcesOf } from './sources';

/** What is reported about the shipped delivery with some of it changed. */
function told(change: Partial<Delivery>): string {
  const delivery = { ...DELIVERY, ...change };
  const text = JSON.stringify(delivery, undefined, 2).replaceAll('"', "'");
  const source = sourcesOf({ 'delivery.ts': `export const DELIVERY = ${text};\n` });
  return renderHuman(checkDelivery(delivery, ENVIRONMENTS, source), { source });
}

const { repository, argocd = { namespace: '', destinations: {} } } = DELIVERY;
const { 'prod-us': us, ...destinations } = argocd.destinations ?? {};

test('nothing is wrong with what is shipped', () => {
  expect(told({})).toBe('');
});

test('a repository that cannot be cloned, at its line', () => {
  expect(told({ repository: { ...repository, url: 'https://me:secret@git.example.com/kfaas.git' } }))
    .toMatchInlineSnapshot(`
   "environments/delivery.ts:3:12 error KF501 "https://me:secret@git.example.com/kfaas.git" is not the address of a git repository
     3 |     'url': 'https://me:secret@git.example.com/kfaas.git',
       |            ^
     help: write it as https://host/path.git or ssh://git@host/path.git, without a password
   "
  `);
  expect(told({ repository: { ...repository, url: 'git@git.example.com:kfaas.git' } })).toContain(
    '"git@git.example.com:kfaas.git" is not the address of a git repository',
  );
  expect(told({ repository: { ...repository, url: 'ssh://git@git.example.com:2222/a/kfaas.git' } })).toBe('');
  expect(told({ repository: { ...repository, branch: '-x' } })).toContain('"-x" is not the name of a branch');
});

test.each(['', '/dist', 'dist/', 'a/b', '..', '.'])('"%s" is not the folder of the manifests', (folder) => {
  expect(told({ repository: { ...repository, folder } })).toContain(
    `KF501 "${folder}" is not a folder of the repository`,
  );
});

test('a cluster without a destination is known by its own name, which no other may have', () => {
  expect(told({ argocd: { ...argocd, destinations } })).toBe('');
  expect(told({ argocd: { namespace: 'argocd' } })).toBe('');
  const taken = { 'prod-eu': { project: 'kfaas-prod', cluster: 'prod-us' } };
  expect(told({ argocd: { ...argocd, destinations: taken } })).toContain(
    'error KF501 the destinations of "prod-us" and "prod-eu" are the same cluster, "prod-us"',
  );
});

test('a destination of no cluster, and two of the same', () => {
  const wrong = { ...argocd.destinations, 'prod-uk': { project: 'kfaas-prod', cluster: us?.cluster ?? '' } };
  expect(told({ argocd: { ...argocd, destinations: wrong } })).toMatchInlineSnapshot(`
   "environments/delivery.ts:37:7 error KF501 there is a destination for "prod-uk", which is no cluster
     37 |       'prod-uk': {
        |       ^
     help: did you mean "prod-us"? known here: test-cn, staging-cn, prod-cn, prod-us, prod-eu, prod-sg

   environments/delivery.ts:37:7 error KF501 the destinations of "prod-us" and "prod-uk" are the same cluster, "prod-us"
     37 |       'prod-uk': {
        |       ^
     help: one would take away what the other brings; give each its own
   "
  `);
});

test('names that Kubernetes does not take', () => {
  const wrong = { ...argocd.destinations, 'prod-us': { project: 'KFaas prod', cluster: ' ' } };
  expect(told({ argocd: { namespace: 'Argo', destinations: wrong } })).toMatchInlineSnapshot(`
   "environments/delivery.ts:11:18 error KF501 "Argo" is not a namespace
     11 |     'namespace': 'Argo',
        |                  ^
     help: use a-z, 0-9 and -

   environments/delivery.ts:26:20 error KF501 "KFaas prod" is not an AppProject's name
     26 |         'project': 'KFaas prod',
        |                    ^
     help: use a-z, 0-9 and -

   environments/delivery.ts:25:7 error KF501 the destination of "prod-us" names no cluster
     25 |       'prod-us': {
        |       ^
     help: name it as Argo CD does
   "
  `);
});

test('owners whom CODEOWNERS cannot name', () => {
  expect(told({ owners: ['kfaas team', '@example/a', '@me', 'a@example.com'] })).toMatchInlineSnapshot(`
   "environments/delivery.ts:8:5 error KF501 "kfaas team" is not an owner that CODEOWNERS accepts
     8 |     'kfaas team',
       |     ^
     help: write @user, @organisation/team or a mail address
   "
  `);
  expect(told({ owners: [] })).toContain('owners names nobody');
});
