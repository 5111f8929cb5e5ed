import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { apiServer, UnreachableServer } from '../../../snapshots/live';
import { listResources } from '../../../snapshots/live/list-resources';
import { contextOf, listOf, PlayedServer, type Played, type Request } from './played-server';

const started: PlayedServer[] = [];
afterEach(() => Promise.all(started.splice(0).map((server) => server.stop())));

async function play(answer: (request: Request, seen: number) => Played) {
  const server = new PlayedServer(answer);
  started.push(server);
  return { api: await server.open(), requests: server.requests };
}

/** One answer after the other; the last one for ever. */
const inTurn =
  (...answers: readonly Played[]) =>
  (_: Request, seen: number): Played =>
    answers[Math.min(seen, answers.length - 1)] ?? { body: '' };

/** What is thrown: the problem and the help. */
async function problemOf(asked: Promise<unknown>): Promise<readonly [string, string]> {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UnreachableServer)) throw new Error(`not unreachable: ${String(error)}`);
  return [error.message, error.help];
}

const MAPS = { apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps' };

describe('one answer', () => {
  test('is asked for by GET, with the log-in, once, below the path of the server', async () => {
    const server = new PlayedServer(() => ({ body: { gitVersion: 'v1.37.2' } }));
    started.push(server);
    const api = await server.open('/k8s/clusters/c-1');
    expect(await api.get('/version')).toEqual({ status: 200, body: { gitVersion: 'v1.37.2' } });
    expect(server.requests.map(({ method, path, headers }) => [method, path, headers.authorization])).toEqual(
      [['GET', '/k8s/clusters/c-1/version', 'Bearer of-a-test']],
    );
  });

  test.each([401, 403, 404, 410, 302])('%d is an answer at once', async (status) => {
    const { api, requests } = await play(() => ({ status, body: { message: 'no' } }));
    expect(await api.get('/x')).toEqual({ status, body: { message: 'no' } });
    expect(requests).toHaveLength(1);
  });

  test.each([429, 500, 502, 503, 504])('%d passes by itself', async (status) => {
    const { api, requests } = await play(inTurn({ status, body: 'busy' }, { body: { a: 1 } }));
    expect(await api.get('/x')).toEqual({ status: 200, body: { a: 1 } });
    expect(requests).toHaveLength(2);
  });

  test('is waited for as long as the server says', async () => {
    const busy = { status: 429, headers: { 'retry-after': '1' }, body: {} };
    const { api } = await play(inTurn(busy, { body: {} }));
    const start = performance.now();
    expect((await api.get('/x')).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(990);
  });

  test('is asked for four times at most', async () => {
    const { api, requests } = await play(() => ({ status: 503, body: { message: 'starting' } }));
    expect(await api.get('/x')).toEqual({ status: 503, body: { message: 'starting' } });
    expect(requests).toHaveLength(4);
  });

  test.each(['reset', 'half'] as const)('a connection that breaks (%s) is opened again', async (breaks) => {
    const { api, requests } = await play(inTurn({ body: { a: 1 }, breaks }, { body: { a: 2 } }));
    expect(await api.get('/x')).toEqual({ status: 200, body: { a: 2 } });
    expect(requests).toHaveLength(2);
  });

  test('a connection that always breaks', async () => {
    const { api, requests } = await play(() => ({ body: '', breaks: 'reset' }));
    const [problem, help] = await problemOf(api.get('/x'));
    expect(problem).toMatch(/^http:\/\/127\.0\.0\.1:\d+ cannot be asked: /);
    expect(help).toContain('kubectl version');
    expect(requests).toHaveLength(4);
  });

  test('nobody listens', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => free.once('listening', done));
    const { port } = free.address() as AddressInfo;
    await new Promise((done) => free.close(done));
    const address = `http://127.0.0.1:${port}`;
    expect(await problemOf(apiServer(contextOf(address)).get('/version'))).toEqual([
      `${address} cannot be reached (ECONNREFUSED)`,
      'see whether the VPN is on and the address is right',
    ]);
  });

  test('no log-in: its program fails', async () => {
    const logIn = () => Promise.reject(new Error('exec: aws failed\nwith 30 lines'));
    expect(await problemOf(apiServer(contextOf('https://api.example.com', logIn)).get('/version'))).toEqual([
      'https://api.example.com cannot be asked: exec: aws failed',
      'see whether kubectl can: kubectl version',
    ]);
  });

  test('logging in is done once for all requests', async () => {
    let logIns = 0;
    const server = new PlayedServer(() => ({ body: {} }));
    started.push(server);
    await server.open();
    const api = apiServer(contextOf(server.address, () => Promise.resolve(void (logIns += 1))));
    await Promise.all(['/a', '/b', '/c'].map((path) => api.get(path)));
    expect([logIns, server.requests.length]).toEqual([1, 3]);
  });
});

