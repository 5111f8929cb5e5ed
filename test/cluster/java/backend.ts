import { createHash, randomInt } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { freePorts } from '../../mesh/free-ports';
import type { Duplex } from 'node:stream';

/** What the backend was given. */
export interface Arrived {
  readonly method: string;
  /** Path and query, as they came. */
  readonly url: string;
  /** Values by lower-case name, in order. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** Length and SHA-256 of the body. */
  readonly length: number;
  readonly sha256: string;
  /** The body, where it is short. */
  readonly text?: string;
}

const SHORT = 100_000;

/**
 * Stands for everything behind a gateway: Envoy, or a Java service. It answers with what it was given, in JSON; paths that
 * a test has named are answered as that test says.
 */
export class Backend {
  /** The headers and addresses of all requests, the latest last. */
  readonly seen: { readonly method: string; readonly url: string }[] = [];
  private readonly answers = new Map<string, RequestListener>();
  private readonly sockets = new Set<Socket>();
  private upgrades: (request: IncomingMessage, socket: Duplex) => void = (_, socket) => socket.destroy();

  private constructor(
    private readonly server: Server,
    readonly address: string,
    readonly port: number,
  ) {
    server.on('request', (request, response) => {
      this.seen.push({ method: request.method ?? '', url: request.url ?? '' });
      const path = (request.url ?? '').split('?')[0] ?? '';
      (this.answers.get(path) ?? echo)(request, response);
    });
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    server.on('upgrade', (request: IncomingMessage, socket: Duplex) => this.upgrades(request, socket));
  }

  /** Starts one on an address of its own, and on the port of HTTP where this user may. */
  static async start(): Promise<Backend> {
    const address = `127.83.${randomInt(1, 250)}.${randomInt(1, 250)}`;
    const [other = 0] = await freePorts(1);
    for (const port of [80, other]) {
      const server = createServer({ maxHeaderSize: 128 * 1024, requestTimeout: 0, keepAliveTimeout: 60_000 });
      const listens = await new Promise<boolean>((done) => {
        server.once('error', () => done(false));
        server.listen(port, address, () => done(true));
      });
      if (listens) return new Backend(server, address, port);
    }
    throw new Error('no port of the backend can be had');
  }

  /** Says how requests for a path, without a query, are answered. */
  answer(path: string, listener: RequestListener): void {
    this.answers.set(path, listener);
  }

  /** Says how requests are answered that ask for another protocol. */
  upgrade(listener: (request: IncomingMessage, socket: Duplex) => void): void {
    this.upgrades = listener;
  }

  close(): Promise<void> {
    return new Promise((done) => {
      this.server.close(() => done());
      for (const socket of this.sockets) socket.destroy();
    });
  }
}

/** Answers with what it was given. */
const echo: RequestListener = (request, response) => {
  const hash = createHash('sha256');
  let length = 0;
  let text = '';
  request.on('data', (chunk: Buffer) => {
    hash.update(chunk);
    length += chunk.length;
    if (length <= SHORT) text += chunk.toString('latin1');
  });
  request.on('end', () => {
    const arrived: Arrived = {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: headersOf(request.rawHeaders),
      length,
      sha256: hash.digest('hex'),
      text: length <= SHORT ? text : undefined,
    };
    response.setHeader('content-type', 'application/json');
    response.setHeader('x-method', arrived.method);
    response.end(JSON.stringify(arrived));
  });
};

/** Reads names and values that alternate. */
export function headersOf(raw: readonly string[]): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  for (let at = 0; at < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase();
    (headers[name] ??= []).push(raw[at + 1] ?? '');
  }
  return headers;
}
