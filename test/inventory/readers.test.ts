import type { Reader } from '../../inventory';
import { complaints } from './complaints';

/** What is said of readers. */
function told(...readers: readonly Reader[]): string[] {
  return complaints({ readers })
    .split('\n')
    .filter((line) => /^\S+ (error|warning) /.test(line))
    .map((line) => line.replace(/^\S+ \S+ /, ''));
}

test.each([
  { group: 'oncall' },
  { group: 'oidc:faas/on-call' },
  { group: 'CN=On call,OU=Platform' },
  { group: 'system:serviceaccounts:monitoring' },
  { user: 'kim@example.com' },
  { serviceAccount: 'monitoring/kfaas-drift' },
])('%j may read', (reader) => {
  expect(told(reader)).toEqual([]);
});

test.each<[Reader, string]>([
  [{ group: '' }, 'KF501 "" is not the name of a group'],
  [{ group: ' oncall' }, 'KF501 " oncall" is not the name of a group'],
  [{ user: 'kim\n' }, String.raw`KF501 "kim\n" is not the name of a user`],
  [{ user: 'system:serviceaccount:a:b' }, 'KF501 the user system:serviceaccount:a:b is a service account'],
  [{ serviceAccount: 'kfaas-drift' }, 'KF501 "kfaas-drift" is not the name of a service account'],
  [{ serviceAccount: 'a/b/c' }, 'KF501 "a/b/c" is not the name of a service account'],
  [{ serviceAccount: 'A/b' }, 'KF501 "A/b" is not the name of a service account'],
  [
    { group: 'system:authenticated' },
    'KF532 the group system:authenticated is everybody: all of them could read the cluster',
  ],
  [
    { group: 'system:serviceaccounts' },
    'KF532 the group system:serviceaccounts is everybody: all of them could read the cluster',
  ],
  [
    { user: 'system:anonymous' },
    'KF532 the user system:anonymous is everybody: all of them could read the cluster',
  ],
])('%j is refused', (reader, message) => {
  expect(told(reader)).toEqual([message]);
});

test('the place and the next step', () => {
  expect(complaints({ readers: [{ group: 'oncall' }, { user: 'kim' }, { group: 'oncall' }] }))
    .toMatchInlineSnapshot(`
   "environments/test.ts:154:5 error KF501 a reader is named twice
     154 |     {
         |     ^
     help: name each of them once
   "
  `);
  expect(complaints({ readers: [{ user: 'system:serviceaccount:a:b' }] })).toMatchInlineSnapshot(`
   "environments/test.ts:149:15 error KF501 the user system:serviceaccount:a:b is a service account
     149 |       "user": "system:serviceaccount:a:b"
         |               ^
     help: write { serviceAccount: 'a/b' }
   "
  `);
});
