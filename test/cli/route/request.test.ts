import { jsonOfRequest, requestOfCommand, requestOfLine, spellSent } from '../../../cli/route/request';
import { normalizedTarget } from '../../../routing/analysis/normalize-path';

test.each([
  ['/a/../shop', '/shop'],
  ['/a/%2e%2E/shop', '/shop'],
  ['/./a/..\\shop', '/shop'],
  ['/../../shop', '/shop'],
  ['/shop/.', '/shop/'],
  ['/shop/x/..', '/shop/'],
  ['/a//../b', '/a/b'],
  ['/a%2eb/.c/...', '/a.b/.c/...'],
  ['//shop', '//shop'],
  ['/a%2F..%2Fb', '/a%2F..%2Fb'],
  ['/é x', '/%C3%A9%20x'],
])('the path %s is routed as %s', (path, routed) => {
  const sent = requestOfCommand({
    url: path,
    method: 'GET',
    headers: [],
    host: 'h.example',
    usualHost: undefined,
  });
  if ('problem' in sent) throw new Error(sent.problem);
  expect(normalizedTarget(`${sent.path}?q=/../x`, 'BASE')).toBe(`${routed}?q=/../x`);
});

test.each([
  [{ headers: ['foo'] }, `-H "foo" has no colon: write it as 'name: value'`],
  [{ headers: [': x'] }, `-H ": x" has no colon: write it as 'name: value'`],
  [{ headers: ['a b: x'] }, `"a b" is no header's name: write the header as 'name: value'`],
  [
    { headers: [':path: /x'] },
    'the header :path cannot be set: set the method with -X and the path in the URL',
  ],
  [{ url: 'http:///x' }, '"http:///x" names no host: write http://host/path'],
  [{ url: 'h.example/x' }, '"h.example/x" is no URL: write http://host/path, or /path with --host'],
  [{ url: '/x' }, '"/x" names no host: name it by --host'],
  [{ host: 'http://h' }, '"http://h" is no host: write it without scheme and path, as h.example'],
  [{ method: 'GET /' }, '"GET /" is no method: write it as GET'],
])('a request that is none: %j', (part, problem) => {
  const usualRequest = {
    url: 'http://h/x',
    method: undefined,
    headers: [],
    host: undefined,
    usualHost: undefined,
  };
  expect(requestOfCommand({ ...usualRequest, ...part })).toEqual({ problem });
});

describe('the server name of a request by HTTPS', () => {
  const sentTo = (url: string, headers: readonly string[] = [], host?: string) => {
    const sent = requestOfCommand({ url, method: undefined, headers, host, usualHost: undefined });
    if ('problem' in sent) throw new Error(sent.problem);
    return { ...sent, said: spellSent(sent), json: jsonOfRequest(sent) };
  };

  test("is the URL's host where a header names another", () => {
    const said = "GET https://a.com:8443/x -H 'host: b.com' -H 'x-a: 1'";
    const sent = sentTo('https://A.com:8443/x', ['Host: b.com', 'x-a: 1']);
    expect(sent).toMatchObject({ host: 'b.com', serverName: 'a.com', port: 8443, said });
    expect(JSON.parse(sent.json)).toEqual({
      method: 'GET',
      host: 'b.com',
      serverName: 'a.com',
      path: '/x',
      headers: { 'x-a': '1' },
    });
  });

  test.each([
    ['a URL alone', 'https://a.com/x', [], undefined, 'GET https://a.com/x'],
    [
      'the same host, with its port',
      'https://a.com/x',
      ['Host: a.com:443'],
      undefined,
      'GET https://a.com:443/x',
    ],
    ['--host, which stands for the URL', 'https://a.com/x', [], 'b.com', 'GET https://b.com/x'],
    ['plain HTTP', 'http://a.com/x', ['Host: b.com'], undefined, 'GET http://b.com/x'],
  ])('is the host asked for, by %s', (_, url, headers, host, said) => {
    const sent = sentTo(url, headers, host);
    expect(sent).not.toHaveProperty('serverName');
    expect(sent.said).toBe(said);
  });

  test('of a line of JSON', () => {
    const line = (more: object) =>
      requestOfLine(JSON.stringify({ path: '/x', host: 'b.com', ...more }), {
        host: undefined,
        usualHost: undefined,
      });
    expect(line({ serverName: 'A.com' })).toMatchObject({
      host: 'b.com',
      serverName: 'a.com',
      scheme: 'https',
      port: 443,
    });
    expect(line({ serverName: 'b.com' })).toMatchObject({ scheme: 'https', port: 443 });
    const problem = '"serverName" is no name of a server: write it as "h.example"';
    expect(line({ serverName: 'https://a' })).toEqual({ problem });
    expect(line({ serverName: 1 })).toEqual({ problem });
  });
});

test('what a request is made of', () => {
  const headers = ['X-A: 1', 'x-a: 2', ':scheme: https', 'Host: other:8443'];
  expect(
    requestOfCommand({ url: 'http://h?a=/b', method: 'PUT', headers, host: undefined, usualHost: 'u' }),
  ).toEqual({
    method: 'PUT',
    host: 'other:8443',
    path: '/?a=/b',
    headers: { 'x-a': '1,2' },
    scheme: 'https',
    port: 443,
  });
});
