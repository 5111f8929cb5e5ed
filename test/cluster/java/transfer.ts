import { createHash, type Hash } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Arrived, Backend } from './backend';

const PART = 1024 * 1024;

/** What arrived of a long body. */
interface Transferred {
  readonly length: number;
  /** Whether it is, byte for byte, what was sent. */
  readonly sameHash: boolean;
}

/** Parts of a long body, each with its number in it; what is sent is counted in the hash. */
function* parts(bytes: number, hash: Hash): Generator<Buffer> {
  for (let sent = 0; sent < bytes; sent += PART) {
    const part = Buffer.alloc(Math.min(PART, bytes - sent), `${sent} `);
    hash.update(part);
    yield part;
  }
}

/** Sends a body through a gateway to the backend's echo. */
export async function upload(port: number, path: string, bytes: number): Promise<Transferred> {
  const hash = createHash('sha256');
  const headers = { 'content-type': 'application/octet-stream', 'content-length': bytes };
  const request = httpRequest({ port, host: '127.0.0.1', method: 'PUT', path, headers });
  const answer = new Promise<IncomingMessage>((done, failed) =>
    request.on('response', done).on('error', failed),
  );
  await pipeline(Readable.from(parts(bytes, hash)), request);
  let text = '';
  for await (const part of await answer) text += String(part);
  const { length, sha256 } = JSON.parse(text) as Arrived;
  return { length, sameHash: sha256 === hash.digest('hex') };
}

/** Asks the backend for a body through a gateway. */
export async function download(
  backend: Backend,
  port: number,
  path: string,
  bytes: number,
): Promise<Transferred> {
  const sent = createHash('sha256');
  backend.answer(path, (_, response) => {
    response.writeHead(200, { 'content-length': bytes });
    void pipeline(Readable.from(parts(bytes, sent)), response);
  });
  const answer = await new Promise<IncomingMessage>((done, failed) => {
    httpRequest({ port, host: '127.0.0.1', path }, done).on('error', failed).end();
  });
  const hash = createHash('sha256');
  let length = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    hash.update(part);
    length += part.length;
  }
  return { length, sameHash: hash.digest('hex') === sent.digest('hex') };
}
