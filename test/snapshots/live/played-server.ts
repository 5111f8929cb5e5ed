import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KubeConfig } from '@kubernetes/client-node';
import { apiServer, LIVE_RESOURCES, type ApiServer, type LiveResource } from '../../../snapshots/live';

/** A request as a played API server got it. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

/** What it answers. */
export interface Played {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a text as it is; `reset` breaks the connection, `half` in the middle of the answer. */
  readonly body: object | string;
  readonly breaks?: 'reset' | 'half';
}

/** Plays an API server: a real HTTP server, and the requests that it got. */
export class PlayedServer {
  readonly requests: Request[] = [];
  private readonly server: Server;

  /** @param play the answer to a request; `seen` is how often its path was asked for before */
  constructor(play: (request: Request, seen: number) => Played) {
    this.server = createServer((asked, answer) => {
      const url = new URL(asked.url ?? '', 'http://server');
      const { method = '', headers } = asked;
      const request = { method, path: url.pathname, query: url.searchParams, headers };
      const seen = this.requests.filter(({ path }) => path === request.path).length;
      this.requests.push(request);
      const { status = 200, headers: given = {}, body, breaks } = play(request, seen);
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      if (breaks === 'reset') asked.socket.resetAndDestroy();
      else if (breaks === 'half') {
        answer.writeHead(status, { 'content-length': String(text.length) });
        answer.write(text.slice(0, text.length / 2), () => asked.socket.resetAndDestroy());
      } else answer.writeHead(status, given).end(text);
    });
  }

  /** Starts it, and opens it as a context of a kubeconfig does. */
  async open(prefix = ''): Promise<ApiServer> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return apiServer(contextOf(`${this.address}${prefix}`));
  }

  /** Where it listens, once it is open. */
  get address(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

/** What is asked of a kubeconfig: the client library is a module that Jest does not load. */
export function contextOf(server: string, logIn: () => Promise<void> = () => Promise.resolve()): KubeConfig {
  const config = {
    getCurrentCluster: () => ({ name: 'played', server, skipTLSVerify: false }),
    async applyToHTTPSOptions(options: { headers?: Record<string, string> }) {
      await logIn();
      options.headers = { ...options.headers, authorization: 'Bearer of-a-test' };
    },
  };
  return config as unknown as KubeConfig;
}

/** The API groups of a server that serves all that is read, in the version `v1`. */
export function apis(without: readonly string[] = []): object {
  const names = new Set(LIVE_RESOURCES.map(({ group }) => group));
  const groups = [...names].filter((name) => name !== '' && !without.includes(name));
  return {
    kind: 'APIGroupList',
    groups: groups.map((name) => ({ name, preferredVersion: { groupVersion: `${name}/v1` } })),
  };
}

/** The kind, and the namespace, that a path asks for. */
export function askedOf(
  path: string,
): { readonly resource: LiveResource; readonly namespace?: string } | undefined {
  const match = /^\/(?:api|apis\/([^/]+))\/v1\/(?:namespaces\/([^/]+)\/)?([a-z]+)$/.exec(path);
  if (match === null) return undefined;
  const [, group = '', namespace, plural] = match;
  const resource = LIVE_RESOURCES.find((one) => one.group === group && one.plural === plural);
  return resource === undefined ? undefined : { resource, namespace };
}

/** A list as an API server gives it: its items do not say what they are. */
export function listOf(kind: string, items: readonly object[], next?: string): object {
  return { kind: `${kind}List`, apiVersion: 'v1', metadata: { continue: next }, items };
}
