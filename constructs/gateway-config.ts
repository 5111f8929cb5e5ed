import { toYaml } from '../manifests';

/** Ports on which the Java gateways listen. */
export const GATEWAY_PORTS = { http: 8080, management: 8081 } as const;

/** Seconds that Spring waits for open requests when it is told to stop. */
export const DRAIN_SECONDS = 30;

export interface GatewayConfigProps {
  /** Name of the gateway, for its logs. */
  readonly name: string;
  /** Ant pattern of the paths that are forwarded; everything else is answered with 404. */
  readonly path: string;
  /** Where they are forwarded to, without a path. */
  readonly url: string;
}

/**
 * The `application.yaml` of a gateway, for Spring Boot with Spring Cloud Zuul.
 *
 * The path arrives at Envoy as the caller sent it: nothing is stripped, decoded or re-encoded, or the routes
 * that are checked here would not be those that requests meet. `addHostHeader: false` gives the forwarded
 * request the Host of `url`: by that Host the local gateway finds the routes.
 */
export function gatewayConfig({ name, path, url }: GatewayConfigProps): string {
  return toYaml({
    server: { port: GATEWAY_PORTS.http, shutdown: 'graceful' },
    spring: {
      application: { name },
      lifecycle: { 'timeout-per-shutdown-phase': `${DRAIN_SECONDS}s` },
    },
    management: {
      server: { port: GATEWAY_PORTS.management },
      endpoint: { health: { probes: { enabled: true } } },
      endpoints: { web: { exposure: { include: 'health,prometheus' } } },
    },
    zuul: {
      ignoredServices: '*',
      addHostHeader: false,
      decodeUrl: false,
      forceOriginalQueryStringEncoding: true,
      // Zuul would drop Authorization and cookies; the site gateway has judged them, functions need them.
      sensitiveHeaders: '',
      host: {
        connectTimeoutMillis: 2000,
        // Knative ends a request after 300 s; the route's own timeout, where it has one, comes first.
        socketTimeoutMillis: 300000,
        // Every request goes to one host: the bound per route is the bound in all.
        maxTotalConnections: 1000,
        maxPerRouteConnections: 1000,
      },
      routes: { forward: { path, url, stripPrefix: false, retryable: false } },
    },
  });
}
