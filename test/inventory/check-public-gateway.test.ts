import { platformOf, type Cluster, type Environment } from '../../inventory';
import { platformProfile } from '../../platform';
import { complaints, SHIPPED, SHIPPED_CLUSTER } from './complaints';

type PublicGateway = Environment['publicGateway'];

/** A cluster that says something of the Gateway of public hosts, or nothing. */
function cluster(name: string, publicGateway: PublicGateway): Cluster {
  return { ...SHIPPED_CLUSTER, name, ...(publicGateway === undefined ? {} : { publicGateway }) };
}

/** What is said of clusters `a`, `b`, … of an environment that says something, or nothing. */
function told(own: PublicGateway, ...clusters: readonly PublicGateway[]): string[] {
  const change: Partial<Environment> = {
    publicGateway: own,
    clusters: clusters.map((one, index) => cluster('abc'[index] ?? '', one)),
  };
  return complaints(change)
    .split('\n')
    .flatMap((line) => /KF517 (.*)$/.exec(line)?.[1] ?? []);
}

const said = (names: string) =>
  `on ${names} functions are also bound to knative-serving/knative-ingress-gateway: whoever reaches it and names a gateway host as Host needs no token`;

test('clusters of which nobody has decided are told, in one finding', () => {
  expect(told(undefined, undefined)).toEqual([said('a')]);
  expect(told(undefined, undefined, 'bound', undefined)).toEqual([said('a, c')]);
});

test('a decision is a decision, of the environment or of the cluster', () => {
  expect(told('bound', undefined, 'unbound')).toEqual([]);
  expect(told('unbound', undefined)).toEqual([]);
  expect(told(undefined, 'bound', 'unbound')).toEqual([]);
});

test.each([
  [undefined, undefined, true],
  ['bound', undefined, true],
  ['unbound', undefined, false],
  ['unbound', 'bound', true],
  ['bound', 'unbound', false],
] as const)('the environment says %s and the cluster %s: bound, %s', (own, ofCluster, isBound) => {
  const environment = { ...SHIPPED, publicGateway: own } as Environment;
  const { profile } = platformProfile(platformOf(environment, cluster('a', ofCluster)));
  const gateways = ['knative-serving/knative-local-gateway'];
  expect(profile?.gateways).toEqual([
    ...gateways,
    ...(isBound ? ['knative-serving/knative-ingress-gateway'] : []),
  ]);
});
