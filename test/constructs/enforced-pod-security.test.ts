import type { CatalogFunction, FunctionSpec, ServiceDeclaration } from '../../catalog';
import { enforcedPodSecurity } from '../../constructs/enforced-pod-security';
import { platformProfile } from '../../platform';

type Security = ServiceDeclaration['security'];

/** A function on the cluster `a`; without `security`, another pipeline deploys it. */
function declared(
  name: string,
  security: Security | 'elsewhere',
  backends = [`team-${name}`],
): CatalogFunction {
  const ksvc = `team-${name}`;
  const spec: FunctionSpec = {
    team: 'team',
    name,
    ksvc,
    runtime: 'golang',
    routes: [{ match: { prefix: '/faas/api/team/' } }],
    backends: backends.map((service) => ({ service, weight: 100 })),
    deployedElsewhere: [],
    rollout: undefined,
    before: [],
    calls: [],
    service: security === 'elsewhere' ? undefined : { image: 'a:1', security },
  };
  return { id: `team/${name}`, file: '', ksvc, inputs: '', specs: new Map([['a', spec]]) };
}

function enforced(
  functions: readonly CatalogFunction[],
  knative = '1.12',
  istio = '1.19.7',
  kubernetes = '1.27',
) {
  const versions = { kubernetes, istio, knative, certManager: '1.13' };
  const { profile } = platformProfile({ versions });
  if (profile === undefined) throw new Error('versions that do not work together');
  return enforcedPodSecurity('a', functions, profile);
}

const [tea, milk] = [declared('tea', undefined), declared('milk', { runAsUser: 1000 })];
const sudo = declared('sudo', { runAsNonRoot: false, reason: 'r' });
const browser = declared('browser', { seccompProfile: { type: 'Unconfined' }, reason: 'r' });

test('functions that are all restricted have a restricted namespace', () => {
  expect(enforced([tea, milk])).toBe('restricted');
});

test('one function that is not lowers it, and no further than it needs', () => {
  expect(enforced([tea, sudo])).toBe('baseline');
  expect(enforced([tea, sudo, browser])).toBe('privileged');
});

test('a function that is not on the cluster does not', () => {
  expect(enforced([{ ...sudo, specs: new Map([...sudo.specs].map(([, spec]) => ['b', spec])) }, tea])).toBe(
    'restricted',
  );
});

test('a token is no matter of Pod Security', () => {
  const asks = declared('asks', { automountServiceAccountToken: true, reason: 'r' });
  expect(enforced([asks])).toBe('restricted');
});

test('of what another pipeline deploys nothing more than baseline is known', () => {
  expect(enforced([tea, declared('other', 'elsewhere')])).toBe('baseline');
  expect(enforced([declared('tea', undefined, ['team-tea', 'team-tea-green'])])).toBe('baseline');
  // It leads to functions that are rendered alone: its own Knative Service need not be there.
  expect(enforced([tea, declared('alias', 'elsewhere', ['team-tea'])])).toBe('restricted');
});

test('what a host runs that is no Knative Service is not known either', () => {
  const specs = [...tea.specs].map(
    ([name, spec]) => [name, { ...spec, backends: [{ host: 'billing', weight: 100 }] }] as const,
  );
  expect(enforced([{ ...tea, specs: new Map(specs) }])).toBe('baseline');
});

test('what Knative does not take is not rendered, and lowers nothing', () => {
  expect(enforced([browser], '1.8', '1.15.6', '1.25')).toBe('baseline');
  expect(enforced([browser], '1.9', '1.16.3', '1.25')).toBe('privileged');
});

test("Knative's own container keeps to restricted from 1.12 on", () => {
  expect(enforced([tea], '1.11', '1.18.7')).toBe('baseline');
  expect(enforced([browser], '1.11', '1.18.7')).toBe('privileged');
  expect(enforced([tea], '1.12', '1.19.7')).toBe('restricted');
});