describe('a list', () => {
  const item = (name: string) => ({ metadata: { name } });
  const whole = (...names: readonly string[]) => ({
    objects: names.map((name) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } })),
  });

  test('comes in pages of 500; its items are told what they are', async () => {
    const pages: Readonly<Record<string, object>> = {
      '': listOf('ConfigMap', [item('a'), item('b')], 'p2/+='),
      'p2/+=': listOf('ConfigMap', [], 'p3'),
      p3: listOf('ConfigMap', [item('c')], ''),
    };
    const { api, requests } = await play(({ query }) => ({ body: pages[query.get('continue') ?? ''] ?? '' }));
    expect(await listResources(api, MAPS, 'ns')).toEqual(whole('a', 'b', 'c'));
    expect(requests.map(({ path, query }) => [path, query.get('limit'), query.get('continue')])).toEqual([
      ['/api/v1/namespaces/ns/configmaps', '500', null],
      ['/api/v1/namespaces/ns/configmaps', '500', 'p2/+='],
      ['/api/v1/namespaces/ns/configmaps', '500', 'p3'],
    ]);
  });

  test('begins anew, whole, where its place is lost; nothing is told twice', async () => {
    const gone = { status: 410, body: { reason: 'Expired' } };
    const { api, requests } = await play(({ query }) => {
      if (query.has('continue')) return gone;
      return {
        body: query.has('limit')
          ? listOf('ConfigMap', [item('a')], 'p2')
          : listOf('ConfigMap', [item('a'), item('b')]),
      };
    });
    expect(await listResources(api, MAPS, undefined)).toEqual(whole('a', 'b'));
    expect(requests.map(({ path, query }) => `${path} ${query.toString()}`)).toEqual([
      '/api/v1/configmaps limit=500',
      '/api/v1/configmaps limit=500&continue=p2',
      '/api/v1/configmaps ',
    ]);
  });

  test('that is always gone ends', async () => {
    const { api, requests } = await play(() => ({ status: 410, body: {} }));
    expect((await problemOf(listResources(api, MAPS, 'ns')))[0]).toContain('changes faster than');
    expect(requests).toHaveLength(2);
  });

  test.each([
    [403, 'forbidden'],
    [404, 'not-served'],
  ] as const)('%d is said of the kind: %s', async (status, refused) => {
    const { api } = await play(() => ({ status, body: { message: 'why' } }));
    expect(await listResources(api, MAPS, 'ns')).toEqual({ refused, message: 'why' });
  });

  test.each([
    [401, 'does not accept the log-in (401)'],
    [503, 'answers 503 to /api/v1/namespaces/ns/configmaps: starting'],
    [302, 'answers 302'],
  ])('%d is said of the server', async (status, part) => {
    const { api } = await play(() => ({ status, body: { message: 'starting' } }));
    expect((await problemOf(listResources(api, MAPS, 'ns')))[0]).toContain(part);
  });

  test.each([
    ['half an answer', '{"kind":"ConfigMapList","items":[{"metadata":'],
    ['the page of a log-in', '<html>Sign in</html>'],
    ['another object', { kind: 'Status', status: 'Success' }],
    ['no text', ''],
  ])('%s is no empty list', async (_, body) => {
    const { api } = await play(() => ({ body }));
    expect((await problemOf(listResources(api, MAPS, 'ns')))[0]).toBe(
      'what answers to /api/v1/namespaces/ns/configmaps is no API server',
    );
  });

  test.each([[null], [[]]])('with the items %j is empty', async (items) => {
    const { api } = await play(() => ({ body: { kind: 'ConfigMapList', items } }));
    expect(await listResources(api, MAPS, 'ns')).toEqual({ objects: [] });
  });
});
