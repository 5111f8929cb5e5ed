import fc from 'fast-check';
import { OLD, prefix, YOUNG } from '../routing/contract-builders';
import { bound, gateway, to } from '../routing/gateway-builders';

/** Files that only the names of the certificates are taken from. */
const TLS = { mode: 'SIMPLE', serverCertificate: '/certificate.pem', privateKey: '/key.pem' };

/** The hosts that servers have, of several VirtualServices and namespaces. */
const SERVER_HOSTS = ['*', '*.com', 'a.com', 'b.com', 't/a.com', 'u/*.com', '*.net'];
const NAMES = ['i/one', 't/two'];

/**
 * Meshes of two Gateways of one workload with HTTPS servers on two ports, and plain ones on a third of which some redirect.
 * @param ports the ports of servers; those that are there more often are drawn more often
 */
export function httpsMeshes(ports: readonly number[]) {
  const created = fc.constantFrom(OLD, YOUNG);
  const hosts = fc.uniqueArray(fc.constantFrom(...SERVER_HOSTS), { minLength: 1, maxLength: 2 });
  const server = fc.tuple(fc.constantFrom(...ports), hosts, fc.boolean());
  const gateways = fc.tuple(
    ...NAMES.map((name) =>
      fc.tuple(fc.array(server, { minLength: 1, maxLength: 3 }), created).map(([servers, at]) =>
        gateway(
          name,
          servers.map(([number, served, redirects], index) => ({
            // The names of ports are unique in a Gateway, and those of two Gateways are the same.
            port: { number, name: `p${index}`, protocol: number === 80 ? 'HTTP' : 'HTTPS' },
            hosts: served,
            ...(number !== 80 ? { tls: TLS } : redirects ? { tls: { httpsRedirect: true } } : {}),
          })),
          { created: at },
        ),
      ),
    ),
  );
  const rule = fc
    .tuple(
      fc.constantFrom('/', '/a', '/b'),
      fc.constantFrom<object>({}, {}, {}, { port: ports[0] ?? 443 }, { gateways: ['i/one'] }),
      fc.constantFrom('p', 'q'),
    )
    .map(([path, more, host]) => to(host, prefix(path, more)));
  const virtualServices = fc.tuple(
    ...['t/x', 'u/y', 'u/z'].map((name) =>
      fc
        .tuple(
          fc.constantFrom(['*'], ['*.com'], ['a.com'], ['b.com'], ['a.com', '*.net']),
          fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 2 }),
          fc.array(rule, { minLength: 1, maxLength: 2 }),
          created,
        )
        .map(([of, on, http, creationTimestamp]) => {
          const { metadata, ...rest } = bound(name, of, on, ...http) as { readonly metadata: object };
          return { ...rest, metadata: { ...metadata, creationTimestamp } };
        }),
    ),
  );
  return fc.record({ gateways, virtualServices });
}

type Headers = Readonly<Record<string, string>>;

const NO_HEADERS: Headers = {};
const BY_HTTPS: Headers = { 'x-forwarded-proto': 'https' };

const HOSTS = ['a.com', 'b.com', 'c.com', 'a.net'];

/** Requests to each port and host; to HTTPS servers also for the server name of another host. */
export const HTTPS_REQUESTS = [443, 8443, 80].flatMap((port) =>
  HOSTS.flatMap((host, at) =>
    ['/a', '/c'].flatMap((path) => {
      const request = { method: 'GET', host, path, headers: NO_HEADERS, port };
      // What a client says of how its request came counts where it is a trusted proxy.
      if (port === 80) return [request, { ...request, headers: BY_HTTPS }];
      const others = [HOSTS[(at + 1) % HOSTS.length], HOSTS[(at + 2) % HOSTS.length]];
      return [host, ...others].map((serverName = host) => ({ ...request, serverName }));
    }),
  ),
);
