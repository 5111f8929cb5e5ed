import { checkDelivery, DELIVERY, ENVIRONMENTS, type Delivery } from '../../environments';
import { renderHuman } from '../../findings';

/** What is said of the shipped delivery with some of it changed. */
function told(change: Partial<Delivery>): string {
  const delivery = { ...DELIVERY, ...change };
  const source = () => JSON.stringify(delivery, undefined, 2).replaceAll('"', "'");
  return renderHuman(checkDelivery(delivery, ENVIRONMENTS, source), { source });
}

const { repository, argocd } = DELIVERY;
const { 'prod-us': us, ...destinations } = argocd.destinations;

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

test('a cluster that Argo CD would not know of', () => {
  expect(told({ argocd: { ...argocd, destinations } })).toMatchInlineSnapshot(`
   "environments/delivery.ts:12:5 error KF501 cluster "prod-us" has no destination
     12 |     'destinations': {
        |     ^
     help: add it to argocd.destinations: Argo CD would leave it as it is
   "
  `);
});

test('a destination of no cluster, and two of the same', () => {
  const wrong = { ...argocd.destinations, 'prod-uk': { project: 'kfaas-prod', cluster: us?.cluster ?? '' } };
  expect(told({ argocd: { ...argocd, destinations: wrong } })).toMatchInlineSnapshot(`
   "environments/delivery.ts:37:7 error KF501 there is a destination for "prod-uk", which is no cluster
     37 |       'prod-uk': {
        |       ^
     help: known: test-cn, staging-cn, prod-cn, prod-us, prod-eu, prod-sg

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
   "environments/delivery.ts:8:5 error KF501 "kfaas team" is nobody that CODEOWNERS can name
     8 |     'kfaas team',
       |     ^
     help: write @user, @organisation/team or a mail address
   "
  `);
  expect(told({ owners: [] })).toContain('owners names nobody');
});
