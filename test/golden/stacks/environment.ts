import type { Cluster, Environment } from '../../../inventory';
import type { PlatformVersions } from '../../../platform';
import { GOLDEN_ENVIRONMENT } from '../environment';

/** A cluster that is named by its Istio. */
function cluster(name: string, platform: PlatformVersions): Cluster {
  // Before 1.21 Kubernetes tells no namespaces by name, and operators must label them.
  const isOld = Number(platform.kubernetes.slice('1.'.length)) < 21;
  const overrides = isOld ? { namespaceLabel: 'example.com/namespace' } : undefined;
  return { name, region: 'cn-hangzhou', platform, overrides, functionNamespaces: ['faas-alpha'] };
}

/** The four stacks that the company ran, and the three newest that were tested together or are about to be. */
export const STACKS_ENVIRONMENT: Environment = {
  ...GOLDEN_ENVIRONMENT,
  clusters: [
    cluster('istio-1-0', { kubernetes: '1.13', istio: '1.0.6', knative: '0.7', certManager: '0.6' }),
    cluster('istio-1-1', { kubernetes: '1.14', istio: '1.1.7', knative: '0.8', certManager: '0.6' }),
    cluster('istio-1-4', { kubernetes: '1.16', istio: '1.4.6', knative: '0.14', certManager: '0.12' }),
    cluster('istio-1-5', { kubernetes: '1.17', istio: '1.5.4', knative: '0.15', certManager: '0.12' }),
    cluster('istio-1-28', { kubernetes: '1.33', istio: '1.28.6', knative: '1.21', certManager: '1.18.0' }),
    cluster('istio-1-29', { kubernetes: '1.34', istio: '1.29.2', knative: '1.22', certManager: '1.18.0' }),
    cluster('istio-1-30', { kubernetes: '1.35', istio: '1.30', knative: '1.23', certManager: '1.18.0' }),
  ],
};
