import type { PlatformOverrides, PlatformVersions } from '../../platform';
import { checked, LABELLED, profileOf, type STACKS } from './versions';

/** What is wrong with overrides, with what helps. */
function told(
  stack: keyof typeof STACKS,
  overrides: PlatformOverrides,
  change: Partial<PlatformVersions> = {},
): string[] {
  const { profile, problems } = checked(stack, change, { ...LABELLED, ...overrides });
  const wrong = problems.filter(({ kind }) => kind === 'override');
  expect(profile === undefined).toBe(wrong.length > 0);
  return wrong.map(({ field, message, help }) => `${field.slice(1).join('.')}: ${message} (${help})`);
}

describe('the local gateway', () => {
  test('in parts: what is not named follows from the versions', () => {
    const localGateway = { serviceHost: 'gateway.mesh.svc.cluster.local', port: 8080, namespace: 'mesh' };
    expect(profileOf('today', {}, { localGateway }).localGateway).toEqual({
      gateway: 'knative-serving/knative-local-gateway',
      serviceHost: 'gateway.mesh.svc.cluster.local',
      port: 8080,
      namespace: 'mesh',
      podLabels: { istio: 'ingressgateway' },
      podPorts: [8081],
    });
  });

  test('its Gateway is what VirtualServices are bound to, in the form of the version', () => {
    const overrides = { ...LABELLED, localGateway: { gateway: 'mesh/local' } };
    expect(profileOf('today', {}, overrides).gateways[0]).toBe('mesh/local');
    expect(profileOf('istio10', {}, overrides).gateways[0]).toBe('local.mesh.svc.cluster.local');
  });

  test('the key tells that something is re-pointed', () => {
    const keys = [{}, { localGateway: { port: 81 } }, { ingressGateway: 'mesh/public' }, { exportTo: ['*'] }];
    expect(new Set(keys.map((overrides) => profileOf('today', {}, overrides).key)).size).toBe(keys.length);
  });
});

describe('references to Gateways', () => {
  test('the ingress gateway', () => {
    const overrides = { ...LABELLED, ingressGateway: 'mesh/public' };
    expect(profileOf('today', {}, overrides).gateways[1]).toBe('mesh/public');
    expect(profileOf('istio10', {}, overrides).gateways[1]).toBe('public.mesh.svc.cluster.local');
  });

  test.each(['gateway', 'a.b.svc.cluster.local', 'a/b/c', '/a', 'a/', 'A/b', 'mesh'])(
    '%s is none',
    (name) => {
      const help = 'write it as knative-serving/knative-local-gateway';
      const expected = `"${name}" is no reference to a Gateway (${help})`;
      expect(told('today', { ingressGateway: name })).toEqual([`ingressGateway: ${expected}`]);
      expect(told('today', { localGateway: { gateway: name } })).toEqual([
        `localGateway.gateway: ${expected}`,
      ]);
    },
  );
});

describe('exportTo', () => {
  test('Istio 1.0 has none', () => {
    expect(told('istio10', { exportTo: ['*'] })).toEqual([
      'exportTo: Istio 1.0.6 has no exportTo (leave it out: Istio 1.1 brought it)',
    ]);
  });

  test.each([[['.']], [['istio-system']], [['*', '.']], [[]]])(
    '1.1 to 1.6 take * alone, not %j',
    (exportTo) => {
      const shown = exportTo.join(', ');
      const versions = { istio: '1.6.8', kubernetes: '1.16' };
      expect(told('istio15', { exportTo }, versions)).toEqual([
        `exportTo: exportTo "${shown}" hides VirtualServices from the gateway on Istio 1.6.8 (write ['*'] or leave it out; Istio 1.7 takes namespaces)`,
      ]);
      expect(told('istio15', { exportTo: ['*'] }, versions)).toEqual([]);
      expect(told('istio11', { exportTo: ['*'] })).toEqual([]);
    },
  );

  test.each([[['istio-system']], [['istio-system', '.']], [['*']]])('1.7 takes %j', (exportTo) => {
    const versions = { istio: '1.7.0', kubernetes: '1.16' };
    expect(told('istio15', { exportTo }, versions)).toEqual([]);
    expect(profileOf('istio15', versions, { ...LABELLED, exportTo }).exportTo).toEqual(exportTo);
  });

  test.each([[[]], [['*', 'istio-system']]])('1.7 refuses %j', (exportTo) => {
    expect(told('today', { exportTo })).toEqual([
      `exportTo: exportTo "${exportTo.join(', ')}" is refused by Istio (write ['*'], or namespaces)`,
    ]);
  });

  test('is not rendered where nothing is said', () => {
    expect(profileOf('today').exportTo).toBeUndefined();
  });
});

