import type { Environment } from '../../inventory';
import { complaints, SHIPPED } from './complaints';

const [domain] = SHIPPED.domains;

/** The complaints about the time limits of an environment, with its domain's annotations. */
function about(timeouts: Environment['timeouts'], annotations?: Readonly<Record<string, string>>) {
  if (domain === undefined) throw new Error('the shipped environment has no domain');
  const ingress = { className: 'nginx', namespace: 'ingress', annotations };
  const domains = annotations === undefined ? [] : [{ ...domain, ingress: { ...ingress, annotations } }];
  return complaints(timeouts === undefined ? { domains } : { domains, timeouts });
}

test('limits that fit', () => {
  expect(about({ request: 600, siteGateway: 610 })).toBe('');
  expect(about({ request: 3600, knativeMaximum: 3600 })).toBe('');
  expect(about(undefined, { 'nginx.ingress.kubernetes.io/proxy-read-timeout': '310' })).toBe('');
});

test('longer than Knative takes, and a site gateway that gives up first', () => {
  expect(about({ request: 900, siteGateway: 909 })).toMatchInlineSnapshot(`
   "environments/test.ts:84:16 error KF509 functions may take 900 s, and Knative refuses a revision of more than 600 s
     84 |     "request": 900,
        |                ^
     help: lower timeouts.request, or raise max-revision-timeout-seconds in Knative's config-defaults and say so in timeouts.knativeMaximum

   environments/test.ts:85:20 error KF509 the site gateway gives up after 909 s, and the ingress gateway behind it after 905 s
     85 |     "siteGateway": 909
        |                    ^
     help: let the site gateway wait 910 s at least, or lower timeouts.request
   "
  `);
});

test('no number of seconds', () => {
  expect(about({ request: 0, knativeMaximum: 1.5, siteGateway: -1 })).toMatchInlineSnapshot(`
   "environments/test.ts:84:16 error KF501 0 is no time limit
     84 |     "request": 0,
        |                ^
     help: write whole seconds, at least 1

   environments/test.ts:85:23 error KF501 1.5 is no time limit
     85 |     "knativeMaximum": 1.5,
        |                       ^
     help: write whole seconds, at least 1

   environments/test.ts:86:20 error KF501 -1 is no time limit
     86 |     "siteGateway": -1
        |                    ^
     help: write whole seconds, at least 1
   "
  `);
});

test('an Ingress that gives up first is a warning, at the annotation or where it is missing', () => {
  expect(about(undefined, { 'nginx.ingress.kubernetes.io/proxy-read-timeout': '305' }))
    .toMatchInlineSnapshot(`
   "environments/test.ts:52:61 warning KF509 the Ingress of faas-alpha.test.example.internal gives up after 305 s, and the ingress gateway behind it after 305 s
     52 |           "nginx.ingress.kubernetes.io/proxy-read-timeout": "305"
        |                                                             ^
     help: write 'nginx.ingress.kubernetes.io/proxy-read-timeout': '310'
   "
  `);
  expect(about({ request: 60 }, {})).toMatchInlineSnapshot(`
   "environments/test.ts:51:24 warning KF509 the Ingress of faas-alpha.test.example.internal gives up after 60 s, its default, and the ingress gateway behind it after 65 s
     51 |         "annotations": {}
        |                        ^
     help: write 'nginx.ingress.kubernetes.io/proxy-read-timeout': '70'
   "
  `);
  expect(about({ request: 50 }, {})).toBe('');
});
