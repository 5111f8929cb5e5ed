import type { Delivery } from '../inventory';
import { toYamlDocuments } from '../manifests';
import { clustersApplicationSet, partsApplicationSet, type ArgoCdDelivery } from './argocd';
import {
  byCluster,
  OBJECT_LIMIT,
  objectsOf,
  partsOfCluster,
  wholeCluster,
  type DeliveredFile,
  type DeliveryPart,
} from './delivery-parts';
import { fluxKustomization, gitRepository, type FluxDelivery } from './flux';
import { heading } from './rendered-mark';

/** A file of the output. */
export interface DeliveryFile {
  /** Path below the output folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** A cluster as one part, and in as many as it takes. */
interface DeliveredCluster {
  readonly whole: DeliveryPart;
  readonly parts: readonly DeliveryPart[];
  /** Whether one part is as large as it may be. */
  readonly isSmall: boolean;
}

/**
 * Renders the objects that name the files of each cluster for Argo CD and Flux, as far as the delivery names them. Each
 * file of each cluster is in exactly one Application, and in exactly one Kustomization.
 * @param files all that is applied to the clusters
 * @param limit most objects of a part
 */
export function renderDelivery(
  delivery: Delivery,
  files: readonly DeliveredFile[],
  limit = OBJECT_LIMIT,
): DeliveryFile[] {
  const clusters = [...byCluster(files)].map(([folder, own]): DeliveredCluster => {
    const whole = wholeCluster(folder, own);
    return { whole, parts: partsOfCluster(whole, limit), isSmall: objectsOf(own) <= limit };
  });
  const { argocd, flux } = delivery;
  return [
    ...(argocd === undefined ? [] : argocdFiles({ ...delivery, argocd }, clusters)),
    ...(flux === undefined ? [] : fluxFiles({ ...delivery, flux }, clusters)),
  ];
}

function argocdFiles(delivery: ArgoCdDelivery, clusters: readonly DeliveredCluster[]): DeliveryFile[] {
  const small = clusters.filter(({ isSmall }) => isSmall).map(({ whole }) => whole);
  const split = clusters.filter(({ isSmall }) => !isSmall);
  return [
    ...(small.length === 0
      ? []
      : [file('argocd/applicationset.yaml', [clustersApplicationSet(delivery, small)])]),
    ...split.map(({ whole: { cluster }, parts }) =>
      file(`argocd/${cluster}.applicationset.yaml`, [partsApplicationSet(delivery, cluster, parts)]),
    ),
  ];
}

function fluxFiles(delivery: FluxDelivery, clusters: readonly DeliveredCluster[]): DeliveryFile[] {
  const ofClusters = clusters.flatMap(({ whole: { environment, cluster }, parts }) => {
    const folder = `flux/${environment}-${cluster}`;
    const system = parts.find(({ holds }) => holds === 'system')?.name ?? '';
    const lists = parts.flatMap((part) => listOf(part, `${folder}/${part.name}`));
    const objects = parts.map((part) => fluxKustomization(delivery, part, pathOf(part, folder), system));
    return [file(`${folder}.yaml`, objects), ...lists];
  });
  return [file('flux/gitrepository.yaml', [gitRepository(delivery)]), ...ofClusters];
}

/** Where a part is found: in its folder, or, where it is some files of it alone, at the list of them. */
function pathOf({ name, folder, globs }: DeliveryPart, lists: string): string {
  return globs === undefined ? folder : `gitops/${lists}/${name}`;
}

/**
 * The list of a part that is no whole folder. Flux builds it: it takes files from anywhere in the repository, where
 * kustomize by itself takes those below the list alone.
 */
function listOf({ globs, files }: DeliveryPart, folder: string): DeliveryFile[] {
  if (globs === undefined) return [];
  const up = '../'.repeat(`gitops/${folder}`.split('/').length);
  const list = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };
  // Paths of manifests are plain texts to YAML: asking about each of them takes longer than all the rest.
  const resources = files
    .map(({ path }) => `  - ${up}${path}\n`)
    .sort()
    .join('');
  return [file(`${folder}/kustomization.yaml`, [list], `resources:\n${resources}`)];
}

function file(path: string, objects: readonly object[], more = ''): DeliveryFile {
  const text = `${heading('environments/ and functions/')}${toYamlDocuments(objects)}${more}`;
  return { path: `gitops/${path}`, text };
}
