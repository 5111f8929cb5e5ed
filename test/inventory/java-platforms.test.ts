import type { FurtherJavaPlatform } from '../../inventory';
import { complaints, SHIPPED } from './complaints';

const PLATFORM: FurtherJavaPlatform = {
  url: 'http://10.96.0.1:8080',
  cidrs: ['10.96.0.0/16'],
  ports: [8080],
  siteGateway: { cidrs: ['10.96.4.0/24'] },
};

/** What is said of an environment with Java platforms beside the company's own. */
function told(javaPlatforms: Readonly<Record<string, FurtherJavaPlatform>>, namespaces = ['faas-alpha']) {
  const [cluster] = SHIPPED.clusters;
  if (cluster === undefined) throw new Error('the shipped environment has no cluster');
  const clusters = [{ ...cluster, siteGateways: {}, functionNamespaces: namespaces }];
  return complaints({ domains: [], clusters, javaPlatforms })
    .split('\n')
    .filter((line) => /error|warning/.test(line))
    .map((line) => line.replace(/^\S+ /, ''));
}

test('platforms that are declared well', () => {
  const { ingressGateway, egressGateway } = SHIPPED;
  const { kind, ...size } = ingressGateway;
  expect(kind).toBeUndefined();
  expect(told({ acquired: PLATFORM, partner: { ...PLATFORM, ingressGateway: size, egressGateway } })).toEqual(
    [],
  );
});

test('names', () => {
  expect(told({ Acquired: PLATFORM })).toEqual(['error KF501 Java platform "Acquired" is not a DNS label']);
  expect(told({ ['a'.repeat(40)]: PLATFORM })).toEqual([
    `error KF501 the Java platform "${'a'.repeat(40)}" gives a Service the name faas-alpha-${'a'.repeat(40)}-ingress-gateway, which has more than 63 characters`,
  ]);
  expect(told({ beta: PLATFORM }, ['faas', 'faas-beta'])).toEqual([
    expect.stringContaining('would be called faas-beta-ingress-gateway'),
  ]);
  // Without ingress gateways nothing collides.
  const { siteGateway, ...quiet } = PLATFORM;
  expect(siteGateway).toBeDefined();
  expect(told({ beta: quiet }, ['faas', 'faas-beta'])).toEqual([]);
});

test('everything that is judged of the own platform is judged of each', () => {
  expect(
    told({
      acquired: {
        ...PLATFORM,
        url: 'http://10.97.0.1:9090',
        siteGateway: {},
        services: { 'a b': {} },
        registry: { kind: 'nacos', servers: ['http://x'], namespaces: ['nacos'] },
        egressGateway: { ...SHIPPED.egressGateway, image: 'a:latest' },
      },
    }),
  ).toEqual([
    expect.stringContaining('KF508 the egress gateway sends requests to 10.97.0.1'),
    expect.stringContaining('KF508 the egress gateway sends requests to port 9090 of 10.97.0.1'),
    expect.stringContaining('KF501 siteGateway names no peer'),
    expect.stringContaining('KF501 "a b" is no name of a Java service'),
    expect.stringContaining('KF501 "http://x" is not a server of Nacos'),
    expect.stringContaining('KF414 javaPlatforms.acquired.egressGateway runs the image "a:latest"'),
  ]);
});

test('what is said of ingress gateways that there are not', () => {
  const { siteGateway, ...quiet } = PLATFORM;
  expect(siteGateway).toBeDefined();
  const { kind, ...size } = SHIPPED.ingressGateway;
  expect(kind).toBeUndefined();
  expect(told({ acquired: { ...quiet, ingressGateway: size } })).toEqual([
    'error KF501 javaPlatforms.acquired.ingressGateway is of ingress gateways, which a Java platform without a siteGateway does not have',
  ]);
});
