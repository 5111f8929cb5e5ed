import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { Backend } from './backend';
import { describeGateways } from './gateway-kinds';
import { GatewayProcess } from './gateway-process';
import { arrived, send } from './send';
import { download, upload } from './transfer';

const MiB = 1024 * 1024;
const X = '/faas/api/x';

const until = async (holds: () => boolean, milliseconds = 10_000) => {
  for (const end = Date.now() + milliseconds; !holds() && Date.now() < end;) await pause(50);
  return holds();
};
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

describeGateways((kind) => {
  let backend: Backend;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    backend = await Backend.start();
    gateway = await GatewayProcess.start({ kind, direction: 'ingress', backend });
    await gateway.ready();
  }, 180_000);
  afterAll(async () => {
    await gateway.remove();
    await backend.close();
  });

  test('400 requests are open at once, each with a body, inside the memory limit', async () => {
    const open: (() => void)[] = [];
    backend.answer('/faas/api/held', (request, response) => {
      request.resume();
      request.on('end', () => open.push(() => response.end('done')));
    });
    const headers = { cookie: 'a'.repeat(20_000), 'content-type': 'application/octet-stream' };
    const sent = Array.from({ length: 400 }, () =>
      send(gateway.port, {
        method: 'POST',
        path: '/faas/api/held',
        headers,
        body: 'b'.repeat(100_000),
        patience: 50_000,
      }),
    );
    const all = await until(() => open.length === 400, 40_000);
    open.forEach((answer) => answer());
    const statuses = (await Promise.all(sent)).map(({ status }) => status);
    expect(all).toBe(true);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    report(`${kind}: 400 requests at once, peak ${gateway.peakMemory()} of ${gateway.memory} MiB`);
    expect(gateway.peakMemory()).toBeLessThan(gateway.memory);
  });

  test('three uploads of 300 MiB at once, and 1 GiB up and down, inside the memory limit', async () => {
    const start = Date.now();
    const three = await Promise.all([1, 2, 3].map(() => upload(gateway.port, X, 300 * MiB)));
    expect(three.map(({ length }) => length)).toEqual([300 * MiB, 300 * MiB, 300 * MiB]);
    const threeSeconds = (Date.now() - start) / 1000;
    const up = await upload(gateway.port, X, 1024 * MiB);
    expect(up).toEqual({ length: 1024 * MiB, sameHash: true });
    const upSeconds = (Date.now() - start) / 1000 - threeSeconds;
    const down = await download(backend, gateway.port, '/faas/api/large', 1024 * MiB);
    expect(down).toEqual({ length: 1024 * MiB, sameHash: true });
    const downSeconds = (Date.now() - start) / 1000 - threeSeconds - upSeconds;
    const seconds = [threeSeconds, upSeconds, downSeconds].map((one) => one.toFixed(1)).join(', ');
    report(`${kind}: 3 × 300 MiB up, 1 GiB up, 1 GiB down in ${seconds} s, peak ${gateway.peakMemory()} MiB`);
    expect(gateway.peakMemory()).toBeLessThan(gateway.memory);
    expect(await gateway.probe('liveness')).toBe(200);
  }, 180_000);

  test('a slow client: each part passes while the next is not sent', async () => {
    const parts: string[] = [];
    backend.answer('/faas/api/slow', (request, response) => {
      request.on('data', (chunk: Buffer) => parts.push(chunk.toString()));
      request.on('end', () => response.end('done'));
    });
    const headers = { 'content-type': 'text/plain', 'transfer-encoding': 'chunked' };
    const client = httpRequest({ port: gateway.port, method: 'POST', path: '/faas/api/slow', headers });
    const status = new Promise((done) => client.on('response', ({ statusCode }) => done(statusCode)));
    // More than the buffers on the way hold: Zuul's client sends in parts of 8 KiB.
    client.write('a'.repeat(64 * 1024));
    expect(await until(() => parts.join('').length >= 32 * 1024)).toBe(true);
    client.end('b');
    expect(await status).toBe(200);
    expect(parts.join('')).toBe(`${'a'.repeat(64 * 1024)}b`);
  });

  test.each([
    ['20 KB', 20_000, true],
    // Zuul fills a buffer of Tomcat's, 8 KB, before it sends: server-sent events come late, and all at once.
    ['a few bytes', 10, kind !== 'zuul'],
  ])('a slow answer: whether a part of %s arrives while the next is not there', async (_, bytes, arrives) => {
    let end = (): unknown => undefined;
    backend.answer('/faas/api/events', (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('a'.repeat(bytes));
      end = () => response.end('b');
    });
    let came = '';
    const whole = new Promise((done) => {
      const client = httpRequest({ port: gateway.port, path: '/faas/api/events' }, (response) => {
        response.on('data', (chunk: Buffer) => (came += chunk.toString()));
        response.on('end', () => done(came));
      });
      client.end();
    });
    await until(() => came !== '', arrives ? 10_000 : 2000);
    expect(came !== '').toBe(arrives);
    end();
    expect(await whole).toBe(`${'a'.repeat(bytes)}b`);
  });

  test('a client that ends in its upload: the backend sees the end, and the gateway is free again', async () => {
    let ends = 0;
    backend.answer('/faas/api/aborted', (request) => {
      request.resume();
      request.on('close', () => (ends += request.complete ? 0 : 1));
    });
    const clients = Array.from({ length: 420 }, () => {
      const client = connect(gateway.port, '127.0.0.1');
      client.on('error', () => client.destroy());
      client.write(
        'POST /faas/api/aborted HTTP/1.1\r\nhost: x\r\ncontent-type: a/b\r\ncontent-length: 1000000\r\n\r\n' +
          'a'.repeat(20_000),
      );
      return client;
    });
    const before = backend.seen.length;
    await until(() => backend.seen.length >= before + 300);
    clients.forEach((client) => client.destroy());
    expect(await until(() => ends >= 300)).toBe(true);
    expect((await arrived(gateway.port, { path: X })).url).toBe(X);
  });

  test('an answer of a known length that breaks off breaks off for the client', async () => {
    backend.answer('/faas/api/broken', (_, response) => {
      response.writeHead(200, { 'content-length': '1000000' });
      response.write('a'.repeat(100_000));
      setTimeout(() => response.destroy(), 200);
    });
    expect(await outcome('/faas/api/broken')).toBe('broken');
  });

  test('an answer in chunks that breaks off: Zuul ends it as if it were whole', async () => {
    backend.answer('/faas/api/broken-chunks', (_, response) => {
      response.write('a'.repeat(100_000));
      setTimeout(() => response.destroy(), 200);
    });
    expect(await outcome('/faas/api/broken-chunks')).toBe(kind === 'zuul' ? '200, 100000 bytes' : 'broken');
  });

  const outcome = (path: string) =>
    send(gateway.port, { path }).then(
      ({ status, body }) => `${status}, ${body.length} bytes`,
      () => 'broken',
    );
});

/** Says what was measured: docs/conformance.md has the figures of one run. */
function report(line: string): void {
  process.stderr.write(`${line}\n`);
}
