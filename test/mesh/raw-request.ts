import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** A request as it goes over the wire; nothing of it is changed, checked or encoded. */
export interface RawRequest {
  readonly method: string;
  /** The path with its query. */
  readonly path: string;
  readonly host: string;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * The server name that it is encrypted for; any certificate will do.
   * @default - it is not encrypted
   */
  readonly serverName?: string;
}

/** What came back. */
export interface RawResponse {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends one HTTP/1.1 request to a port of this machine. */
export function sendRaw(
  port: number,
  { method, path, host, headers = {}, serverName }: RawRequest,
): Promise<RawResponse> {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `host: ${host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    'connection: close',
    '',
    '',
  ];
  return new Promise((done, failed) => {
    const at = { port, host: '127.0.0.1' };
    const send = () => socket.write(lines.join('\r\n'));
    const socket =
      serverName === undefined
        ? connect(at, send)
        : connectTls({ ...at, servername: serverName, rejectUnauthorized: false }, send);
    let text = '';
    socket.setEncoding('utf8');
    socket.setTimeout(10_000, () => socket.destroy(new Error(`no answer to ${method} ${path}`)));
    socket.on('data', (chunk: string) => {
      text += chunk;
      const response = whole(text, method);
      if (response === undefined) return;
      // Envoy keeps the connection for a second after it has said that it closes it.
      socket.destroy();
      done(response);
    });
    socket.on('error', failed);
    socket.on('close', () => failed(new Error(`the answer to ${method} ${path} breaks off`)));
  });
}

/** The response, once all of it is there. */
function whole(text: string, method: string): RawResponse | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? Number.NaN);
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  const body = text.slice(end + 4);
  if (method === 'HEAD') return { status, headers, body };
  if (headers['transfer-encoding'] === 'chunked') {
    return body.endsWith('0\r\n\r\n') ? { status, headers, body: unchunked(body) } : undefined;
  }
  return Buffer.byteLength(body) >= Number(headers['content-length'] ?? 0)
    ? { status, headers, body }
    : undefined;
}

function unchunked(body: string): string {
  let text = '';
  for (let rest = body; rest !== '';) {
    const end = rest.indexOf('\r\n');
    const size = Number.parseInt(rest.slice(0, end), 16);
    if (end === -1 || !(size > 0)) break;
    text += rest.slice(end + 2, end + 2 + size);
    rest = rest.slice(end + 4 + size);
  }
  return text;
}
