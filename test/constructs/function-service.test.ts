import type { FunctionSpec, ServiceDeclaration } from '../../catalog';
import { FunctionService } from '../../constructs/function-service';
import { platformProfile, type PlatformProfile } from '../../platform';
import { only, render } from './rendered';

/** A cluster with a Knative version, on a Kubernetes and an Istio that it works with. */
function onKnative(knative: string): PlatformProfile {
  const [kubernetes = '', istio = ''] = BESIDE.get(knative) ?? [];
  const { profile, problems } = platformProfile({
    versions: { kubernetes, istio, knative, certManager: '1.3' },
    overrides: { namespaceLabel: 'name' },
  });
  if (profile === undefined) throw new Error(JSON.stringify(problems));
  return profile;
}

const BESIDE = new Map([
  ['0.8', ['1.14', '1.1.7']],
  ['0.23', ['1.20', '1.9.3']],
  ['0.24', ['1.21', '1.10.1']],
  ['0.25', ['1.21', '1.10.2']],
  ['1.7', ['1.25', '1.14.3']],
  ['1.8', ['1.25', '1.15.6']],
  ['1.9', ['1.25', '1.16.3']],
  ['1.21', ['1.33', '1.28.6']],
]);

function rendered(
  knative: string,
  security?: ServiceDeclaration['security'],
  routes: FunctionSpec['routes'] = [],
  calls: FunctionSpec['calls'] = [],
) {
  const service = { image: 'a:1', security };
  const spec: FunctionSpec = {
    team: 'saas',
    name: 'tea',
    ksvc: 'saas-tea',
    runtime: 'golang',
    routes,
    backends: [{ service: 'saas-tea', weight: 100 }],
    deployedElsewhere: [],
    rollout: undefined,
    before: [],
    calls,
    service,
  };
  const props = { function: spec, service, namespace: 'faas-alpha', profile: onKnative(knative) };
  const objects = render((scope) => new FunctionService(scope, 'Service', props));
  return only(objects, 'Service');
}

/** The pod's specification and its one container. */
function podOf(knative: string, security?: ServiceDeclaration['security']) {
  const { template } = rendered(knative, security).spec as {
    template: { spec: { containers: Record<string, unknown>[] } & Record<string, unknown> };
  };
  return { pod: template.spec, container: template.spec.containers[0] ?? {} };
}

const SINCE_0_24 = { capabilities: { drop: ['ALL'] } };
const SINCE_0_25 = { ...SINCE_0_24, runAsNonRoot: true };
const SINCE_1_8 = { ...SINCE_0_25, allowPrivilegeEscalation: false };
const SINCE_1_9 = { ...SINCE_1_8, seccompProfile: { type: 'RuntimeDefault' } };

test.each([
  ['0.8', undefined, undefined],
  ['0.23', undefined, undefined],
  ['0.24', SINCE_0_24, undefined],
  ['0.25', SINCE_0_25, false],
  ['1.7', SINCE_0_25, false],
  ['1.8', SINCE_1_8, false],
  ['1.9', SINCE_1_9, false],
  ['1.21', SINCE_1_9, false],
])('Knative %s confines a function as far as it takes it', (knative, context, token) => {
  const { pod, container } = podOf(knative);
  expect(container.securityContext).toEqual(context);
  expect(pod.automountServiceAccountToken).toBe(token);
});

test('the user of the process is told to every version', () => {
  expect(podOf('0.8', { runAsUser: 1000 }).container.securityContext).toEqual({ runAsUser: 1000 });
});

test('what a function loosens is said, and its reason is an annotation', () => {
  const security = {
    reason: 'It starts a browser',
    runAsNonRoot: false,
    allowPrivilegeEscalation: true,
    capabilities: { drop: [] },
    seccompProfile: { type: 'Unconfined' },
    automountServiceAccountToken: true,
  } as const;
  const { pod, container } = podOf('1.21', { ...security, capabilities: { drop: [] } });
  expect(container.securityContext).toEqual({
    runAsNonRoot: false,
    allowPrivilegeEscalation: true,
    capabilities: { drop: [] },
    seccompProfile: { type: 'Unconfined' },
  });
  // Knative refuses true.
  expect(pod).not.toHaveProperty('automountServiceAccountToken');
  const { metadata } = rendered('1.21', { ...security, capabilities: { drop: [] } });
  expect(metadata.annotations).toHaveProperty(['kfaas.io/security-reason'], 'It starts a browser');
  expect(rendered('1.21').metadata.annotations).not.toHaveProperty(['kfaas.io/security-reason']);
});

test('every function has requests and a memory limit', () => {
  expect(podOf('0.8').container.resources).toEqual({
    requests: { cpu: '100m', memory: '128Mi' },
    limits: { memory: '256Mi' },
  });
});

describe('a route that gives its function more than 300 s', () => {
  const prefix = (path: string) => ({ match: { prefix: path } });
  const podWith = (knative: string, routes: FunctionSpec['routes']) =>
    (rendered(knative, undefined, routes).spec as { template: { spec: object } }).template.spec;

  test('has its Knative Service say so, from Knative 1.7 on for the beginning of the answer too', () => {
    const routes = [prefix('/a'), { ...prefix('/b'), timeout: '8m' }, { ...prefix('/c'), timeout: '1s' }];
    expect(podWith('0.25', routes)).toMatchObject({ timeoutSeconds: 480 });
    expect(podWith('0.25', routes)).not.toHaveProperty('responseStartTimeoutSeconds');
    expect(podWith('1.7', routes)).toMatchObject({ timeoutSeconds: 480, responseStartTimeoutSeconds: 480 });
  });

  test.each([
    ['no limit', {}],
    ['less', { timeout: '5m' }],
    ['more in all, less for each try', { timeout: '10m', retries: { attempts: 1, perTryTimeout: '5m' } }],
  ])('nothing is said with %s', (_, times) => {
    expect(podWith('1.21', [{ ...prefix('/a'), ...times }])).not.toHaveProperty('timeoutSeconds');
  });
});

test.each(['0.8', '0.23', '1.21'])(
  'Knative %s: a function that calls Java services knows the egress gateway',
  (knative) => {
    const variablesOf = (calls: FunctionSpec['calls']) => {
      const { template } = rendered(knative, undefined, [], calls).spec as {
        template: { spec: { containers: { env?: unknown }[] } };
      };
      return template.spec.containers[0]?.env;
    };
    expect(variablesOf(['order-center', 'tax-engine'])).toEqual([
      { name: 'KFAAS_EGRESS_URL', value: 'http://egress-gateway.kfaas-system.svc.cluster.local' },
    ]);
    expect(variablesOf(['acquired-co/billing', 'tax', 'acquired-co/ledger'])).toEqual([
      { name: 'KFAAS_EGRESS_URL', value: 'http://egress-gateway.kfaas-system.svc.cluster.local' },
      {
        name: 'KFAAS_EGRESS_URL_ACQUIRED_CO',
        value: 'http://acquired-co-egress-gateway.kfaas-system.svc.cluster.local',
      },
    ]);
    expect(variablesOf([])).toBeUndefined();
  },
);
