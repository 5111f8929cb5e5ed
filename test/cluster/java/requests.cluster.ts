import { gzipSync } from 'node:zlib';
import { BODIES, METHODS, NO_ROUTE, PATHS, UNANSWERED_BY_ZUUL } from './arrivals';
import { Backend } from './backend';
import { describeGateways } from './gateway-kinds';
import { GatewayProcess, QUICK_START } from './gateway-process';
import { TARGETS } from './rendered-gateway';
import { arrived, send, type Answer } from './send';

const X = '/faas/api/x';

describeGateways((kind) => {
  const isZuul = kind === 'zuul';
  let backend: Backend;
  let gateway: GatewayProcess;
  const answered = async (path: string, answer: Parameters<Backend['answer']>[1], sent: object = {}) => {
    backend.answer(path, answer);
    return send(gateway.port, { path, ...sent });
  };

  beforeAll(async () => {
    backend = await Backend.start();
    const props = { kind, direction: 'ingress', backend, javaOptions: QUICK_START } as const;
    gateway = await GatewayProcess.start(props);
    await gateway.ready();
  }, 180_000);
  afterAll(async () => {
    await gateway.remove();
    await backend.close();
  });

  test('paths and queries arrive as they are listed', async () => {
    const found: Record<string, string | number> = {};
    for (const { sent } of PATHS) {
      const { status, body } = await send(gateway.port, { path: sent });
      found[sent] = status === 200 ? (JSON.parse(body) as { url: string }).url : status;
    }
    expect(found).toEqual(Object.fromEntries(PATHS.map(({ sent, arrives }) => [sent, arrives[kind]])));
  });

  test('a path without a route is answered with 404, and nothing arrives', async () => {
    const before = backend.seen.length;
    for (const path of NO_ROUTE) {
      expect([path, (await send(gateway.port, { path })).status]).toEqual([path, 404]);
      const upload = { method: 'PUT', path, body: ['a', 'b'], headers: { 'content-type': 'text/plain' } };
      expect([path, (await send(gateway.port, upload)).status]).toEqual([path, 404]);
    }
    for (const path of isZuul ? UNANSWERED_BY_ZUUL : []) {
      const { status, body } = await send(gateway.port, { path });
      expect([path, status, body]).toEqual([path, 200, '']);
    }
    expect(backend.seen.length).toBe(before);
  });

  describe.each(Object.entries(METHODS))('%s', (method, { [kind]: arrives }) => {
    test.each(Object.entries(BODIES))('with a body of %s, whole and in parts', async (_, { type, text }) => {
      const headers = { 'content-type': type };
      const lengths = { ...headers, 'content-length': String(text.length) };
      const parts = [text.slice(0, 4), text.slice(4)];
      for (const sent of [
        { method, path: X, headers: lengths, body: text },
        { method, path: X, headers: { ...headers, 'transfer-encoding': 'chunked' }, body: parts },
      ]) {
        const { status, body } = await send(gateway.port, sent);
        if (typeof arrives === 'number') expect(status).toBe(arrives);
        else {
          expect(status).toBe(200);
          expect(JSON.parse(body)).toMatchObject({ method, text: arrives ? text : '' });
          expect(JSON.parse(body)).toHaveProperty('headers.content-type', [type]);
        }
      }
    });

    test('without a body', async () => {
      const { status, body } = await send(gateway.port, { method, path: `${X}?a=1` });
      if (typeof arrives === 'number') expect(status).toBe(arrives);
      else expect(JSON.parse(body)).toMatchObject({ method, url: `${X}?a=1`, length: 0 });
    });
  });

  test('HEAD: the headers of the answer, with its length', async () => {
    const { status, headers, body } = await answered(
      '/faas/api/head',
      (_, response) => response.writeHead(200, { 'content-length': '1234', 'x-a': 'b' }).end(),
      { method: 'HEAD' },
    );
    expect({ status, body, a: headers['x-a'], length: headers['content-length'] }).toEqual({
      status: 200,
      body: '',
      a: ['b'],
      length: ['1234'],
    });
  });

  test('headers of the request: Host is the target, others as sent, those of the connection left out', async () => {
    const kept = {
      cookie: 'a=1; b="2"',
      authorization: 'Bearer a.b.c',
      'x-tenant': 'kjl-1',
      'user-agent': 'test/1',
      accept: 'text/html, */*;q=0.5',
      'accept-encoding': 'gzip, br',
      'content-type': 'application/json',
      'if-none-match': '"1"',
      range: 'bytes=0-9',
      origin: 'https://site.example.com',
      'access-control-request-method': 'PUT',
      forwarded: 'for=192.0.2.1',
    };
    const dropped = {
      'keep-alive': 'timeout=5',
      te: 'trailers',
      'proxy-authorization': 'Basic YTpi',
      'proxy-connection': 'keep-alive',
    };
    const headers = { ...kept, ...dropped, 'x-twice': ['a', 'b'] };
    const { headers: came } = await arrived(gateway.port, { path: X, headers });
    expect(came).toMatchObject(
      Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, [value]])),
    );
    expect(came['x-twice']?.join(',')).toBe('a,b');
    expect(Object.keys(dropped).filter((name) => name in came)).toEqual([]);
    const port = backend.port === 80 ? '' : `:${backend.port}`;
    expect(came.host).toEqual([`${TARGETS.ingress}${port}`]);
  });

  test('X-Forwarded headers: what the site gateway wrote is kept', async () => {
    const headers = {
      'x-forwarded-for': '192.0.2.1, 10.0.0.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'site.example.com',
      'x-forwarded-port': '443',
    };
    const { headers: came } = await arrived(gateway.port, { path: X, headers });
    // Zuul appends what it sees itself.
    const more = (value: string) => (isZuul ? `, ${value}` : '');
    expect(came['x-forwarded-for']).toEqual([`192.0.2.1, 10.0.0.1${more('127.0.0.1')}`]);
    const own = (value: string) => (isZuul ? `,${value}` : '');
    expect(came['x-forwarded-proto']).toEqual([`https${own('http')}`]);
    expect(came['x-forwarded-host']).toEqual([`site.example.com${own(`127.0.0.1:${gateway.port}`)}`]);
    expect(came['x-forwarded-port']).toEqual([`443${own(String(gateway.port))}`]);
  });

  test('what browsers ask before a page calls another origin passes Zuul; Spring Cloud Gateway refuses it by itself', async () => {
    const headers = { origin: 'https://shop.example.com', 'access-control-request-method': 'PUT' };
    const allowed = { 'access-control-allow-origin': headers.origin };
    const path = '/faas/api/pages';
    backend.answer(path, (_, response) => response.writeHead(200, allowed).end());
    const asked = await send(gateway.port, { method: 'OPTIONS', path, headers });
    const origin = asked.headers['access-control-allow-origin'];
    expect([asked.status, origin]).toEqual(isZuul ? [200, [headers.origin]] : [403, undefined]);
    // What pages may send without asking passes both.
    const { headers: came } = await send(gateway.port, { path, headers: { origin: headers.origin } });
    expect(came['access-control-allow-origin']).toEqual([headers.origin]);
  });

  test('heads of up to 31 KB pass, in headers and in paths', async () => {
    const long = 'a'.repeat(31 * 1024);
    const { headers } = await arrived(gateway.port, { path: X, headers: { cookie: long } });
    expect(headers.cookie).toEqual([long]);
    expect((await arrived(gateway.port, { path: `${X}?${long}` })).url).toBe(`${X}?${long}`);
    const refused = await send(gateway.port, { path: X, headers: { cookie: long.repeat(2) } });
    expect(refused.status).toBe(isZuul ? 400 : 431);
  });

  test('Expect: 100-continue is answered, and the body arrives', async () => {
    const answer = await send(gateway.port, {
      method: 'POST',
      path: X,
      headers: { expect: '100-continue', connection: 'keep-alive', 'content-length': '3' },
      body: 'abc',
    });
    expect(answer).toMatchObject({ status: 200, continued: true });
    expect(JSON.parse(answer.body)).toMatchObject({ text: 'abc' });
  });

  test.each([200, 201, 204, 206, 301, 304, 400, 401, 403, 404, 409, 429, 500, 502, 503, 504])(
    '%d of the backend is passed as it is',
    async (status) => {
      const answer = await answered(`/faas/api/status-${status}`, (_, response) => {
        response.writeHead(status, { location: '/faas/api/elsewhere', 'retry-after': '7' });
        response.end(status === 204 || status === 304 ? undefined : `the backend says ${status}`);
      });
      expect(answer).toMatchObject({
        status,
        headers: { location: ['/faas/api/elsewhere'], 'retry-after': ['7'] },
        body: status === 204 || status === 304 ? '' : `the backend says ${status}`,
      });
    },
  );

  test('headers of the answer: cookies and challenges pass, those of the connection do not', async () => {
    const { headers } = await answered('/faas/api/headers', (_, response) => {
      response.setHeader('set-cookie', ['a=1; Path=/', 'b=2; HttpOnly']);
      response.setHeader('www-authenticate', 'Bearer realm="x"');
      response.setHeader('cache-control', 'no-store');
      response.setHeader('proxy-authenticate', 'Basic');
      response.setHeader('keep-alive', 'timeout=77');
      response.setHeader('x-a', ['b', 'c']);
      response.end('x');
    });
    expect(headers).toMatchObject({
      'set-cookie': ['a=1; Path=/', 'b=2; HttpOnly'],
      'www-authenticate': ['Bearer realm="x"'],
      'cache-control': ['no-store'],
      'x-a': ['b', 'c'],
    });
    expect(headers).not.toHaveProperty('proxy-authenticate');
    expect(headers['keep-alive']?.join()).not.toBe('timeout=77');
  });

  test('answers keep their encoding and their length; without a length they come in chunks', async () => {
    const packed = gzipSync('words');
    const zipped = await answered(
      '/faas/api/gzip',
      (_, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed),
      { headers: { 'accept-encoding': 'gzip' } },
    );
    expect(zipped.headers).toMatchObject({
      'content-encoding': ['gzip'],
      'content-length': [String(packed.length)],
    });
    const chunked = await answered('/faas/api/chunked', (_, response) => {
      response.write('a');
      response.end('b');
    });
    expect(chunked).toMatchObject({
      body: 'ab',
      headers: { 'transfer-encoding': ['chunked'] },
    } satisfies Partial<Answer>);
  });
});
