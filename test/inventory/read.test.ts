import { DELIVERY, ENVIRONMENTS } from '../../environments';
import { DEFAULT_NAMES } from '../../base';
import { renderHuman } from '../../findings';
import { readInventory } from '../../inventory';
import { sourcesOf } from './sources';

const [test_, ...others] = ENVIRONMENTS;

/** The data of environments/, as it is written: a test changes it where TypeScript would not let it. */
function written(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}

/** What is reported about an environment, in a file of its own. */
function told(environment: unknown, delivery: unknown = DELIVERY): string {
  const source = sourcesOf({
    'environments.ts': `import { test } from './test';\nexport const ENVIRONMENTS = [test];\n`,
    'test.ts': `export const test = ${written(environment)};\n`,
    'delivery.ts': `export const DELIVERY = ${written(delivery)};\n`,
  });
  const read = readInventory({ ENVIRONMENTS: [environment], DELIVERY: delivery }, source);
  return 'findings' in read ? renderHuman(read.findings, { source }) : '';
}

const [domain] = test_?.domains ?? [];
const [cluster] = test_?.clusters ?? [];

test('the environments of the company are read as they are', () => {
  const read = readInventory({ ENVIRONMENTS, DELIVERY }, () => undefined);
  expect(read).toEqual({ environments: ENVIRONMENTS, delivery: DELIVERY, names: DEFAULT_NAMES });
});

test('a misspelt field that may be left out is not left out in silence', () => {
  const { clusters, ...rest } = { ...domain, clusters: ['test-cn'] };
  expect(told({ ...test_, domains: [{ ...rest, cluster: clusters }] })).toMatchInlineSnapshot(`
   "environments/test.ts:63:7 error KF201 unknown field "domains[0].cluster"
     63 |       "cluster": [
        |       ^
     help: did you mean "clusters"? known here: host, audience, functionNamespace, exposes, ingress, tls, clusters
   "
  `);
});

test('a misspelt field that is required is reported once', () => {
  const { replicas, ...rest } = test_?.ingressGateway ?? {};
  expect(told({ ...test_, ingressGateway: { ...rest, replica: replicas } })).toMatchInlineSnapshot(`
   "environments/test.ts:25:5 error KF201 unknown field "ingressGateway.replica"
     25 |     "replica": {
        |     ^
     help: did you mean "replicas"? known here: kind, image, replicas, resources, scaling, service
   "
  `);
});

test('missing fields, wrong types and values that are not allowed, all at once', () => {
  const { siteGateway, ...rest } = test_ ?? {};
  const wrong = {
    ...rest,
    domains: [{ ...domain, audience: 'public', tls: { existingSecrt: 'a' } }],
    clusters: [{ ...cluster, platform: { ...cluster?.platform, istio: 1.28 }, functionNamespaces: 'a' }],
  };
  expect(siteGateway).toBeDefined();
  expect(told(wrong)).toMatchInlineSnapshot(`
   "environments/test.ts:1:21 error KF203 missing field "siteGateway"
     1 | export const test = {
       |                     ^
     help: add it: Where requests of the site gateway come from, such as { cidrs: ['10.16.0.0/16'] }

   environments/test.ts:40:19 error KF204 "domains[0].audience" is "public"
     40 |       "audience": "public",
        |                   ^
     help: known here: business, intranet

   environments/test.ts:52:9 error KF201 unknown field "domains[0].tls.existingSecrt"
     52 |         "existingSecrt": "a"
        |         ^
     help: did you mean "existingSecret"? known here: issuer, challenge, existingSecret

   environments/test.ts:62:18 error KF202 "clusters[0].platform.istio" is the number 1.28, not a text
     62 |         "istio": 1.28,
        |                  ^
     help: put it in quotes: "1.28" (The version of Istio, such as '1.28.6')

   environments/test.ts:66:29 error KF202 "clusters[0].functionNamespaces" is the text "a", not a list
     66 |       "functionNamespaces": "a",
        |                             ^
     help: write a list (The namespaces that hold functions)
   "
  `);
});

test('clusters that share wrong data: once', () => {
  const platform = { ...cluster?.platform, istio: 1.28 };
  const source = sourcesOf({
    'index.ts':
      'const platform = { istio: 1.28 };\nexport const ENVIRONMENTS = [{ clusters: [{ platform }, { platform }] }];\n',
  });
  const clusters = [
    { ...cluster, platform },
    { ...cluster, platform },
  ];
  const read = readInventory({ ENVIRONMENTS: [{ ...test_, clusters }], DELIVERY }, source);
  const findings = 'findings' in read ? read.findings : [];
  expect(findings.map(({ code, places: [at] }) => `${code} ${at?.line ?? 0}:${at?.column ?? 0}`)).toEqual([
    'KF202 1:27',
  ]);
});

test('a field without a value, as an import gives it of a name that is not exported', () => {
  const ingress = { ...domain?.ingress, annotations: undefined };
  const read = readInventory(
    { ENVIRONMENTS: [{ ...test_, domains: [{ ...domain, ingress }] }, undefined], DELIVERY },
    () => undefined,
  );
  expect('findings' in read && read.findings.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'KF203 "domains[0].ingress.annotations" is undefined',
    'KF203 the environment is undefined',
  ]);
});

test('values that are no data', () => {
  const wrong = { ...test_, domains: () => [], clusters: [{ ...cluster, region: Symbol('a'), name: 3n }] };
  const read = readInventory({ ENVIRONMENTS: [wrong, 7], DELIVERY: [] }, () => undefined);
  expect('findings' in read && read.findings.map(({ message }) => message)).toEqual([
    '"clusters[0].name" is a bigint, not a text',
    '"clusters[0].region" is a symbol, not a text',
    '"domains" is a function, not a list',
    'the delivery is an empty list, not a mapping',
    'the environment is the number 7, not a mapping',
  ]);
});

test('exports that are missing, and environments that are no list', () => {
  const about = (exported: unknown) => {
    const read = readInventory(exported, () => undefined);
    return 'findings' in read ? read.findings.map(({ message, help }) => `${message} (${help})`) : [];
  };
  expect(about({ ENVIRONMENT: ENVIRONMENTS, DELIVERY })).toEqual([
    'environments/index.ts does not export ENVIRONMENTS (did you mean "ENVIRONMENT"? known here: ENVIRONMENT, DELIVERY)',
  ]);
  expect(about({ ENVIRONMENTS: {}, DELIVERY })).toEqual([
    'ENVIRONMENTS is not a list with at least one environment (write [test, staging, prod])',
  ]);
  expect(about(undefined)).toHaveLength(2);
});

test('wrong values of the environments whose shape is right are reported in the same run', () => {
  const broken = { ...test_, siteGateways: {} };
  const [staging] = others;
  const sound = { ...staging, siteGateway: { cidrs: ['10.0.0.0/33'] } };
  const read = readInventory({ ENVIRONMENTS: [broken, sound], DELIVERY }, () => undefined);
  expect('findings' in read && read.findings.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'KF201 unknown field "siteGateways"',
    'KF501 "10.0.0.0/33" is not an address range',
  ]);
});
