import { requestOfCommand } from '../../../cli/route/request';
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
