import { createHash } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** Every server proves with it that it speaks the protocol (RFC 6455, section 1.3). */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** A text of fewer than 126 bytes as one frame; clients must mask theirs (RFC 6455, section 5.2), for which zeros will do. */
function frame(text: string, from: 'client' | 'server'): Buffer {
  const bytes = Buffer.from(text);
  const head = from === 'client' ? [0x81, 0x80 | bytes.length, 0, 0, 0, 0] : [0x81, bytes.length];
  return Buffer.concat([Buffer.from(head), bytes]);
}

/** The text of a short frame, unmasked. */
function textOf(bytes: Buffer): string {
  const length = (bytes[1] ?? 0) & 0x7f;
  const isMasked = ((bytes[1] ?? 0) & 0x80) !== 0;
  const mask = isMasked ? bytes.subarray(2, 6) : Buffer.alloc(4);
  const start = isMasked ? 6 : 2;
  return Buffer.from(
    bytes.subarray(start, start + length).map((byte, at) => byte ^ (mask[at % 4] ?? 0)),
  ).toString();
}

/** Takes a connection over and answers the first text with the same in capital letters. */
export function acceptWebSocket({ headers }: IncomingMessage, socket: Duplex): void {
  const accept = createHash('sha1').update(`${headers['sec-websocket-key']}${GUID}`).digest('base64');
  const lines = ['HTTP/1.1 101 Switching Protocols', 'upgrade: websocket', 'connection: Upgrade'];
  socket.on('error', () => socket.destroy());
  socket.write([...lines, `sec-websocket-accept: ${accept}`, '', ''].join('\r\n'));
  socket.once('data', (bytes: Buffer) => socket.write(frame(textOf(bytes).toUpperCase(), 'server')));
}

/** Asks for a WebSocket and sends a text. Returns the text that comes back, or the status where the protocol stays HTTP. */
export function askWebSocket(port: number, path: string, text: string): Promise<string | number> {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.alloc(16).toString('base64'),
  };
  return new Promise((done, failed) => {
    const request = httpRequest({ port, host: '127.0.0.1', path, headers });
    request.setTimeout(10_000, () => request.destroy(new Error('no answer')));
    request.on('error', failed);
    request.on('response', (response) => {
      response.resume();
      done(response.statusCode ?? 0);
    });
    request.on('upgrade', (_, socket) => {
      socket.once('data', (bytes: Buffer) => {
        done(textOf(bytes));
        socket.destroy();
      });
      socket.write(frame(text, 'client'));
    });
    request.end();
  });
}
