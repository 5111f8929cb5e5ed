import { loadCatalog, podSecurityLevel, securityReason, type ServiceDeclaration } from '../../catalog';
import { projectFolder } from '../fixtures/project-folder';

const TARGETS = [
  { environment: 'test', cluster: 'test-cn' },
  { environment: 'prod', cluster: 'prod-us' },
];

/** What is found in a function's file, as `line:column code message`. */
function found(text: string): string[] {
  const { path } = projectFolder({
    'functions/saas/team.yaml': 'contact: saas@example.com\nprefixes: [/faas/api/saas/]\n',
    'functions/saas/showroom.yaml': `runtime: nodejs\nservice:\n  image: a:1\n${text}`,
  });
  const { findings } = loadCatalog(`${path}/functions`, TARGETS);
  return findings.map(({ code, message, places: [place] }) => {
    return `${place?.line}:${place?.column} ${code} ${message}`;
  });
}

const LOOSENED = [
  ['runAsNonRoot: false', '4:29'],
  ['allowPrivilegeEscalation: true', '4:41'],
  ['capabilities: { drop: [NET_RAW] }', '4:37'],
  ['capabilities: { drop: [] }', '4:37'],
  ['seccompProfile: { type: Unconfined }', '4:39'],
  ['automountServiceAccountToken: true', '4:45'],
] as const;

test.each(LOOSENED)('%s needs a reason', (field, place) => {
  const [problem = '', ...others] = found(`  security: { ${field} }\n`);
  expect(problem).toMatch(new RegExp(`^${place} KF417 "service\\.security" has .* and no reason$`));
  expect(others).toEqual([]);
  expect(found(`  security: { ${field}, reason: it does }\n`)).toEqual([]);
});

test.each([
  'runAsNonRoot: true',
  'runAsUser: 1000',
  'allowPrivilegeEscalation: false',
  'capabilities: { drop: [ALL] }',
  'seccompProfile: { type: RuntimeDefault }',
  'automountServiceAccountToken: false',
])('%s needs none', (field) => {
  expect(found(`  security: { ${field} }\n`)).toEqual([]);
});

test('a reason that says nothing is none', () => {
  expect(found("  security: { runAsNonRoot: false, reason: ' ' }\n")).toEqual([
    '4:44 KF204 "service.security.reason" is empty',
  ]);
});

test.each([
  ['runAsUser: 0', '4:26 KF204 "service.security.runAsUser" is the number 0'],
  ['capabilities: { drop: [NET_ADMN] }', /^4:38 KF204 "service\.security\.capabilities\.drop\[0\]"/],
  [
    'capabilities: { drop: [ALL], add: [NET_ADMIN] }',
    /^4:44 KF201 unknown field "service\.security\.capabilities\.add"/,
  ],
  ['privileged: true', /^4:15 KF201 unknown field "service\.security\.privileged"/],
  ['seccompProfile: { type: Localhost }', /^4:39 KF204 "service\.security\.seccompProfile\.type"/],
])('%s is refused', (field, problem) => {
  const [first] = found(`  security: { ${field}, reason: it does }\n`);
  expect(first).toMatch(problem);
});

test('what an overlay loosens takes the reason of the base, and is shown in the overlay where there is none', () => {
  const overlay = 'overlays:\n  test: { service: { security: { runAsNonRoot: false } } }\n';
  expect(found(`  security: { runAsUser: 1000, reason: it does }\n${overlay}`)).toEqual([]);
  expect(found(overlay)).toEqual(['5:48 KF417 "service.security" has runAsNonRoot: false and no reason']);
});

test.each<[level: string, security: ServiceDeclaration['security']]>([
  ['restricted', undefined],
  ['restricted', { runAsUser: 1000 }],
  ['restricted', { capabilities: { drop: ['ALL', 'NET_RAW'] } }],
  ['restricted', { automountServiceAccountToken: true }],
  ['baseline', { runAsNonRoot: false }],
  ['baseline', { allowPrivilegeEscalation: true }],
  ['baseline', { capabilities: { drop: ['NET_RAW'] } }],
  ['privileged', { seccompProfile: { type: 'Unconfined' } }],
  ['privileged', { runAsNonRoot: false, seccompProfile: { type: 'Unconfined' } }],
])('%s holds for %j', (level, security) => {
  expect(podSecurityLevel({ security })).toBe(level);
});

test('a reason for what is as by default is none', () => {
  expect(securityReason({ security: { runAsUser: 1000, reason: 'a name' } })).toBeUndefined();
  expect(securityReason({ security: { runAsNonRoot: false, reason: 'sudo' } })).toBe('sudo');
});
