import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { POD_HEADER, type Received } from './functions';
import type { Endpoint } from './service-proxy';

/** A request to an address of the cluster. */
export interface Sent {
  readonly method?: string;
  /** The path with its query, as it goes over the wire. */
  readonly path: string;
  readonly host: string;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Its body, sent in chunks.
   * @default - none
   */
  readonly body?: Buffer;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const agent = new Agent({ keepAlive: true });

/** Sends a request over a connection that is kept. Fails where the connection breaks, or nothing comes for 30 s. */
export function send(
  { address, port }: Endpoint,
  { method = 'GET', path, host, headers = {}, body }: Sent,
): Promise<Answer> {
  return new Promise((done, failed) => {
    // Node.js alone would send the body of a DELETE without saying where it ends.
    const framing = body === undefined ? {} : { 'transfer-encoding': 'chunked' };
    const all = { ...headers, ...framing, host };
    const options = { host: address, port, method, path, headers: all, agent };
    const sent = request({ ...options, timeout: 30_000 }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', failed);
      response.on('end', () =>
        done({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer to ${method} ${path}`)));
    sent.on('error', failed);
    sent.end(body);
  });
}

/** What a function was given of a request. Fails where it does not answer. */
export async function received(to: Endpoint, sent: Sent): Promise<Received> {
  const { status, body } = await send(to, sent);
  if (status !== 200) throw new Error(`${status} for ${sent.path}: ${body}`);
  return JSON.parse(body) as Received;
}

/** Who answers a request: the address of a function's Pod, `nobody` for 404, or the status of what else happens. */
export async function answeredBy(to: Endpoint, sent: Sent): Promise<string> {
  const { status, headers } = await send(to, sent);
  const pod = headers[POD_HEADER];
  if (status === 404) return 'nobody';
  return status === 200 && typeof pod === 'string' ? pod : `status ${status}`;
}