describe('pathNormalization', () => {
  const overrides: PlatformOverrides = { pathNormalization: 'MERGE_SLASHES' };

  test.each([
    ['1.7.8', false],
    ['1.8.5', false],
    ['1.8.6', true],
    ['1.9.0', false],
    ['1.9.4', false],
    ['1.9.5', true],
    ['1.10.0', true],
    ['1.28.6', true],
  ])('Istio %s takes it: %s', (istio, takes) => {
    const versions = { istio, kubernetes: '1.17' };
    const stack = istio === '1.28.6' ? 'today' : 'istio15';
    const expected = takes
      ? []
      : [
          `pathNormalization: Istio ${istio} has no pathNormalization (leave it out: Istio 1.10.0, 1.9.5 and 1.8.6 brought it)`,
        ];
    expect(told(stack, overrides, stack === 'today' ? {} : versions)).toEqual(expected);
  });

  test('comes before what follows from the version', () => {
    expect(profileOf('today').routing.pathNormalization).toBe('BASE');
    expect(profileOf('today', {}, overrides).routing.pathNormalization).toBe('MERGE_SLASHES');
    expect(profileOf('istio11').routing.pathNormalization).toBe('NONE');
  });
});

describe('the label by which namespaces are named', () => {
  test('is needed before Kubernetes 1.21', () => {
    const { profile, problems } = checked('istio15', { kubernetes: '1.20' }, {});
    expect(profile).toBeUndefined();
    expect(problems).toEqual([
      {
        kind: 'override',
        field: ['platform', 'kubernetes'],
        message:
          'network policies cannot name namespaces on Kubernetes 1.20: namespaces have a label with their name from 1.21 on',
        help: "label kube-system, istio-system and the peers' namespaces with their names, and name that label in overrides.namespaceLabel",
      },
    ]);
    expect(profileOf('istio15', { kubernetes: '1.20' }).namespaceLabel).toBe('name');
  });

  test('is kept by Kubernetes from 1.21 on, and may be another', () => {
    expect(profileOf('istio15', { kubernetes: '1.21' }, {}).namespaceLabel).toBe(
      'kubernetes.io/metadata.name',
    );
    expect(profileOf('today', {}, {}).namespaceLabel).toBe('kubernetes.io/metadata.name');
    expect(profileOf('today').namespaceLabel).toBe('name');
  });
});

test('everything that is wrong is told at once', () => {
  const overrides: PlatformOverrides = {
    ingressGateway: 'public',
    localGateway: { gateway: 'local' },
    exportTo: ['.'],
    pathNormalization: 'NONE',
  };
  expect(told('istio15', overrides).map((text) => text.slice(0, text.indexOf(':')))).toEqual([
    'ingressGateway',
    'localGateway.gateway',
    'exportTo',
    'pathNormalization',
  ]);
});

describe('names that the API server refuses', () => {
  test.each([
    ['a b', 'x'],
    ['constructor', 'x'],
    ['app', 'a b'],
    ['app', '-a'],
    ['/app', 'a'],
  ])('the label %s: %s of the local gateway', (name, value) => {
    expect(told('today', { localGateway: { podLabels: { [name]: value } } })).toEqual([
      `localGateway.podLabels.${name}: "${name}": "${value}" is not a label (write it as app: knative-local-gateway)`,
    ]);
  });

  test('its namespace, and the label of namespaces', () => {
    expect(told('today', { localGateway: { namespace: 'a.b' } })).toEqual([
      'localGateway.namespace: "a.b" is not a namespace (use a-z, 0-9 and -)',
    ]);
    expect(told('today', { namespaceLabel: 'a b' })).toEqual([
      'namespaceLabel: "a b" is not the name of a label (write it as kubernetes.io/metadata.name)',
    ]);
  });
});
