import { missingServices, routeTables } from '../../../routing';
import { vs, RULES } from '../contract-builders';
import { delegateOf, delegatingRule } from '../gateway-builders';

const service = (name: string, namespace = 'ns', apiVersion = 'v1') => ({
  apiVersion,
  kind: 'Service',
  metadata: { name, namespace },
});
const istio = (kind: string, spec: object) => ({
  apiVersion: 'networking.istio.io/v1',
  kind,
  metadata: { name: 'x', namespace: 'ns' },
  spec,
});
const to = (host: string, subset?: string) => ({
  route: [{ destination: { host, ...(subset && { subset }) } }],
});

const told = (...objects: readonly object[]) =>
  missingServices(routeTables(objects, RULES), objects).map(({ severity, message, positions: [at] }) =>
    [severity, at?.virtualService, at?.path.join('.'), message].join(' '),
  );

test('a Service that is not there, where others of its namespace are', () => {
  expect(told(vs('a', to('gone')), service('other'))).toEqual([
    'warning 0 spec.http.0.route the Service gone.ns.svc.cluster.local is not in the input, although others of its namespace are',
  ]);
});

test.each<[string, readonly object[]]>([
  ['the Service is there', [vs('a', to('here')), service('here')]],
  [
    'a ServiceEntry is',
    [vs('a', to('here.ns.svc.cluster.local')), service('x'), istio('ServiceEntry', { hosts: ['here'] })],
  ],
  ['no Service of the namespace is', [vs('a', to('gone')), service('other', 'elsewhere')]],
  ['only Knative Services are', [vs('a', to('gone')), service('other', 'ns', 'serving.knative.dev/v1')]],
  ['the host is none of the cluster', [vs('a', to('example.com')), service('other')]],
])('nothing is told where %s', (_, objects) => {
  expect(told(...objects)).toEqual([]);
});

test('a subset that no DestinationRule for the host has', () => {
  const rule = istio('DestinationRule', { host: 'here', subsets: [{ name: 'v1' }, { name: 'v2' }] });
  expect(told(vs('a', to('here', 'v3'), to('here', 'v1'), to('there', 'v1')), rule)).toEqual([
    'error 0 spec.http.0.route no DestinationRule has a subset v3 of here.ns.svc.cluster.local, but v1, v2',
  ]);
});

test('a destination of a delegate is told there', () => {
  const objects = [vs('a', delegatingRule('ns/d')), delegateOf('ns/d', [to('gone')]), service('other')];
  expect(told(...objects).map((text) => text.split(' ', 3).join(' '))).toEqual([
    'warning 1 spec.http.0.route',
  ]);
});
