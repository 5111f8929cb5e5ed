import { Backend } from './backend';
import { describeGateways } from './gateway-kinds';
import { GatewayProcess, QUICK_START } from './gateway-process';
import { TARGETS } from './rendered-gateway';
import { arrived, send } from './send';
import { acceptWebSocket, askWebSocket } from './websocket';

/** `timeouts.request` in these tests; the gateway waits five seconds longer. */
const REQUEST_SECONDS = 1;

describeGateways((kind) => {
  const isZuul = kind === 'zuul';
  let backend: Backend;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    backend = await Backend.start();
    const props = {
      kind,
      direction: 'egress',
      backend,
      request: REQUEST_SECONDS,
      javaOptions: QUICK_START,
    } as const;
    gateway = await GatewayProcess.start(props);
    await gateway.ready();
  }, 180_000);
  afterAll(async () => {
    await gateway.remove();
    await backend.close();
  });

  test('the egress gateway sends every path to the Java platform, with its Host', async () => {
    for (const path of ['/', '/api/v1/orders?a=b', '/actuator/health', '/a%2Fb']) {
      const { url, headers } = await arrived(gateway.port, { path });
      expect([url, headers.host?.[0]?.split(':')[0]]).toEqual([path, TARGETS.egress]);
    }
  });

  test('the management port has the probes and nothing else', async () => {
    expect(await gateway.probe('liveness')).toBe(200);
    expect(await gateway.probe('readiness')).toBe(200);
    for (const path of [
      '/actuator/env',
      '/actuator/prometheus',
      '/actuator/gateway',
      '/actuator/routes',
      '/api',
    ]) {
      expect([path, await gateway.management(path)]).toEqual([path, 404]);
    }
  });

  test('a WebSocket passes Spring Cloud Gateway; Zuul sends on a plain GET', async () => {
    backend.upgrade(acceptWebSocket);
    expect(await askWebSocket(gateway.port, '/socket', 'words')).toBe(isZuul ? 200 : 'WORDS');
    backend.answer('/socket', (_, response) => response.writeHead(426).end());
    if (isZuul) expect(await askWebSocket(gateway.port, '/socket', 'words')).toBe(426);
  });

  test.each([
    ['GET', isZuul ? 4 : 1],
    ['POST', 1],
  ])('%s whose connection breaks before the answer is sent %d times', async (method, times) => {
    const path = `/breaks-${method}`;
    backend.answer(path, (request) => request.socket.destroy());
    const body = method === 'POST' ? 'a' : undefined;
    const headers = { 'content-type': 'text/plain', 'content-length': body === undefined ? '0' : '1' };
    expect((await send(gateway.port, { method, path, body, headers })).status).toBe(500);
    expect(backend.seen.filter(({ url }) => url === path).length).toBe(times);
  });

  test('an answer that does not begin is given up after its time, and asked for once', async () => {
    backend.answer('/silent', () => undefined);
    const start = Date.now();
    expect((await send(gateway.port, { path: '/silent' })).status).toBe(isZuul ? 500 : 504);
    const seconds = (Date.now() - start) / 1000;
    expect(seconds).toBeGreaterThan(REQUEST_SECONDS + 4);
    expect(seconds).toBeLessThan(REQUEST_SECONDS + 9);
    expect(backend.seen.filter(({ url }) => url === '/silent').length).toBe(1);
  });

  test('an answer may take longer in all, where no silence is longer than the time', async () => {
    backend.answer('/long', (_, response) => {
      const part = 'a'.repeat(10_000);
      response.write(part);
      setTimeout(() => response.write(part), 4000);
      setTimeout(() => response.end(part), 8000);
    });
    expect((await send(gateway.port, { path: '/long' })).body.length).toBe(30_000);
  });

  test('a backend that refuses connections is answered with 500', async () => {
    await backend.close();
    const start = Date.now();
    expect((await send(gateway.port, { path: '/refused' })).status).toBe(500);
    expect(Date.now() - start).toBeLessThan(4000);
    expect(await gateway.probe('liveness')).toBe(200);
  });
});
