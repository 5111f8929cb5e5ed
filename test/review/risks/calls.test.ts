import { objectChange, risksIn } from './inputs';

const NAME = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'kfaas-system', name: 'egress-gateway' };

const gateway = (services: string | undefined) => ({
  ...NAME,
  metadata: { annotations: services === undefined ? {} : { 'kfaas.io/java-services': services } },
  data: { 'application.yaml': String(services) },
});

function told(before: object | undefined, after: object | undefined): string[] {
  return risksIn([], { objects: [objectChange(before, after, NAME)] })
    .filter(({ code }) => code === 'KF822')
    .map(({ severity, message }) => `${severity} ${message}`);
}

test('a service that goes away is told by its name', () => {
  expect(told(gateway('order-center,stock,tax'), gateway('stock'))).toEqual([
    'warning functions can no longer call the Java service order-center in prod-cn',
    'warning functions can no longer call the Java service tax in prod-cn',
  ]);
  expect(told(gateway('stock'), gateway(''))).toEqual([
    'warning functions can no longer call the Java service stock in prod-cn',
  ]);
});

test('a list where there was none, and none where there was a list', () => {
  expect(told(gateway(undefined), gateway('stock,tax'))).toEqual([
    'warning egress-gateway no longer leads to every Java service, but to stock and tax alone in prod-cn',
  ]);
  expect(told(gateway(undefined), gateway(''))).toEqual([
    'warning egress-gateway no longer leads to every Java service, but to none in prod-cn',
  ]);
  expect(told(gateway('stock'), gateway(undefined))).toEqual([
    'warning egress-gateway leads to every Java service, where it led to those that functions call in prod-cn',
  ]);
});

test('a service that comes, a gateway that comes or goes, and another ConfigMap are none', () => {
  expect(told(gateway('a'), gateway('a,b'))).toEqual([]);
  expect(told(undefined, gateway('a'))).toEqual([]);
  expect(told(gateway('a'), undefined)).toEqual([]);
  expect(told(gateway(undefined), { ...gateway(undefined), data: {} })).toEqual([]);
});
