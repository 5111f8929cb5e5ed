import { LABEL } from '../base';
import { destinationOf, type ArgoCd, type Delivery } from '../inventory';
import type { DeliveryPart } from './delivery-parts';

/**
 * How each Application is kept as git says.
 *
 * PruneLast: without it Argo CD takes away what is gone before it brings the rest of the same wave, and a function that
 * is renamed answers nothing for a while. ApplyOutOfSyncOnly: waves wait for what changes alone, so that a certificate
 * that cannot be renewed holds up nothing else, and thousands of objects are not applied for one. ServerSideApply: a
 * VirtualService of many rules may be larger than the annotation in which kubectl keeps it.
 */
const SYNC_POLICY = {
  automated: { prune: true, selfHeal: true },
  syncOptions: ['ApplyOutOfSyncOnly=true', 'CreateNamespace=false', 'PruneLast=true', 'ServerSideApply=true'],
  // A function's turn may come before its namespace is there, where the steps below are not enabled.
  retry: { limit: 5, backoff: { duration: '30s', factor: 2, maxDuration: '10m' } },
};

/** The delivery of a company that uses Argo CD. */
export interface ArgoCdDelivery extends Delivery {
  readonly argocd: ArgoCd;
}

/** The ApplicationSet of all clusters that are one Application each: all files below its folder. */
export function clustersApplicationSet(delivery: ArgoCdDelivery, clusters: readonly DeliveryPart[]): object {
  return applicationSet(delivery, 'kfaas', clusters, {}, { recurse: true });
}

/**
 * The ApplicationSet of a cluster in parts: each a folder, or some files of it. The steps are Argo CD's progressive
 * syncs: where those are not enabled all parts are synced at once, and again until they succeed.
 */
export function partsApplicationSet(
  delivery: ArgoCdDelivery,
  cluster: string,
  parts: readonly DeliveryPart[],
): object {
  const step = (holds: DeliveryPart['holds']) => ({
    matchExpressions: [{ key: LABEL.part, operator: 'In', values: [holds] }],
  });
  return applicationSet(
    delivery,
    `kfaas-${cluster}`,
    parts,
    { strategy: { type: 'RollingSync', rollingSync: { steps: [step('system'), step('functions')] } } },
    { include: '{{.include}}' },
  );
}

function applicationSet(
  { repository, argocd }: ArgoCdDelivery,
  name: string,
  parts: readonly DeliveryPart[],
  strategy: object,
  directory: { readonly recurse: true } | { readonly include: string },
): object {
  const isByFiles = 'include' in directory;
  const elements = parts.map(({ name: part, environment, cluster, holds, folder, globs }) => {
    const { project, cluster: destination } = destinationOf(argocd, environment, cluster);
    const path = `${repository.folder}/${folder}`;
    const include = isByFiles ? { include: globs === undefined ? '*' : oneGlob(globs) } : {};
    return { name: part, environment, cluster, holds, project, destination, path, ...include };
  });
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name, namespace: argocd.namespace },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [{ list: { elements } }],
      ...strategy,
      // An Application that is split, or a cluster that is left out, must not take its objects with it.
      syncPolicy: { preserveResourcesOnDeletion: true },
      template: {
        metadata: {
          name: '{{.name}}',
          labels: {
            [LABEL.environment]: '{{.environment}}',
            [LABEL.cluster]: '{{.cluster}}',
            [LABEL.part]: '{{.holds}}',
          },
        },
        spec: {
          project: '{{.project}}',
          source: {
            repoURL: repository.url,
            targetRevision: repository.branch,
            path: '{{.path}}',
            directory,
          },
          destination: { name: '{{.destination}}' },
          syncPolicy: SYNC_POLICY,
        },
      },
    },
  };
}

/** One pattern for several, as Argo CD reads them. */
function oneGlob(globs: readonly string[]): string {
  const [only = '', ...more] = globs;
  return more.length === 0 ? only : `{${globs.join(',')}}`;
}
