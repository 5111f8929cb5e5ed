import type { GatewayKind } from '../base';
import type { Registry } from '../inventory';
import { toYaml } from '../manifests';
import { registration } from './gateway-registration';
import { springCloudGateway } from './spring-cloud-gateway-config';
import { zuul } from './zuul-config';

/** Ports on which the Java gateways listen. */
export const GATEWAY_PORTS = { http: 8080, management: 8081 } as const;

/** Where the management port has the metrics for Prometheus. */
export const PROMETHEUS_PATH = '/actuator/prometheus';

/** How a Prometheus that reads annotations finds the metrics of a pod. */
export const SCRAPE_ANNOTATIONS = {
  'prometheus.io/scrape': 'true',
  'prometheus.io/port': String(GATEWAY_PORTS.management),
  'prometheus.io/path': PROMETHEUS_PATH,
} as const;

/** Seconds that Spring waits for open requests after SIGTERM. */
export const DRAIN_SECONDS = 30;

export interface GatewayConfigProps {
  /** What its image runs. */
  readonly kind: GatewayKind;
  /** Name of the gateway, for its logs. */
  readonly name: string;
  /** Ant patterns of the paths that are forwarded; everything else is answered with 404. */
  readonly paths: readonly string[];
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

/** What a gateway's `application.yaml` says in its program's own words: of the server, of `spring`, of `spring.cloud`, and what stands beside them. */
export interface ProgramConfig {
  readonly server: object;
  readonly spring: object;
  readonly cloud: object;
  readonly beside: object;
}

/**
 * The `application.yaml` of a gateway, for Spring Boot with Spring Cloud Zuul or Spring Cloud Gateway.
 *
 * A request arrives as the caller sent it, as far as the program lets it: nothing of it is stripped, decoded, cut or encoded again, and
 * bodies pass while they come. The forwarded request has the Host of `url`: by that Host the local gateway finds the
 * routes. What arrives, and what cannot be configured, was measured on both programs: docs/conformance.md.
 */
export function gatewayConfig(props: GatewayConfigProps): string {
  const { kind, name, registry, hasMetrics } = props;
  const program = kind === 'zuul' ? zuul(props) : springCloudGateway(props);
  const registered = registration(registry);
  const cloud = { ...program.cloud, ...registered.cloud };
  return toYaml({
    server: {
      port: GATEWAY_PORTS.http,
      shutdown: 'graceful',
      // In a cluster, Spring Boot would take the callers' addresses from X-Forwarded-For, and cut that.
      'forward-headers-strategy': 'none',
      ...program.server,
    },
    spring: {
      application: { name },
      lifecycle: { 'timeout-per-shutdown-phase': `${DRAIN_SECONDS}s` },
      ...program.spring,
      cloud: Object.keys(cloud).length > 0 ? cloud : undefined,
    },
    ...registered.beside,
    management: {
      server: { port: GATEWAY_PORTS.management },
      endpoint: { health: { probes: { enabled: true } } },
      endpoints: { web: { exposure: { include: hasMetrics ? 'health,prometheus' : 'health' } } },
    },
    ...program.beside,
  });
}
