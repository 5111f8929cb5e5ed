import type { Delivery } from '../inventory';

/** How the company's manifests are delivered. */
export const DELIVERY: Delivery = {
  repository: { url: 'https://git.example.com/platform/kfaas.git', branch: 'main', folder: 'dist' },
  owners: ['@example/kfaas-platform'],
  argocd: { namespace: 'argocd' },
  flux: { namespace: 'flux-system' },
};
