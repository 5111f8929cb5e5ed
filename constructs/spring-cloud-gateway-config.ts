import type { GatewayConfigProps, ProgramConfig } from './gateway-config';
import { GATEWAY_THREADS } from '../inventory';
import { CONNECT_MILLISECONDS, HOP_BY_HOP, MAX_HEADER_SIZE } from './gateway-limits';

/** How Spring Cloud Gateway is configured: of 2025.0 and newer, with WebFlux and Reactor Netty. */
export function springCloudGateway({ paths, url, timeout }: GatewayConfigProps): ProgramConfig {
  const httpclient = {
    'connect-timeout': CONNECT_MILLISECONDS,
    // Longer than what is behind it, so that the function's own end comes first.
    'response-timeout': `${timeout}s`,
    'max-header-size': MAX_HEADER_SIZE,
    pool: {
      type: 'fixed',
      'max-connections': GATEWAY_THREADS,
      'acquire-timeout': CONNECT_MILLISECONDS,
      // Sooner than servers end connections that are idle: Tomcat after 20 s.
      'max-idle-time': '10s',
    },
  };
  const webflux = {
    httpclient,
    // As the site gateway wrote them. With these filters, the address of the first client would be appended once more.
    'x-forwarded': { enabled: false },
    forwarded: { enabled: false },
    filter: { 'remove-hop-by-hop': { headers: ['Connection', 'Transfer-Encoding', ...HOP_BY_HOP] } },
    // Without a pattern there is no predicate to write, and no route.
    routes: paths.length === 0 ? [] : [{ id: 'forward', uri: url, predicates: [`Path=${paths.join(',')}`] }],
  };
  return {
    server: {
      'max-http-request-header-size': MAX_HEADER_SIZE,
      netty: { 'max-initial-line-length': MAX_HEADER_SIZE },
    },
    spring: {},
    cloud: { gateway: { server: { webflux } } },
    beside: {},
  };
}
