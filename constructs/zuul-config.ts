import type { GatewayConfigProps, ProgramConfig } from './gateway-config';
import { GATEWAY_THREADS } from '../inventory';
import { CONNECT_MILLISECONDS, HOP_BY_HOP, MAX_HEADER_SIZE } from './gateway-limits';

/** Characters that clients leave unescaped although RFC 3986 does not allow them. Tomcat answers them with 400, Envoy takes them. */
const UNESCAPED = Array.from('"<>[\\]^`{|}');

/**
 * Where Zuul's own failures are answered from, inside of it. It is no route: with the usual `/error`, the egress gateway, whose route takes
 * every path, would send a failed request on once more, to the Java platform's `/error`, and pass that answer.
 */
const ERROR_PATH = '/gateway-error';

/** Properties of the JVM without which Tomcat 9 answers paths with `%2F`, `%5C` or a backslash with 400. */
export const TOMCAT_PROPERTIES = {
  'org.apache.tomcat.util.buf.UDecoder.ALLOW_ENCODED_SLASH': 'true',
  'org.apache.catalina.connector.CoyoteAdapter.ALLOW_BACKSLASH': 'true',
} as const;

/** How Spring Cloud Zuul is configured: of Hoxton, with Spring Boot 2.3 and Tomcat 9. */
export function zuul({ paths, url, timeout, hasThreadMetrics = false }: GatewayConfigProps): ProgramConfig {
  return {
    server: {
      'max-http-header-size': MAX_HEADER_SIZE,
      tomcat: {
        threads: { max: GATEWAY_THREADS },
        ...(hasThreadMetrics ? { mbeanregistry: { enabled: true } } : {}),
        'relaxed-path-chars': UNESCAPED,
        'relaxed-query-chars': UNESCAPED,
      },
    },
    spring: {
      // Spring would read uploads first, and take no more than 1 MB.
      servlet: { multipart: { enabled: false } },
      // It would read the forms of PUT, PATCH and DELETE, and Zuul wait for them for ever.
      mvc: { formcontent: { filter: { enabled: false } } },
    },
    cloud: {},
    beside: {
      error: { path: ERROR_PATH },
      zuul: {
        // As a filter it passes bodies on while they come; as a servlet at its usual path it answers 200 where there is no route.
        servletPath: '/',
        useFilter: true,
        ignoredServices: '*',
        ignoredPatterns: ERROR_PATH,
        addHostHeader: false,
        decodeUrl: false,
        removeSemicolonContent: false,
        forceOriginalQueryStringEncoding: true,
        setContentLength: true,
        // Zuul would drop Authorization and cookies, which callers and services of both platforms exchange.
        sensitiveHeaders: '',
        ignoredHeaders: HOP_BY_HOP,
        // Both read forms before they are sent on.
        FormBodyWrapperFilter: { pre: { disable: true } },
        DebugFilter: { pre: { disable: true } },
        host: {
          connectTimeoutMillis: CONNECT_MILLISECONDS,
          connectionRequestTimeoutMillis: CONNECT_MILLISECONDS,
          // Longer than what is behind it, so that the function's own end comes first.
          socketTimeoutMillis: timeout * 1000,
          // Every request goes to one host: the bound per route is the bound in all.
          maxTotalConnections: GATEWAY_THREADS,
          maxPerRouteConnections: GATEWAY_THREADS,
        },
        routes: routesOf(paths, url),
      },
    },
  };
}

/** A route for each pattern; their names mean nothing. */
function routesOf(paths: readonly string[], url: string) {
  const nameOf = (index: number) => (paths.length === 1 ? 'forward' : `forward-${index + 1}`);
  return Object.fromEntries(
    paths.map((path, index) => [nameOf(index), { path, url, stripPrefix: false, retryable: false }]),
  );
}
