import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives Envoy one certificate under any name, as the agent beside it does in a cluster. */
export interface SecretServer {
  readonly port: number;
  stop(): void;
}

const SECRET = 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret';

/** Starts a server of Envoy's secret discovery service. Its certificate signs itself. */
export async function startSecretServer(): Promise<SecretServer> {
  const { key, certificate } = selfSigned();
  const server: Http2Server = createServer();
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream: ServerHttp2Stream) => {
    stream.on('error', () => undefined);
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
    let received = Buffer.alloc(0);
    stream.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      // A message of gRPC: a flag, the length in four bytes, and the message.
      while (received.length >= 5 && received.length >= 5 + received.readUInt32BE(1)) {
        const end = 5 + received.readUInt32BE(1);
        const { names, isAnswer } = readRequest(received.subarray(5, end));
        received = received.subarray(end);
        if (!isAnswer) stream.write(framed(response(names, certificate, key)));
      }
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      for (const session of sessions) session.destroy();
      server.close();
    },
  };
}

function selfSigned(): { readonly key: Buffer; readonly certificate: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'kfaas-certificate-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  try {
    const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    const files = ['-keyout', key, '-out', certificate];
    execFileSync('openssl', ['req', '-x509', ...made, '-subj', '/CN=kfaas.test', ...files], {
      stdio: 'pipe',
    });
    return { key: readFileSync(key), certificate: readFileSync(certificate) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads a DiscoveryRequest: field 3 has the names, and field 5 is there where it answers a response. */
function readRequest(message: Buffer): { readonly names: readonly string[]; readonly isAnswer: boolean } {
  const names: string[] = [];
  let isAnswer = false;
  for (let at = 0; at < message.length;) {
    const tag = readVarint(message, at);
    const length = readVarint(message, tag.next);
    const field = tag.value >>> 3;
    // All fields that Envoy sends have a length.
    const content = message.subarray(length.next, length.next + length.value);
    if (field === 3) names.push(content.toString());
    if (field === 5 && content.length > 0) isAnswer = true;
    at = length.next + length.value;
  }
  return { names, isAnswer };
}

function readVarint(bytes: Buffer, start: number): { readonly value: number; readonly next: number } {
  let value = 0;
  let at = start;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at] ?? 0;
    at += 1;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value, next: at };
  }
}

/** A DiscoveryResponse with a Secret for each name. */
function response(names: readonly string[], certificate: Buffer, key: Buffer): Buffer {
  const inline = (bytes: Buffer) => field(2, bytes);
  const secrets = names.map((name) => {
    const pair = Buffer.concat([field(1, inline(certificate)), field(2, inline(key))]);
    const secret = Buffer.concat([field(1, name), field(2, pair)]);
    return field(2, Buffer.concat([field(1, SECRET), field(2, secret)]));
  });
  return Buffer.concat([field(1, '1'), ...secrets, field(4, SECRET), field(5, '1')]);
}

/** A field of a protocol buffer that has a length. */
function field(number: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  const length: number[] = [];
  for (let rest = bytes.length; ; rest >>>= 7) {
    length.push(rest < 0x80 ? rest : (rest & 0x7f) | 0x80);
    if (rest < 0x80) break;
  }
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), bytes]);
}

function framed(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
