import { loadCatalog } from '../../catalog';
import { projectFolder } from '../fixtures/project-folder';

const TARGETS = [{ environment: 'test', cluster: 'test-cn' }];

/** What is found in a function with `service` and more fields; `service` is in line 2. */
function told(service: string, more = ''): string[] {
  const { path } = projectFolder({
    'saas/team.yaml': 'contact: a\nprefixes: [/faas/api/saas/]\n',
    'saas/a.yaml': `runtime: nodejs\nservice: { image: "a:1", ${service} }\n${more}`,
  });
  return loadCatalog(path, TARGETS).findings.map(
    ({ code, message, places: [place] }) => `${place?.line}:${place?.column} ${code} ${message}`,
  );
}

test.each([
  'traffic: [{ latestRevision: true, percent: 100 }]',
  'revisionName: saas-a-2, traffic: [{ revisionName: saas-a-1, percent: 90 }, { revisionName: saas-a-2, percent: 10, tag: next }]',
  'traffic: [{ latestRevision: true, percent: 100 }, { revisionName: saas-a-1, tag: old }]',
])('%s is fine', (service) => {
  expect(told(service)).toEqual([]);
});

test.each([
  [
    'traffic: [{ latestRevision: true, percent: 90 }]',
    '2:35 KF435 the percents of "service.traffic" make 90, not 100',
  ],
  ['traffic: [{ percent: 100 }]', '2:36 KF435 "service.traffic[0]" has no revision'],
  [
    'traffic: [{ revisionName: saas-a-1, latestRevision: true, percent: 100 }]',
    '2:36 KF435 "service.traffic[0]" has revisionName and latestRevision: true',
  ],
  [
    'traffic: [{ revisionName: saas-b-1, percent: 100 }]',
    '2:52 KF435 "service.traffic[0].revisionName" "saas-b-1" is not the name of a revision of saas-a',
  ],
  ['revisionName: v2', '2:40 KF435 "service.revisionName" "v2" is not the name of a revision of saas-a'],
  [
    'traffic: [{ latestRevision: true, percent: 100, tag: A }]',
    '2:79 KF435 the tag "A" gives the host name "A-saas-a", which is no DNS label',
  ],
  [
    'traffic: [{ latestRevision: true, percent: 100, tag: a }, { revisionName: saas-a-1, tag: a }]',
    '2:115 KF435 the tag "a" is there twice',
  ],
])('%s is refused', (service, said) => {
  expect(told(service)).toEqual([said]);
});

test.each([
  ['backends', 'backends: [{ service: saas-a }]\n'],
  [
    'routes[0].backends',
    'routes: [{ match: { prefix: /faas/api/saas/ }, backends: [{ service: saas-a }] }]\n',
  ],
  ['rollout', 'rollout: { to: g, steps: [100] }\ndeployedElsewhere: [g]\n'],
])('beside %s it is refused', (field, more) => {
  expect(told('traffic: [{ latestRevision: true, percent: 100 }]', more)).toEqual([
    `2:35 KF436 the requests are divided by "service.traffic" and by "${field}"`,
  ]);
});
