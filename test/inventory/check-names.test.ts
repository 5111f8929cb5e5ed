import { Names, type CompanyNames } from '../../base';
import { readInventory } from '../../inventory';
import { DELIVERY, ENVIRONMENTS } from '../../environments';

/** What is reported about names, with the environments of the company. */
function told(names: unknown, environments: readonly unknown[] = ENVIRONMENTS): readonly string[] {
  const exported = { ENVIRONMENTS: environments, DELIVERY, NAMES: names };
  const source = (file: string) =>
    file === 'environments/index.ts' ? `export const NAMES = ${JSON.stringify(names)};\n` : undefined;
  const read = readInventory(exported, source);
  if (!('findings' in read)) return [];
  return read.findings.map(({ code, message, places: [place] }) => `${code} ${place?.line}: ${message}`);
}

const ACME: CompanyNames = {
  prefix: '/api/fn-1.0/',
  namespace: 'acme',
  gatewayService: 'gw-<namespace>',
  virtualService: '<service>.<namespace>',
  ingressGateway: 'in-<namespace>',
  egressGateway: 'out',
};

test('names of a company are read', () => {
  const read = readInventory({ ENVIRONMENTS, DELIVERY, NAMES: ACME }, () => undefined);
  expect(read).toMatchObject({
    names: { prefix: '/api/fn-1.0/' },
  });
  if (!('names' in read)) throw new Error('the names are refused');
  expect(read.names.egressUrl()).toBe('http://out.acme.svc.cluster.local');
  expect(read.names.egressUrl('acquired')).toBe('http://acquired-out.acme.svc.cluster.local');
  expect(read.names.ingressGatewayName('faas-a', 'acquired')).toContain('faas-a-acquired');
});

test.each([
  ['/'],
  ['faas/'],
  ['/faas'],
  ['/faas//api/'],
  ['/faas/../'],
  ['/./faas/'],
  ['/fa*s/'],
  ['/f;a/'],
  ['/f%41/'],
  ['/{a}/'],
  ['/ä/'],
])('the prefix %s is refused', (prefix) => {
  expect(told({ prefix })).toEqual([
    `KF526 1: the prefix "${prefix}" is not whole path segments that every gateway takes as they are written`,
  ]);
});

test.each(['/error/', '/actuator/fn/'])('the prefix %s is what Spring Boot answers itself', (prefix) => {
  expect(told({ prefix })).toEqual([
    `KF526 1: the prefix "${prefix}" begins with what the Java gateways answer by themselves`,
  ]);
});

test.each([
  [{ namespace: 'Acme' }, /namespace "Acme" is none that KFaas can have/],
  [{ namespace: 'system' }, /namespace "system" is none/],
  [{ gatewayService: 'gateway' }, /does not have <namespace> once/],
  [{ gatewayService: '<namespace>-<namespace>' }, /does not have <namespace> once/],
  [{ ingressGateway: '<namespace>-<service>' }, /does not have <namespace> once/],
  [{ ingressGateway: '1<namespace>' }, /gives no name that a Service can have/],
  [{ ingressGateway: 'a.<namespace>' }, /gives no name that a Service can have/],
  [{ ingressGateway: `<namespace>-${'a'.repeat(63)}` }, /gives no name that a Service can have/],
  [{ egressGateway: '<namespace>-out' }, /has a placeholder/],
  [{ egressGateway: 'default-deny' }, /gives no name that a Service can have here/],
  [{ virtualService: '<namespace>-fn' }, /does not have <namespace> and <service> once/],
  [{ virtualService: '<namespace><service>' }, /does not tell the function namespace/],
  [{ virtualService: `<namespace>.${'a'.repeat(130)}.<service>` }, /no name that a VirtualService can have/],
])('%j is refused', (names, message) => {
  expect(told(names)).toEqual([expect.stringMatching(/^KF527 1: /)]);
  expect(told(names)).toEqual([expect.stringMatching(message)]);
});

test('two Services of one name', () => {
  expect(told({ gatewayService: '<namespace>-gw', ingressGateway: '<namespace>-gw' })).toEqual([
    expect.stringMatching(/^KF528 1: gatewayService of .* and ingressGateway of .* are both called/),
  ]);
  const [first] = ENVIRONMENTS;
  const [namespace = ''] = first?.clusters[0]?.functionNamespaces ?? [];
  expect(told({ egressGateway: `${namespace}-ksvc-gateway` })).toEqual([
    expect.stringMatching(/^KF528 1: egressGateway and gatewayService of .* are both called/),
  ]);
});

test('a setting that is not known, and one that is no text', () => {
  expect(told({ prefx: '/a/' })).toEqual([expect.stringMatching(/^KF201 1: unknown field "prefx"/)]);
  expect(told({ prefix: 1 })).toEqual([expect.stringMatching(/^KF202 1: /)]);
  expect(told(undefined)).toEqual([expect.stringMatching(/^KF203 .*the names is undefined/)]);
});

test('a namespace that makes the separator begin early would share names with another one', () => {
  const names = new Names();
  expect(names.virtualServiceName('a', 'ns-b')).toBe(names.virtualServiceName('a-ns', 'b'));
  expect(['a', 'a-ns', 'a-ns-b', 'ns'].map((one) => names.isTellable(one))).toEqual([
    true,
    false,
    false,
    true,
  ]);
  const reversed = new Names({ virtualService: '<service>-ns-<namespace>' });
  expect(reversed.virtualServiceName('b', 'a-ns')).toBe(reversed.virtualServiceName('ns-b', 'a'));
  expect(['b', 'ns-b', 'b-ns'].map((one) => reversed.isTellable(one))).toEqual([true, false, true]);
});
