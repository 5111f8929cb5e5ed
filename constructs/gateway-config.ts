import { GATEWAY_THREADS, type Registry } from '../inventory';
import { toYaml } from '../manifests';
import { registration } from './gateway-registration';

/** Ports on which the Java gateways listen. */
export const GATEWAY_PORTS = { http: 8080, management: 8081 } as const;

/** Seconds that Spring waits for open requests after SIGTERM. */
export const DRAIN_SECONDS = 30;

export interface GatewayConfigProps {
  /** Name of the gateway, for its logs. */
  readonly name: string;
  /** Ant pattern of the paths that are forwarded; everything else is answered with 404. */
  readonly path: string;
  /** Where they are forwarded to, without a path. */
  readonly url: string;
  /** Where it registers. @default - nowhere */
  readonly registry?: Registry;
  /** Whether metrics are collected from it. */
  readonly hasMetrics: boolean;
  /** Whether Tomcat's threads are among the metrics, for the autoscaler. @default false */
  readonly hasThreadMetrics?: boolean;
  /** How long it waits for the next byte of an answer, in seconds. */
  readonly timeout: number;
}

/**
 * The `application.yaml` of a gateway, for Spring Boot with Spring Cloud Zuul.
 *
 * The path arrives at Envoy as the caller sent it, as far as Zuul can be told to: nothing is stripped, decoded or encoded again, and
 * parameters stay. What it does to paths all the same is in `throughIngressGateway` of catalog/. `addHostHeader: false` gives the forwarded
 * request the Host of `url`: by that Host the local gateway finds the routes.
 */
export function gatewayConfig({
  name,
  path,
  url,
  registry,
  hasMetrics,
  hasThreadMetrics = false,
  timeout,
}: GatewayConfigProps): string {
  const { spring, beside } = registration(registry);
  return toYaml({
    server: {
      port: GATEWAY_PORTS.http,
      shutdown: 'graceful',
      tomcat: {
        threads: { max: GATEWAY_THREADS },
        ...(hasThreadMetrics ? { mbeanregistry: { enabled: true } } : {}),
      },
    },
    spring: {
      application: { name },
      lifecycle: { 'timeout-per-shutdown-phase': `${DRAIN_SECONDS}s` },
      // Uploads pass as they are: Spring would read them first, and take no more than 1 MB.
      servlet: { multipart: { enabled: false } },
      ...spring,
    },
    ...beside,
    management: {
      server: { port: GATEWAY_PORTS.management },
      endpoint: { health: { probes: { enabled: true } } },
      endpoints: { web: { exposure: { include: hasMetrics ? 'health,prometheus' : 'health' } } },
    },
    zuul: {
      ignoredServices: '*',
      addHostHeader: false,
      decodeUrl: false,
      removeSemicolonContent: false,
      forceOriginalQueryStringEncoding: true,
      // Zuul would drop Authorization and cookies, which callers and services of both platforms exchange.
      sensitiveHeaders: '',
      FormBodyWrapperFilter: { pre: { disable: true } },
      host: {
        connectTimeoutMillis: 2000,
        connectionRequestTimeoutMillis: 2000,
        // Longer than what is behind it, so that the function's own end comes first.
        socketTimeoutMillis: timeout * 1000,
        // Every request goes to one host: the bound per route is the bound in all.
        maxTotalConnections: GATEWAY_THREADS,
        maxPerRouteConnections: GATEWAY_THREADS,
      },
      routes: { forward: { path, url, stripPrefix: false, retryable: false } },
    },
  });
}
