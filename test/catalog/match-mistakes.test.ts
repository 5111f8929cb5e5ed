import { join } from 'node:path';
import { loadCatalog, spellRouteMatch } from '../../catalog';
import { sortedFindings } from '../../findings';
import { projectFolder } from '../fixtures/project-folder';

/** A catalog with one function, whose one route has a match in line 3. */
function load(match: string) {
  const { path } = projectFolder({
    'functions/saas/team.yaml': 'contact: saas@example.com\nprefixes: [/faas/api/saas/]\n',
    'functions/saas/a.yaml': `runtime: nodejs\nroutes:\n  - match: { ${match} }\n`,
  });
  return loadCatalog(join(path, 'functions'), [{ environment: 'test', cluster: 'test-cn' }]);
}

function about(match: string): string[] {
  return sortedFindings(load(match).findings).map(({ code, message, places: [place] }) => {
    expect(place?.line).toBe(3);
    return `${code} ${message}`;
  });
}

test.each([
  ['prefix: /faas/api/saas/a/, ignoreUriCase: true', 'prefix /faas/api/saas/a/ in any case'],
  ['exact: /faas/api/saas/a, methods: [GET, M-SEARCH]', 'exact /faas/api/saas/a GET,M-SEARCH'],
  [
    'exact: /faas/api/saas/a, headers: { x-a: { present: true } }',
    'exact /faas/api/saas/a header x-a present',
  ],
  [
    "exact: /faas/api/saas/a, withoutHeaders: { x-a: { present: true }, x-b: { regex: '.+' } }",
    'exact /faas/api/saas/a without header x-a present without header x-b regex .+',
  ],
  [
    'exact: /faas/api/saas/a, headers: { x-a: { prefix: b } }, withoutHeaders: { x-a: { exact: bc } }',
    'exact /faas/api/saas/a header x-a prefix b without header x-a exact bc',
  ],
])('%s is fine', (match, spelled) => {
  const { findings, functions } = load(match);
  expect(findings).toEqual([]);
  const routes = [...(functions[0]?.specs.values() ?? [])][0]?.routes ?? [];
  expect(routes.map((route) => spellRouteMatch(route.match))).toEqual([spelled]);
});

test.each([
  [
    "regex: '/faas/api/saas/a', ignoreUriCase: true",
    'KF204 "ignoreUriCase" stands beside a regex, which it does not concern',
  ],
  ['prefix: /faas/api/saas/, ignoreUriCase: false', 'KF204 "routes[0].match.ignoreUriCase" is the'],
  [
    'prefix: /faas/api/saas/, methods: [Get]',
    'KF204 "routes[0].match.methods[0]" "Get" is no method that a request with a path has',
  ],
  ['prefix: /faas/api/saas/, methods: [CONNECT]', 'KF204 "routes[0].match.methods[0]" "CONNECT" is no'],
  ['prefix: /faas/api/saas/, methods: [A B]', 'KF204 "routes[0].match.methods[0]" "A B" is no method'],
  [
    'prefix: /faas/api/saas/, headers: { x-a: { present: true, exact: b } }',
    'KF204 "routes[0].match.headers.x-a" has exact and present',
  ],
  [
    'prefix: /faas/api/saas/, headers: { x-a: { present: false } }',
    'KF204 "routes[0].match.headers.x-a.present" is the',
  ],
  [
    'prefix: /faas/api/saas/, withoutHeaders: { x-a: {} }',
    'KF204 "routes[0].match.withoutHeaders.x-a" has no condition',
  ],
  ['prefix: /faas/api/saas/, withoutHeaders: { X-A: { exact: b } }', 'KF409 "X-A" is not a lower-case'],
  ["prefix: /faas/api/saas/, withoutHeaders: { a: { regex: '(' } }", 'KF403 the regex "("'],
  [
    "prefix: /faas/api/saas/, withoutHeaders: { a: { regex: 'b*' } }",
    'KF453 "routes[0].match.withoutHeaders.a" holds of an empty value, as which Istio reads a header that is not there',
  ],
  ["prefix: /faas/api/saas/, withoutHeaders: { a: { exact: '' } }", 'KF453 '],
])('%s is refused', (match, message) => {
  expect(about(match).map((line) => line.slice(0, message.length))).toEqual([message]);
});
