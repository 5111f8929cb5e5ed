import type { Domain } from '../../inventory';
import { complaints, SHIPPED } from './complaints';

const [shipped] = SHIPPED.domains as [Domain, ...Domain[]];

/** The first lines of what is said of one domain. */
function told(audience: Domain['audience'], exposes: Domain['exposes']): string[] {
  const { host, functionNamespace, ingress, tls } = shipped;
  const said = exposes === undefined ? {} : { exposes };
  const domain: Domain = { host, audience, functionNamespace, ingress, tls, ...said };
  return complaints({ domains: [domain] })
    .split('\n')
    .filter((line) => line.startsWith('environments/'))
    .map((line) => line.replace(/^\S+:(\d+):\d+ /, ''));
}

const HOST = 'faas-alpha.test.example.internal';

test.each(['business', 'intranet'] as const)('%s: a domain that says nothing leads nowhere', (audience) => {
  const message = `warning KF513 domain ${HOST} does not say what it exposes, so that it leads nowhere: nothing is rendered for it`;
  expect(told(audience, undefined)).toEqual([message]);
  expect(told(audience, {})).toEqual([message]);
  expect(told(audience, { paths: [], functions: [] })).toEqual([message]);
});

test('everything is for the intranet alone', () => {
  expect(told('intranet', 'all')).toEqual([]);
  expect(told('intranet', { paths: ['/faas/api/'] })).toEqual([]);
  const message = `error KF501 domain ${HOST} leads customers to every function, past the token check of the site gateway`;
  expect(told('business', 'all')).toEqual([message]);
  expect(told('business', { paths: ['/faas/api/saas/', '/faas/api/'] })).toEqual([message]);
});

test.each([
  ['/faas/api/saas/', []],
  ['/faas/api/saas/v1.2_a-b', []],
  ['/faas/saas/', ['error KF501 the path "/faas/saas/" is not under /faas/api/']],
  ...[
    '/faas/api/a b',
    '/faas/api/a%20',
    '/faas/api/a//b',
    '/faas/api/../a',
    '/faas/api/a/.',
    '/faas/api/[a]',
  ].map(
    (path) =>
      [
        path,
        [`error KF501 the path "${path}" is none that ingress controllers take or compare as it is written`],
      ] as const,
  ),
] as const)('%s', (path, messages) => {
  expect(told('business', { paths: [path] })).toEqual(messages);
});
