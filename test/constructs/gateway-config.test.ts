import { parse } from 'yaml';
import { gatewayConfig, type GatewayConfigProps } from '../../constructs/gateway-config';
import { jvmOptions } from '../../constructs/gateway-jvm';

const PROPS: GatewayConfigProps = {
  kind: 'zuul',
  name: 'gateway',
  paths: ['/faas/api/**'],
  url: 'http://gateway.example.internal',
  hasMetrics: false,
  timeout: 305,
};

const config = (change: Partial<GatewayConfigProps>): unknown =>
  parse(gatewayConfig({ ...PROPS, ...change }));

test('both programs wait as long, take as many requests, and drain as long', () => {
  const shared = {
    server: { port: 8080, shutdown: 'graceful', 'forward-headers-strategy': 'none' },
    spring: { lifecycle: { 'timeout-per-shutdown-phase': '30s' } },
    management: { server: { port: 8081 }, endpoint: { health: { probes: { enabled: true } } } },
  };
  expect(config({})).toMatchObject({
    ...shared,
    zuul: {
      host: { socketTimeoutMillis: 305_000, maxTotalConnections: 400, maxPerRouteConnections: 400 },
      routes: { forward: { path: '/faas/api/**', url: PROPS.url, stripPrefix: false, retryable: false } },
    },
  });
  expect(config({ kind: 'spring-cloud-gateway' })).toMatchObject({
    ...shared,
    spring: {
      ...shared.spring,
      cloud: {
        gateway: {
          server: {
            webflux: {
              httpclient: { 'response-timeout': '305s', pool: { type: 'fixed', 'max-connections': 400 } },
              routes: [{ id: 'forward', uri: PROPS.url, predicates: ['Path=/faas/api/**'] }],
            },
          },
        },
      },
    },
  });
});

test('each program is told in its own words alone', () => {
  expect(config({})).not.toHaveProperty('spring.cloud');
  expect(config({ kind: 'spring-cloud-gateway' })).not.toHaveProperty('zuul');
  expect(config({ kind: 'spring-cloud-gateway' })).not.toHaveProperty('server.tomcat');
});

test('what Zuul answers itself is no route, also where every path is one', () => {
  const own = { error: { path: '/gateway-error' }, zuul: { ignoredPatterns: '/gateway-error' } };
  expect(config({ paths: ['/**'] })).toMatchObject(own);
});

test('a registry stands beside the routes of Spring Cloud Gateway', () => {
  const registry = { kind: 'nacos', servers: ['nacos:8848'], cidrs: ['10.7.0.0/16'] } as const;
  const both = config({ kind: 'spring-cloud-gateway', registry });
  expect(both).toHaveProperty('spring.cloud.nacos.discovery.serverAddr', 'nacos:8848');
  expect(both).toHaveProperty('spring.cloud.gateway.server.webflux.routes');
});

test('half of the memory is the heap, and a JVM without memory ends', () => {
  for (const kind of ['zuul', 'spring-cloud-gateway'] as const) {
    expect(jvmOptions(kind).split(' ')).toEqual(
      expect.arrayContaining(['-XX:MaxRAMPercentage=50.0', '-XX:+ExitOnOutOfMemoryError']),
    );
  }
  expect(jvmOptions('zuul')).toContain('ALLOW_ENCODED_SLASH=true');
  expect(jvmOptions('spring-cloud-gateway')).not.toContain('apache');
});

test('several patterns are several routes of Zuul, and one of Spring Cloud Gateway; none are none', () => {
  const paths = ['/order-center/**', '/storage/designs/**'];
  const url = 'http://java.example.internal';
  const routesOf = (kind: GatewayConfigProps['kind'], own: readonly string[]) => {
    const { zuul, spring } = config({ kind, paths: own, url }) as {
      zuul?: { routes: object };
      spring: { cloud?: { gateway: { server: { webflux: { routes: object } } } } };
    };
    return zuul?.routes ?? spring.cloud?.gateway.server.webflux.routes;
  };
  const route = { url, stripPrefix: false, retryable: false };
  expect(routesOf('zuul', paths)).toEqual({
    'forward-1': { path: '/order-center/**', ...route },
    'forward-2': { path: '/storage/designs/**', ...route },
  });
  expect(routesOf('spring-cloud-gateway', paths)).toEqual([
    { id: 'forward', uri: url, predicates: ['Path=/order-center/**,/storage/designs/**'] },
  ]);
  expect([routesOf('zuul', []), routesOf('spring-cloud-gateway', [])]).toEqual([{}, []]);
});
