import type { Registry } from '../inventory';

/** What a gateway's `application.yaml` says of the registry: part of `spring.cloud`, and what stands beside `spring`. */
export interface Registration {
  readonly cloud: object;
  readonly beside: object;
}

/**
 * How a gateway registers itself, for Spring Cloud's clients of Eureka (`spring-cloud-starter-netflix-eureka-client`) and
 * Nacos (`spring-cloud-starter-alibaba-nacos-discovery`): by the address of its pod and under `spring.application.name`, which
 * is the name of its Service. It asks the registry for nothing: what it forwards has a URL.
 */
export function registration(registry: Registry | undefined): Registration {
  if (registry === undefined) return { cloud: {}, beside: {} };
  if (registry.kind === 'eureka') {
    const client = {
      serviceUrl: { defaultZone: registry.servers.join(',') },
      fetchRegistry: false,
      // Until the gateway is ready, and from its shutdown on, it is not UP.
      healthcheck: { enabled: true },
    };
    return { cloud: {}, beside: { eureka: { client, instance: { preferIpAddress: true } } } };
  }
  const { servers, nacosNamespace, group } = registry;
  const discovery = { serverAddr: servers.join(','), namespace: nacosNamespace, group };
  return { cloud: { nacos: { discovery } }, beside: {} };
}
