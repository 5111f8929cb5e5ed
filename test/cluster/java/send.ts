import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { headersOf, type Arrived } from './backend';

/** A request as a client sends it; nothing of the path is changed or encoded. */
export interface Sent {
  /** @default 'GET' */
  readonly method?: string;
  /** The path with its query. */
  readonly path: string;
  /** @default {} */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** Its parts are sent one by one; with one, its length is said. @default - none */
  readonly body?: string | readonly string[];
  /** Milliseconds after which the client gives up. @default 20,000 */
  readonly patience?: number;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  /** Values by lower-case name, in order. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
  /** Whether `100 Continue` came first. */
  readonly continued: boolean;
}

/** Sends a request to a port of this machine, each on a connection of its own. */
export function send(
  port: number,
  { method = 'GET', path, headers, body, patience = 20_000 }: Sent,
): Promise<Answer> {
  return new Promise((done, failed) => {
    const agent = new Agent({ keepAlive: false });
    const request = httpRequest({ port, host: '127.0.0.1', method, path, headers, agent });
    let continued = false;
    request.setTimeout(patience, () => request.destroy(new Error(`no answer to ${method} ${path}`)));
    request.on('continue', () => (continued = true));
    request.on('error', failed);
    request.on('response', (response) => {
      readBody(response).then(
        (text) =>
          done({
            status: response.statusCode ?? 0,
            headers: headersOf(response.rawHeaders),
            body: text,
            continued,
          }),
        failed,
      );
    });
    if (body === undefined) request.end();
    else if (typeof body === 'string') request.end(body);
    else {
      for (const part of body) request.write(part);
      request.end();
    }
  });
}

/** Sends a request and returns what arrived at the backend. */
export async function arrived(port: number, sent: Sent): Promise<Arrived> {
  const { status, body } = await send(port, sent);
  if (status !== 200)
    throw new Error(`${status} for ${sent.method ?? 'GET'} ${sent.path}: ${body.slice(0, 300)}`);
  return JSON.parse(body) as Arrived;
}

async function readBody(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
