import type { FunctionSpec } from '../../catalog';
import type { RouteOfFunction } from '../../catalog';
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
    calls: [],
    service: undefined,
  };
}

/** The labels and annotations of the VirtualService of saas/tea. */
function metadataOf(rules?: readonly RouteOfFunction[]) {
  const props = {
    function: spec('saas', 'tea', 2),
    namespace: 'faas-alpha',
    profile: profileOf('1.33'),
    rules,
  };
  const objects = render((scope) => new FunctionRoute(scope, 'Route', props));
  return only(objects, 'VirtualService').metadata;
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
