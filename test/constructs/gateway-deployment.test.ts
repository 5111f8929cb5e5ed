import { GatewayDeployment } from '../../constructs/gateway-deployment';
import type { PlatformProfile } from '../../platform';
import { keysIn, only, profileOf, render } from './rendered';

const selector = { 'app.kubernetes.io/name': 'gateway' };

function deployment(profile: PlatformProfile) {
  const objects = render(
    (scope) =>
      new GatewayDeployment(scope, 'Deployment', {
        name: 'gateway',
        labels: selector,
        selector,
        workload: {
          image: 'registry.example.com/gateway:1',
          replicas: { min: 1, max: 2 },
          resources: { cpu: '100m', memory: '256Mi' },
        },
        configMap: { name: 'gateway', content: 'a: b\n' },
        profile,
      }),
  );
  return only(objects, 'Deployment');
}

test('Kubernetes 1.11: an annotation for seccomp, anti-affinity, and liveness that waits for the start', () => {
  expect(deployment(profileOf('1.11'))).toMatchInlineSnapshot(`
   {
     "apiVersion": "apps/v1",
     "kind": "Deployment",
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
       "revisionHistoryLimit": 5,
       "selector": {
         "matchLabels": {
           "app.kubernetes.io/name": "gateway",
         },
       },
       "strategy": {
         "rollingUpdate": {
           "maxSurge": "25%",
           "maxUnavailable": 0,
         },
         "type": "RollingUpdate",
       },
       "template": {
         "metadata": {
           "annotations": {
             "kfaas.io/config-sha256": "52c9693cf3f219d51ba6af4362ee092c55fb5e6f96d6f9da13c8ede7eff8e71b",
             "seccomp.security.alpha.kubernetes.io/pod": "runtime/default",
           },
           "labels": {
             "app.kubernetes.io/name": "gateway",
           },
         },
         "spec": {
           "affinity": {
             "podAntiAffinity": {
               "preferredDuringSchedulingIgnoredDuringExecution": [
                 {
                   "podAffinityTerm": {
                     "labelSelector": {
                       "matchLabels": {
                         "app.kubernetes.io/name": "gateway",
                       },
                     },
                     "topologyKey": "kubernetes.io/hostname",
                   },
                   "weight": 100,
                 },
               ],
             },
           },
           "automountServiceAccountToken": false,
           "containers": [
             {
               "env": [
                 {
                   "name": "SPRING_CONFIG_ADDITIONALLOCATION",
                   "value": "file:/etc/kfaas/",
                 },
                 {
                   "name": "JAVA_TOOL_OPTIONS",
                   "value": "-XX:MaxRAMPercentage=50.0 -XX:+ExitOnOutOfMemoryError -Djava.io.tmpdir=/tmp -Dorg.apache.tomcat.util.buf.UDecoder.ALLOW_ENCODED_SLASH=true -Dorg.apache.catalina.connector.CoyoteAdapter.ALLOW_BACKSLASH=true",
                 },
               ],
               "image": "registry.example.com/gateway:1",
               "lifecycle": {
                 "preStop": {
                   "exec": {
                     "command": [
                       "sleep",
                       "10",
                     ],
                   },
                 },
               },
               "livenessProbe": {
                 "failureThreshold": 3,
                 "httpGet": {
                   "path": "/actuator/health/liveness",
                   "port": "management",
                 },
                 "initialDelaySeconds": 120,
                 "periodSeconds": 10,
                 "timeoutSeconds": 2,
               },
               "name": "gateway",
               "ports": [
                 {
                   "containerPort": 8080,
                   "name": "http",
                 },
                 {
                   "containerPort": 8081,
                   "name": "management",
                 },
               ],
               "readinessProbe": {
                 "failureThreshold": 2,
                 "httpGet": {
                   "path": "/actuator/health/readiness",
                   "port": "management",
                 },
                 "periodSeconds": 5,
                 "timeoutSeconds": 2,
               },
               "resources": {
                 "limits": {
                   "memory": "256Mi",
                 },
                 "requests": {
                   "cpu": "100m",
                   "memory": "256Mi",
                 },
               },
               "securityContext": {
                 "allowPrivilegeEscalation": false,
                 "capabilities": {
                   "drop": [
                     "ALL",
                   ],
                 },
                 "readOnlyRootFilesystem": true,
               },
               "volumeMounts": [
                 {
                   "mountPath": "/etc/kfaas",
                   "name": "config",
                   "readOnly": true,
                 },
                 {
                   "mountPath": "/tmp",
                   "name": "tmp",
                 },
               ],
             },
           ],
           "securityContext": {
             "runAsNonRoot": true,
             "runAsUser": 10001,
           },
           "serviceAccountName": "gateway",
           "terminationGracePeriodSeconds": 60,
           "volumes": [
             {
               "configMap": {
                 "name": "gateway",
               },
               "name": "config",
             },
             {
               "emptyDir": {
                 "sizeLimit": "64Mi",
               },
               "name": "tmp",
             },
           ],
         },
       },
     },
   }
  `);
});

test.each([
  [
    '1.11',
    [],
    ['enableServiceLinks', 'runAsGroup', 'topologySpreadConstraints', 'startupProbe', 'seccompProfile'],
  ],
  [
    '1.13',
    ['enableServiceLinks'],
    ['runAsGroup', 'topologySpreadConstraints', 'startupProbe', 'seccompProfile'],
  ],
  [
    '1.14',
    ['enableServiceLinks', 'runAsGroup'],
    ['topologySpreadConstraints', 'startupProbe', 'seccompProfile'],
  ],
  [
    '1.17',
    ['runAsGroup', 'podAntiAffinity'],
    ['topologySpreadConstraints', 'startupProbe', 'seccompProfile'],
  ],
  [
    '1.18',
    ['topologySpreadConstraints', 'startupProbe'],
    ['affinity', 'initialDelaySeconds', 'seccompProfile'],
  ],
  [
    '1.19',
    ['seccompProfile'],
    ['affinity', 'initialDelaySeconds', 'seccomp.security.alpha.kubernetes.io/pod'],
  ],
  ['1.21', ['seccompProfile', 'exec'], ['matchLabelKeys']],
  ['1.33', ['seccompProfile', 'matchLabelKeys', 'startupProbe'], ['affinity', 'exec', 'initialDelaySeconds']],
])('Kubernetes %s: with %p, without %p', (kubernetes, has, lacks) => {
  const keys = keysIn(deployment(profileOf(kubernetes)));
  expect(has.filter((key) => !keys.has(key))).toEqual([]);
  expect(lacks.filter((key) => keys.has(key))).toEqual([]);
});

test('where a probe cannot wait for the start, liveness waits as long', () => {
  expect(deployment(profileOf('1.17'))).toMatchObject({
    spec: {
      template: {
        spec: { containers: [{ livenessProbe: { initialDelaySeconds: 120, periodSeconds: 10 } }] },
      },
    },
  });
  expect(deployment(profileOf('1.18'))).toMatchObject({
    spec: {
      template: { spec: { containers: [{ startupProbe: { failureThreshold: 60, periodSeconds: 2 } }] } },
    },
  });
});

test('the sleep before the end needs a program in the image until Kubernetes 1.30', () => {
  const preStop = (kubernetes: string) =>
    JSON.stringify(deployment(profileOf(kubernetes))).match(/"preStop":.*?\}\}/)?.[0];
  expect(preStop('1.11')).toBe('"preStop":{"exec":{"command":["sleep","10"]}}');
  expect(preStop('1.33')).toBe('"preStop":{"sleep":{"seconds":10}}');
});
