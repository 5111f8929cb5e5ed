import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a backend was given. */
export interface Echo {
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The header in which a backend says which host a request was for; answers to HEAD have nothing else. */
export const REACHED_HEADER = 'x-reached';

/** How long a backend waits before it answers a path that contains this, in milliseconds. */
export const SLOW = { mark: 'slow', milliseconds: 1500 };

/** A path that contains this is broken off when it is asked for the first time. */
export const FLAKY = 'flaky';

/** Stands for everything behind the first pass: it answers with what it was given. */
export async function startEchoBackend(): Promise<{ readonly port: number; readonly server: Server }> {
  const broken = new Set<string>();
  const server = createServer(({ headers, url = '', socket }, response) => {
    if (url.includes(FLAKY) && !broken.has(url)) {
      broken.add(url);
      socket.destroy();
      return;
    }
    response.setHeader(REACHED_HEADER, headers.host ?? '');
    const echo = JSON.stringify({ host: headers.host, path: url, headers });
    const answer = () => response.end(echo);
    if (url.includes(SLOW.mark)) setTimeout(answer, SLOW.milliseconds);
    else answer();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { port: (server.address() as AddressInfo).port, server };
}

/** The Service that routes lead to, as istiod is reported of it: a name for the backend. */
export function serviceEntry(host: string, port: number): object {
  const [name = '', namespace = ''] = host.split('.');
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name, namespace },
    spec: {
      hosts: [host],
      ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
      location: 'MESH_EXTERNAL',
      resolution: 'STATIC',
      endpoints: [{ address: '127.0.0.1', ports: { http: port } }],
    },
  };
}
