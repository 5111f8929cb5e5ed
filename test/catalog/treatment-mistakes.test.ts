import { join } from 'node:path';
import { loadCatalog } from '../../catalog';
import { sortedFindings } from '../../findings';
import { projectFolder } from '../fixtures/project-folder';

/** What is reported about a function whose one route has some fields, in line 4. */
function about(fields: string, match = 'prefix: /faas/api/saas/a/'): string[] {
  const { path } = projectFolder({
    'functions/saas/team.yaml': 'contact: saas@example.com\nprefixes: [/faas/api/saas/]\n',
    'functions/saas/a.yaml': `runtime: nodejs\nroutes:\n  - match: { ${match} }\n    ${fields}\n`,
  });
  const { findings } = loadCatalog(join(path, 'functions'), [{ environment: 'test', cluster: 'test-cn' }]);
  return sortedFindings(findings).map(
    ({ code, message, places: [place] }) => `${place?.line}:${place?.column} ${code} ${message}`,
  );
}

test.each([
  'rewrite: { uri: / }',
  'rewrite: { uri: /v2/ }',
  "rewrite: { uriRegexRewrite: { match: '^/a/(.*)$', rewrite: '/\\1' } }",
  'headers: { request: { set: { x-a: 100% }, add: { x-b: c }, remove: [x-d] }, response: { remove: [server] } }',
  "corsPolicy: { allowOrigins: [{ exact: 'https://a.example.com:8443' }, { regex: 'https://[a-z]+\\.example\\.com' }], allowCredentials: true }",
  "corsPolicy: { allowOrigins: [{ exact: '*' }] }",
  'abort: { percent: 0.5, httpStatus: 503 }',
])('%s is fine', (fields) => {
  expect(about(fields)).toEqual([]);
});

test.each([
  ['rewrite: {}', '4:14 KF204 "routes[0].rewrite" has none of uri, uriRegexRewrite'],
  ['rewrite: { uri: v2/ }', '4:21 KF204 "v2/" is not a path'],
  [
    'rewrite: { uri: /v2 }',
    '4:21 KF445 the function would see "/v2x": the prefix "/faas/api/saas/a/" and "/v2" do not both end in /',
  ],
  ["rewrite: { uriRegexRewrite: { match: '(', rewrite: a } }", '4:42 KF403 the regex "(" '],
  ['headers: { request: { set: { X-A: b } } }', '4:34 KF409 "X-A" is not a lower-case header name'],
  [
    'headers: { request: { set: { host: b } } }',
    '4:34 KF204 the header host belongs to the connection or to the routing',
  ],
  ['headers: { response: { remove: [connection] } }', '4:37 KF204 the header connection belongs to'],
  [
    'headers: { request: { set: { x-a: "a\\nb" } } }',
    '4:39 KF204 "routes[0].headers.request.set.x-a" has a control character',
  ],
  [
    "corsPolicy: { allowOrigins: [{ exact: 'https://a.example.com/' }] }",
    '4:43 KF204 "https://a.example.com/" is not an origin',
  ],
  [
    'corsPolicy: { allowOrigins: [{}] }',
    '4:34 KF204 "routes[0].corsPolicy.allowOrigins[0]" has none of exact, prefix, regex',
  ],
  [
    "corsPolicy: { allowOrigins: [{ exact: '*' }], allowCredentials: true }",
    '4:69 KF204 pages of every origin may send cookies: any site can act as the user',
  ],
  [
    "corsPolicy: { allowOrigins: [{ exact: '*' }], maxAge: 10 m }",
    '4:59 KF406 "routes[0].corsPolicy.maxAge" "10 m" is not a duration',
  ],
  ['abort: { percent: 0, httpStatus: 503 }', '4:23 KF204 "routes[0].abort.percent" is the number 0'],
  ['abort: { percent: 5, httpStatus: 99 }', '4:38 KF204 "routes[0].abort.httpStatus" is the number 99'],
])('%s is refused', (fields, message) => {
  expect(about(fields).map((line) => line.slice(0, message.length))).toEqual([message]);
});

test('a prefix without a slash at its end is not rewritten to one with it', () => {
  expect(about('rewrite: { uri: / }', 'prefix: /faas/api/saas/a')).toEqual([
    '4:21 KF445 the function would see "//x": the prefix "/faas/api/saas/a" and "/" do not both end in /',
  ]);
  expect(about('rewrite: { uri: /v2 }', 'exact: /faas/api/saas/a')).toEqual([]);
});

test('pages ask with OPTIONS, which a route that names methods must match', () => {
  const cors = "corsPolicy: { allowOrigins: [{ exact: '*' }] }";
  expect(about(cors, 'prefix: /faas/api/saas/a/, methods: [GET, OPTIONS]')).toEqual([]);
  expect(about(cors, 'prefix: /faas/api/saas/a/, methods: [GET]')).toEqual([
    '3:50 KF446 browsers ask with OPTIONS before they call, and the route does not match it',
  ]);
});
