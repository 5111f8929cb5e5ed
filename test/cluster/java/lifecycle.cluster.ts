import { request as httpRequest } from 'node:http';
import { Backend } from './backend';
import { Balancer } from './balancer';
import { describeGateways } from './gateway-kinds';
import { GatewayProcess, QUICK_START } from './gateway-process';
import { send } from './send';

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

describeGateways((kind) => {
  let backend: Backend;
  const started: GatewayProcess[] = [];
  const start = async (more = '') => {
    const javaOptions = `${QUICK_START} ${more}`;
    const gateway = await GatewayProcess.start({ kind, direction: 'ingress', backend, javaOptions });
    started.push(gateway);
    return gateway;
  };

  beforeAll(async () => {
    backend = await Backend.start();
    backend.answer('/faas/api/slow', (_, response) => {
      setTimeout(() => response.end('done'), 3000);
    });
  });
  afterAll(async () => {
    await Promise.all(started.map((gateway) => gateway.remove()));
    await backend.close();
  });

  test('a rolling replacement: no request fails, from ready to ready', async () => {
    const balancer = new Balancer();
    const first = await start();
    balancer.add(first);
    await first.ready();
    for (let tries = 0; tries < 100 && balancer.ready < 1; tries++) await pause(100);
    balancer.load(50, '/faas/api/x', '/faas/api/slow');
    const second = await start();
    balancer.add(second);
    await second.ready();
    for (let tries = 0; tries < 100 && balancer.ready < 2; tries++) await pause(100);
    await pause(1000);
    // The pod is no endpoint any more, its preStop waits until everybody knows, and SIGTERM comes while slow requests are open.
    balancer.leave(first);
    await pause(300);
    const code = first.stop();
    await pause(4000);
    const { sent, failed, answered } = await balancer.end();
    expect(failed).toEqual([]);
    expect(answered.reduce((all, one) => all + one, 0)).toBe(sent);
    expect(Math.min(...answered)).toBeGreaterThan(50);
    expect(await code).toBe(143);
  }, 180_000);

  test('SIGTERM: what is open is finished, both uploads and answers, and nothing new begins', async () => {
    const gateway = started.at(-1) as GatewayProcess;
    const answer = send(gateway.port, { path: '/faas/api/slow' });
    const headers = { 'content-type': 'text/plain', 'transfer-encoding': 'chunked' };
    const upload = httpRequest({
      port: gateway.port,
      host: '127.0.0.1',
      method: 'POST',
      path: '/faas/api/x',
      headers,
    });
    const uploaded = new Promise((done, failed) => {
      upload.on('response', (response) => {
        response.resume();
        done(response.statusCode);
      });
      upload.on('error', failed);
    });
    upload.write('a'.repeat(50_000));
    await pause(500);
    const code = gateway.stop();
    await pause(1000);
    await expect(send(gateway.port, { path: '/faas/api/x', patience: 1000 })).rejects.toThrow();
    upload.end('b');
    expect(await uploaded).toBe(200);
    expect((await answer).body).toBe('done');
    expect(await code).toBe(143);
  });

  test('a JVM that runs out of memory ends, with the exit code of OutOfMemoryError', async () => {
    // Metadata of classes: a heap that is too small is collected for minutes before it is given up.
    const gateway = await start('-XX:MaxMetaspaceSize=24m');
    expect(await gateway.ended()).toBe(3);
  }, 180_000);
});
