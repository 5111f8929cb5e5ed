import { RENDERED_RESOURCES } from '../../constructs/guard';
import { at, listOf, manifestsOf, onStack, renderStack, type Manifest } from '../matrix/rendered-stack';

const TODAY = { kubernetes: '1.34', istio: '1.29.2', knative: '1.22', certManager: '1.18.0' };
const MONITORED = {
  scrape: 'pod-monitor',
  alerts: {},
  dashboards: {},
} as const;

const today = manifestsOf(
  renderStack(onStack(TODAY).map((environment) => ({ ...environment, monitoring: MONITORED }))),
);

const isGuard = ({ kind }: Manifest) => kind.startsWith('ValidatingAdmissionPolicy');
const inTest = today.filter(({ file }) => file.startsWith('test/test-cn/'));
const policy = (name: string) =>
  inTest.find(({ kind, metadata }) => kind === 'ValidatingAdmissionPolicy' && metadata.name === name);

test('two policies, and what becomes of what they refuse', () => {
  expect(inTest.filter(isGuard).map(({ file, spec }) => [file, spec.validationActions])).toEqual([
    ['test/test-cn/system/kfaas-gateway-hosts.validatingadmissionpolicy.yaml', undefined],
    ['test/test-cn/system/kfaas-gateway-hosts.validatingadmissionpolicybinding.yaml', ['Warn', 'Audit']],
    ['test/test-cn/system/kfaas-namespace.validatingadmissionpolicy.yaml', undefined],
    ['test/test-cn/system/kfaas-namespace.validatingadmissionpolicybinding.yaml', ['Warn', 'Audit']],
  ]);
});

test('they name every gateway host of the cluster', () => {
  const hosts = ['faas-alpha', 'faas-beta', 'faas-gamma'].map(
    (name) => `"${name}-ksvc-gateway.kfaas-system.svc.cluster.local"`,
  );
  expect(at(policy('kfaas-gateway-hosts')?.spec, 'variables', 0)).toEqual({
    name: 'gatewayHosts',
    expression: `[${hosts.join(', ')}]`,
  });
});

test('every kind that is rendered into the namespace is looked at', () => {
  const plural = (kind: string) =>
    `${kind.toLowerCase()}s`.replace(/(ys|sss)$/, (end) => (end === 'ys' ? 'ies' : 'sses'));
  const inNamespace = today.filter(({ metadata }) => metadata.namespace === 'kfaas-system');
  const kinds = new Set(
    inNamespace.map(({ apiVersion, kind }) => {
      const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
      return `${group}/${plural(kind)}`;
    }),
  );
  const guarded = Object.entries(RENDERED_RESOURCES).flatMap(([group, names]) =>
    names.map((name) => `${group}/${name}`),
  );
  expect([...kinds].filter((kind) => !guarded.includes(kind))).toEqual([]);
  expect(kinds.size).toBeGreaterThan(10);
  expect(at(policy('kfaas-namespace')?.spec, 'matchConstraints', 'resourceRules', 0, 'resources')).toEqual(
    Object.values(RENDERED_RESOURCES).flat(),
  );
});

test('no break-glass group leaves nothing of it', () => {
  const [first, ...rest] = onStack(TODAY);
  if (first === undefined) throw new Error('there is no environment');
  const guard = { writers: ["it's \\ me"], action: 'deny' } as const;
  const rendered = manifestsOf(renderStack([{ ...first, guard }, ...rest]));
  const own = rendered.filter(({ file }) => file.startsWith('test/')).filter(isGuard);
  expect(JSON.stringify(own)).not.toMatch(/breakGlass|break-glass|emergency/);
  const [one, binding] = own;
  expect(one?.spec.auditAnnotations).toBeUndefined();
  expect(at(one?.spec, 'matchConditions', 0, 'expression')).toBe(
    String.raw`!(request.userInfo.username in ["it's \\ me"])`,
  );
  expect(at(one?.spec, 'validations', 0, 'expression')).toBe('!(size(variables.taken) > 0)');
  expect(binding?.spec.validationActions).toEqual(['Deny', 'Audit']);
});

test('before 1.30, and without the setting, nothing is rendered', () => {
  const old = { kubernetes: '1.29', istio: '1.22.0', knative: '1.14', certManager: '1.14.0' };
  const stack = renderStack(onStack(old));
  expect(stack.files.size).toBeGreaterThan(100);
  expect(manifestsOf(stack).filter(isGuard)).toEqual([]);
  expect(listOf(stack.findings.filter(({ code }) => code === 'KF709'))).toHaveLength(6);
  const unset = renderStack(
    onStack(TODAY).map(({ guard, ...environment }) => (guard === undefined ? environment : environment)),
  );
  expect(manifestsOf(unset).filter(isGuard)).toEqual([]);
});
