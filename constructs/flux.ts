import type { Delivery, Flux } from '../inventory';
import type { DeliveryPart } from './delivery-parts';

/** Name of the source that all Kustomizations follow. */
const SOURCE = 'kfaas';

/** The delivery of a company that uses Flux. */
export interface FluxDelivery extends Delivery {
  readonly flux: Flux;
}

/** The repository that each cluster's Flux follows; nothing but the manifests is kept of it. */
export function gitRepository({ repository, flux }: FluxDelivery): object {
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: SOURCE, namespace: flux.namespace },
    spec: {
      interval: '1m',
      url: repository.url,
      ref: { branch: repository.branch },
      ignore: `/*\n!/${repository.folder}\n`,
    },
  };
}

/**
 * The Flux Kustomization of a part: a folder, or a list of files. Flux knows no waves: it applies a part as a whole,
 * then takes away what is gone. So functions wait until what is no function's is there and ready. They themselves are
 * not waited for: one that cannot start would hold up all others.
 * @param path the folder of its kustomization or manifests, below the output folder
 * @param system the name of the part with what is no function's
 */
export function fluxKustomization(
  { repository, flux }: FluxDelivery,
  { name, holds }: DeliveryPart,
  path: string,
  system: string,
): object {
  const order = holds === 'system' ? { wait: true } : { wait: false, dependsOn: [{ name: system }] };
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace: flux.namespace },
    spec: {
      interval: '10m',
      retryInterval: '1m',
      timeout: '15m',
      path: `./${repository.folder}/${path}`,
      prune: true,
      // A part that is split must not take its objects with it.
      deletionPolicy: 'Orphan',
      ...order,
      sourceRef: { kind: 'GitRepository', name: SOURCE },
    },
  };
}
