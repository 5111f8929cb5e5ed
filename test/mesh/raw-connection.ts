import { connect as connectPlain, createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** A backend that answers each connection with its name, as soon as the client has sent something. */
export async function startNamedBackend(
  name: string,
): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.end(name));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { port: (server.address() as AddressInfo).port, server };
}

/** Returns the first bytes that a TLS client sends for a server name: what a gateway with passthrough routes by. */
export function clientHello(serverName: string): Promise<Buffer> {
  return new Promise((done, failed) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', (bytes) => {
        socket.destroy();
        server.close();
        done(bytes);
      });
    });
    server.on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      connectTls({ port, host: '127.0.0.1', servername: serverName, rejectUnauthorized: false }).on(
        'error',
        () => undefined,
      );
    });
  });
}

/**
 * Sends bytes to a port of this machine. Returns what comes back; undefined if the connection ends without an answer.
 * @param refused what is returned where nothing listens
 */
export function answerTo(
  port: number,
  bytes: Buffer | string,
  host = '127.0.0.1',
  refused?: string,
): Promise<string | undefined> {
  return new Promise((done) => {
    let text = '';
    let none: string | undefined;
    const socket = connectPlain({ port, host }, () => socket.write(bytes));
    socket.setEncoding('utf8');
    socket.setTimeout(5_000, () => socket.destroy());
    socket.on('data', (chunk: string) => (text += chunk));
    socket.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'ECONNREFUSED') none = refused;
      socket.destroy();
    });
    socket.on('close', () => done(text === '' ? none : text));
  });
}
