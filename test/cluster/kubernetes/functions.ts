import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** The port of a function's Pod: the one of Knative's queue-proxy. */
export const FUNCTION_PORT = 8012;

/** The header in which a function tells the address of its Pod; answers to HEAD have nothing else. */
export const POD_HEADER = 'x-pod';

/** The header that says how long a function waits before it answers, in milliseconds. */
export const WAIT_HEADER = 'x-wait';

/** The header that names Pods, by their addresses and separated by commas, that answer with 500. */
export const FAILING_HEADER = 'x-failing';

/** What a function was given, as it tells it. */
export interface Received {
  /** The address of the Pod that answered. */
  readonly pod: string;
  readonly method: string;
  /** The path with its query. */
  readonly path: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: { readonly bytes: number; readonly sha256: string };
}

/** The Pods of all functions: one server that takes every address, and tells what it was given and at which one. */
export async function startFunctions(): Promise<{ stop(): void }> {
  const server = createServer((request, response) => void answer(request, response));
  // Envoy keeps connections: none of them ends under a request.
  server.keepAliveTimeout = 3_600_000;
  await new Promise<void>((done) => server.listen(FUNCTION_PORT, '0.0.0.0', done));
  return {
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      hash.update(chunk);
    }
  } catch {
    // The caller left: nobody waits for an answer.
    return;
  }
  const pod = request.socket.localAddress ?? '';
  const wait = Number(request.headers[WAIT_HEADER] ?? 0);
  if (wait > 0) await new Promise((done) => setTimeout(done, wait));
  const received: Received = {
    pod,
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    body: { bytes, sha256: hash.digest('hex') },
  };
  const failing = String(request.headers[FAILING_HEADER] ?? '').split(',');
  if (failing.includes(pod)) response.statusCode = 500;
  response.setHeader(POD_HEADER, pod);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(received));
}
