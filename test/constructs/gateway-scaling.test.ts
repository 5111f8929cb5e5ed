import { GatewayScaling } from '../../constructs/gateway-scaling';
import type { GatewayWorkload } from '../../inventory';
import { keysIn, only, profileOf, render } from './rendered';

const selector = { 'app.kubernetes.io/name': 'gateway' };

function scaling(kubernetes: string, metric?: Partial<GatewayWorkload>) {
  const profile = profileOf(kubernetes);
  const replicas = { min: 2, max: 8 };
  return render(
    (scope) =>
      new GatewayScaling(scope, 'Scaling', {
        name: 'gateway',
        labels: selector,
        selector,
        workload: { replicas, ...metric },
        profile,
      }),
  );
}

test('Kubernetes 1.11: autoscaling/v2beta1 and policy/v1beta1', () => {
  expect(scaling('1.11')).toMatchInlineSnapshot(`
   [
     {
       "apiVersion": "autoscaling/v2beta1",
       "kind": "HorizontalPodAutoscaler",
       "metadata": {
         "annotations": {
           "argocd.argoproj.io/sync-wave": "20",
         },
         "labels": {
           "app.kubernetes.io/name": "gateway",
         },
         "name": "gateway",
         "namespace": "kfaas-system",
       },
       "spec": {
         "maxReplicas": 8,
         "metrics": [
           {
             "resource": {
               "name": "cpu",
               "targetAverageUtilization": 65,
             },
             "type": "Resource",
           },
         ],
         "minReplicas": 2,
         "scaleTargetRef": {
           "apiVersion": "apps/v1",
           "kind": "Deployment",
           "name": "gateway",
         },
       },
     },
     {
       "apiVersion": "policy/v1beta1",
       "kind": "PodDisruptionBudget",
       "metadata": {
         "annotations": {
           "argocd.argoproj.io/sync-wave": "20",
         },
         "labels": {
           "app.kubernetes.io/name": "gateway",
         },
         "name": "gateway",
         "namespace": "kfaas-system",
       },
       "spec": {
         "maxUnavailable": 1,
         "selector": {
           "matchLabels": {
             "app.kubernetes.io/name": "gateway",
           },
         },
       },
     },
   ]
  `);
});

test('Kubernetes 1.15: the shape of autoscaling/v2, without behavior', () => {
  expect(only(scaling('1.15'), 'HorizontalPodAutoscaler')).toMatchInlineSnapshot(`
   {
     "apiVersion": "autoscaling/v2beta2",
     "kind": "HorizontalPodAutoscaler",
     "metadata": {
       "annotations": {
         "argocd.argoproj.io/sync-wave": "20",
       },
       "labels": {
         "app.kubernetes.io/name": "gateway",
       },
       "name": "gateway",
       "namespace": "kfaas-system",
     },
     "spec": {
       "maxReplicas": 8,
       "metrics": [
         {
           "resource": {
             "name": "cpu",
             "target": {
               "averageUtilization": 65,
               "type": "Utilization",
             },
           },
           "type": "Resource",
         },
       ],
       "minReplicas": 2,
       "scaleTargetRef": {
         "apiVersion": "apps/v1",
         "kind": "Deployment",
         "name": "gateway",
       },
     },
   }
  `);
});

test.each([
  ['1.11', 'autoscaling/v2beta1', false],
  ['1.13', 'autoscaling/v2beta2', false],
  ['1.17', 'autoscaling/v2beta2', false],
  ['1.18', 'autoscaling/v2beta2', true],
  ['1.21', 'autoscaling/v2beta2', true],
  ['1.33', 'autoscaling/v2', true],
])('Kubernetes %s: %s, with behavior: %p', (kubernetes, apiVersion, behavior) => {
  const autoscaler = only(scaling(kubernetes), 'HorizontalPodAutoscaler');
  expect(autoscaler.apiVersion).toBe(apiVersion);
  expect(keysIn(autoscaler).has('behavior')).toBe(behavior);
  const flat = apiVersion === 'autoscaling/v2beta1';
  expect(keysIn(autoscaler).has('targetAverageUtilization')).toBe(flat);
  expect(keysIn(autoscaler).has('target')).toBe(!flat);
});

test.each([
  ['1.19', 'policy/v1beta1', false],
  ['1.21', 'policy/v1', false],
  ['1.33', 'policy/v1', true],
])('Kubernetes %s: a budget of %s, broken pods let go: %p', (kubernetes, apiVersion, letsGo) => {
  const budget = only(scaling(kubernetes), 'PodDisruptionBudget');
  expect(budget.apiVersion).toBe(apiVersion);
  expect(keysIn(budget).has('unhealthyPodEvictionPolicy')).toBe(letsGo);
  expect(budget.spec).toMatchObject({ maxUnavailable: 1, selector: { matchLabels: selector } });
});

describe('a metric beside the CPU', () => {
  const named = {
    scaling: { metric: { kind: 'pods', name: 'tomcat_threads_busy_threads', average: '200' } },
  } as const;

  test.each(['1.15', '1.33'])('Kubernetes %s: as autoscaling/v2 has it', (kubernetes) => {
    const autoscaler = only(scaling(kubernetes, named), 'HorizontalPodAutoscaler');
    expect(autoscaler.spec).toMatchObject({
      metrics: [
        { type: 'Resource', resource: { name: 'cpu' } },
        {
          type: 'Pods',
          pods: {
            metric: { name: 'tomcat_threads_busy_threads' },
            target: { type: 'AverageValue', averageValue: '200' },
          },
        },
      ],
    });
  });

  test('Kubernetes 1.11: as autoscaling/v2beta1 has it', () => {
    const autoscaler = only(scaling('1.11', named), 'HorizontalPodAutoscaler');
    expect(autoscaler.spec).toMatchObject({
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', targetAverageUtilization: 65 } },
        { type: 'Pods', pods: { metricName: 'tomcat_threads_busy_threads', targetAverageValue: '200' } },
      ],
    });
  });
});
