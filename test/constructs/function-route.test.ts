import type { Backend, FunctionSpec, RouteOfFunction } from '../../catalog';
import { FunctionRoute } from '../../constructs/function-route';
import { only, profileOf, render } from './rendered';

function spec(team: string, name: string, routes = 1): FunctionSpec {
  return {
    team,
    name,
    ksvc: `${team}-${name}`,
    runtime: 'nodejs',
    routes: Array.from({ length: routes }, (_, index) => ({
      match: { exact: `/faas/api/${name}/${index}` },
    })),
    backends: [{ service: `${team}-${name}`, weight: 100 }],
    deployedElsewhere: [],
    rollout: undefined,
    before: [],
    calls: [],
    service: undefined,
  };
}

/** The VirtualService of a function. */
function virtualServiceOf(own: FunctionSpec, rules?: readonly RouteOfFunction[]) {
  const props = { function: own, namespace: 'faas-alpha', profile: profileOf('1.33'), rules };
  return only(
    render((scope) => new FunctionRoute(scope, 'Route', props)),
    'VirtualService',
  );
}

/** The labels and annotations of the VirtualService of saas/tea. */
function metadataOf(rules?: readonly RouteOfFunction[]) {
  return virtualServiceOf(spec('saas', 'tea', 2), rules).metadata;
}

const LABELS = {
  'app.kubernetes.io/managed-by': 'kfaas',
  'kfaas.io/team': 'saas',
  'kfaas.io/function': 'saas-tea',
};

test('a VirtualService of one function names it once', () => {
  expect(metadataOf()).toMatchObject({
    labels: LABELS,
    annotations: { 'argocd.argoproj.io/sync-wave': '40', 'kfaas.io/functions': 'saas/tea' },
  });
});

test('one that hosts the rules of several names the function of each, in their order', () => {
  const [tea, coffee] = [spec('saas', 'tea', 2), spec('trade', 'coffee')];
  const rules = [
    { function: coffee, route: 0 },
    { function: tea, route: 0 },
    { function: tea, route: 1 },
  ];
  expect(metadataOf(rules)).toMatchObject({
    labels: LABELS,
    annotations: { 'kfaas.io/functions': 'trade/coffee,saas/tea,saas/tea' },
  });
});

test('one whose rules are all of one function names it once', () => {
  const tea = spec('saas', 'tea', 2);
  const rules = [1, 0].map((route) => ({ function: tea, route }));
  expect(metadataOf(rules)).toMatchObject({ annotations: { 'kfaas.io/functions': 'saas/tea' } });
});

test('a route with backends of its own sends its requests there, and the others to those of the function', () => {
  const tea = spec('saas', 'tea', 2);
  const [first, ...rest] = tea.routes;
  if (first === undefined) throw new Error('no route');
  const backends = [
    { service: 'saas-tea', weight: 99 },
    { service: 'saas-tea-green', weight: 1 },
  ];
  const { spec: rendered } = virtualServiceOf({ ...tea, routes: [{ ...first, backends }, ...rest] });
  expect(rendered).toMatchObject({
    http: [
      {
        route: [
          {
            weight: 99,
            headers: { request: { set: { Host: 'saas-tea.faas-alpha.svc.cluster.local' } } },
          },
          {
            weight: 1,
            headers: { request: { set: { Host: 'saas-tea-green.faas-alpha.svc.cluster.local' } } },
          },
        ],
      },
      { rewrite: { authority: 'saas-tea.faas-alpha.svc.cluster.local' }, route: [{ weight: 100 }] },
    ],
  });
});

describe('hosts that are no Knative Service', () => {
  const LOCAL = 'knative-local-gateway.istio-system.svc.cluster.local';
  const ruleOf = (...backends: Backend[]) => {
    const { spec: rendered } = virtualServiceOf({ ...spec('saas', 'tea'), backends });
    const { match, ...rule } = (rendered as { http: readonly { match: unknown }[] }).http[0] ?? { match: '' };
    expect(match).toHaveLength(1);
    return rule;
  };

  test('are reached at once: a Service of the namespace by its full name, another host as it is', () => {
    expect(ruleOf({ host: 'billing', port: 8080, weight: 100 })).toEqual({
      route: [
        {
          destination: { host: 'billing.faas-alpha.svc.cluster.local', port: { number: 8080 } },
          weight: 100,
        },
      ],
      retries: { attempts: 0 },
    });
    expect(ruleOf({ host: 'api.example.com', authority: 'b.example.com', weight: 100 })).toEqual({
      rewrite: { authority: 'b.example.com' },
      route: [{ destination: { host: 'api.example.com' }, weight: 100 }],
      retries: { attempts: 0 },
    });
  });

  test('stand beside Knative Services, and each sets the Host that it needs', () => {
    const headers = { request: { set: { 'x-a': '50%' } }, response: { remove: ['server'] } };
    expect(
      ruleOf(
        { service: 'saas-tea', weight: 70, headers },
        { host: 'billing', port: 80, weight: 20 },
        { host: 'a.example.com', authority: 'b.example.com', weight: 10 },
      ),
    ).toEqual({
      route: [
        {
          destination: { host: LOCAL, port: { number: 80 } },
          weight: 70,
          headers: {
            request: { set: { Host: 'saas-tea.faas-alpha.svc.cluster.local', 'x-a': '50%%' } },
            response: { remove: ['server'] },
          },
        },
        { destination: { host: 'billing.faas-alpha.svc.cluster.local', port: { number: 80 } }, weight: 20 },
        {
          destination: { host: 'a.example.com' },
          weight: 10,
          headers: { request: { set: { Host: 'b.example.com' } } },
        },
      ],
      retries: { attempts: 0 },
    });
  });
});

test('a cookie is a regex on the header that has all cookies', () => {
  const tea = spec('saas', 'tea');
  const match = { exact: '/faas/api/tea', cookie: 'v=a.b*', headers: { x: { exact: 'y' } } };
  const { spec: rendered } = virtualServiceOf({ ...tea, routes: [{ match }] });
  expect(rendered).toMatchObject({
    http: [{ match: [{ headers: { x: { exact: 'y' }, cookie: { regex: '(.*; *)?v=a\\.b\\*(;.*)?' } } }] }],
  });
});

test('a VirtualService says how far the rollouts of its functions are', () => {
  const plan = { from: 'saas-tea', to: 'green', canary: undefined, steps: [1, 100], canaryRoutes: [] };
  const tea = { ...spec('saas', 'tea'), rollout: { ...plan, at: 1 } };
  const coffee = {
    ...spec('trade', 'coffee'),
    rollout: { ...plan, at: 'canary' as const, canary: { cookie: 'a=b' } },
  };
  const rules = [coffee, tea].map((own) => ({ function: own, route: 0 }));
  expect(virtualServiceOf(tea, rules).metadata).toMatchObject({
    annotations: {
      'kfaas.io/rollout':
        'saas/tea from saas-tea to green by 1,100 at 1 and trade/coffee from saas-tea to green by canary,1,100 at canary',
    },
  });
});
