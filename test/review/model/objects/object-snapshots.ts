import { createHash } from 'node:crypto';
import { routingRulesOf } from '../../../../platform';
import type { ClusterPair, SnapshotCluster, SnapshotFile } from '../../../../review/model';

/** Objects by file, below the cluster's folder. */
export type Files = Readonly<Record<string, readonly unknown[]>>;

/** Parsing that is counted: which files' objects were asked for. */
export interface Asked {
  readonly files: string[];
}

const NOBODY: Asked = { files: [] };

/** A cluster on both snapshots, of objects given by file; undefined where a snapshot does not have it. */
export function clusterPair(
  before: Files | undefined,
  after: Files | undefined,
  { environment = 'prod', cluster = 'prod-cn', asked = NOBODY, hashOf = jsonHash } = {},
): ClusterPair {
  const side = (files: Files | undefined): SnapshotCluster | undefined => {
    const rules = routingRulesOf('1.28.6');
    if (rules === undefined) throw new Error('no rules');
    if (files === undefined) return undefined;
    const entries = Object.entries(files).map(([file, objects]): [string, SnapshotFile] => {
      const path = `${environment}/${cluster}/${file}`;
      return [path, { hash: hashOf(objects), objects: () => (asked.files.push(path), objects) }];
    });
    return { environment, cluster, istio: '1.28.6', rules, files: new Map(entries) };
  };
  return { environment, cluster, before: side(before), after: side(after) };
}

/** The sides of clusters, swapped. */
export function swapped(pairs: readonly ClusterPair[]): readonly ClusterPair[] {
  return pairs.map((pair) => ({ ...pair, before: pair.after, after: pair.before }));
}

function jsonHash(objects: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(objects)).digest('hex');
}

/** A Knative Service as KFaas renders it. */
export function knativeService(
  team: string,
  name: string,
  namespace: string,
  {
    image = `registry.example.com/${team}/app:1.0.0`,
    max = '200',
    apiVersion = 'serving.knative.dev/v1',
  } = {},
) {
  const labels = { 'kfaas.io/team': team, 'kfaas.io/runtime': 'nodejs' };
  return {
    apiVersion,
    kind: 'Service',
    metadata: {
      name: `${team}-${name}`,
      namespace,
      labels: { ...labels, 'networking.knative.dev/visibility': 'cluster-local' },
    },
    spec: {
      template: {
        metadata: {
          annotations: { 'autoscaling.knative.dev/min-scale': '4', 'autoscaling.knative.dev/max-scale': max },
          labels,
        },
        spec: {
          containerConcurrency: 50,
          containers: [{ image, resources: { requests: { cpu: '100m', memory: '256Mi' } } }],
        },
      },
    },
  };
}

/** A function's VirtualService as KFaas renders it. */
export function virtualService(
  team: string,
  name: string,
  namespace: string,
  { prefix = `/faas/api/${team}/${name}/`, apiVersion = 'networking.istio.io/v1' } = {},
) {
  return {
    apiVersion,
    kind: 'VirtualService',
    metadata: {
      name: `${namespace}-ns-${team}-${name}-ksvc-virtualservice`,
      namespace: 'kfaas-system',
      labels: { 'app.kubernetes.io/managed-by': 'kfaas', 'kfaas.io/function': `${team}-${name}` },
    },
    spec: {
      hosts: [`${namespace}-ksvc-gateway.kfaas-system.svc.cluster.local`],
      gateways: ['knative-serving/knative-local-gateway', 'knative-serving/knative-ingress-gateway'],
      http: [
        {
          match: [{ uri: { prefix } }],
          route: [
            {
              destination: {
                host: 'knative-local-gateway.istio-system.svc.cluster.local',
                port: { number: 80 },
              },
              weight: 100,
            },
          ],
          rewrite: { authority: `${team}-${name}.${namespace}.svc.cluster.local` },
          retries: { attempts: 0 },
        },
      ],
    },
  };
}
