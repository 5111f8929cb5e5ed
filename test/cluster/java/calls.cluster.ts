import { Backend } from './backend';
import { describeGateways } from './gateway-kinds';
import { GatewayProcess, QUICK_START } from './gateway-process';
import { renderGateway } from './rendered-gateway';
import { send } from './send';

/** Two Java services that functions call. */
const EGRESS = {
  names: ['design-storage', 'order-center'],
  paths: ['/storage/designs/**', '/order-center/**'],
};

describeGateways((kind) => {
  let backend: Backend;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    backend = await Backend.start();
    const rendered = renderGateway('egress', kind, undefined, EGRESS);
    gateway = await GatewayProcess.start({
      kind,
      direction: 'egress',
      backend,
      rendered,
      javaOptions: QUICK_START,
    });
    await gateway.ready();
  }, 180_000);
  afterAll(async () => {
    await gateway.remove();
    await backend.close();
  });

  /** The status, and the path that arrives. */
  async function called(path: string): Promise<string | number> {
    const { status, body } = await send(gateway.port, { path });
    return status === 200 ? (JSON.parse(body) as { url: string }).url : status;
  }

  test.each(['/order-center/', '/order-center/orders/7?a=b%20c', '/storage/designs/1', '/order-center'])(
    '%s is a path of a service that functions call',
    async (path) => {
      expect(await called(path)).toBe(path);
    },
  );

  test.each([
    '/',
    '/order-centers/',
    '/tax-engine/a',
    '/storage/',
    '/storage/design',
    '/Order-Center/a',
    '/faas/api/a',
  ])('%s is none', async (path) => {
    expect(await called(path)).toBe(404);
  });

  test('a path that goes up by an encoded slash does not arrive through Zuul, and does through Spring Cloud Gateway', async () => {
    const path = '/order-center/..%2Ftax-engine/a';
    expect(await called(path)).toBe(kind === 'zuul' ? 500 : path);
  });
});
