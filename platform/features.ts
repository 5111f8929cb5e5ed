import { since } from './fact';

const kubernetes = 'kubernetes';

/**
 * Fields and labels that KFaas renders where the cluster has them, with the release that brought them (for a
 * Kubernetes field: the first in which it is on by default). Source: Kubernetes' feature gates and release notes.
 */
export const FEATURES = {
  serviceLinks: since(kubernetes, 'enableServiceLinks', '1.13', 'it came with 1.13'),
  runAsGroup: since(kubernetes, 'runAsGroup', '1.14', 'on by default from 1.14'),
  hpaBehavior: since(kubernetes, 'HorizontalPodAutoscaler behavior', '1.18', 'in v2beta2 from 1.18'),
  topologySpread: since(kubernetes, 'topologySpreadConstraints', '1.18', 'on by default from 1.18'),
  startupProbe: since(kubernetes, 'startupProbe', '1.18', 'on by default from 1.18'),
  ingressClassName: since(kubernetes, 'Ingress ingressClassName', '1.18', 'an annotation before'),
  ingressPathType: since(kubernetes, 'Ingress pathType', '1.18', 'optional from 1.18, needed from v1'),
  appProtocol: since(kubernetes, 'Service appProtocol', '1.19', 'on by default from 1.19'),
  seccompProfile: since(kubernetes, 'seccompProfile', '1.19', 'an annotation before'),
  podSecurityLabels: since(kubernetes, 'Pod Security labels', '1.23', 'inert before'),
  unhealthyPodEvictionPolicy: since(
    kubernetes,
    'PodDisruptionBudget unhealthyPodEvictionPolicy',
    '1.27',
    'on by default from 1.27',
  ),
  spreadMatchLabelKeys: since(
    kubernetes,
    'matchLabelKeys of topologySpreadConstraints',
    '1.27',
    'on by default from 1.27',
  ),
  preStopSleep: since(kubernetes, 'preStop sleep', '1.30', 'on by default from 1.30'),
  acmeSolversOnIssuer: since(
    'certManager',
    'ACME solvers on the issuer',
    '0.8',
    'each Certificate says them before (spec.acme)',
  ),
  acmeEcdsaKeys: since(
    'certManager',
    'ECDSA keys of ACME certificates',
    '0.8.1',
    'an RSA key was made before (cert-manager #1741, #1757)',
  ),
  certificateIssuerGroup: since(
    'certManager',
    'Certificate issuerRef.group',
    '0.11',
    'with the group cert-manager.io',
  ),
  certificatePrivateKey: since(
    'certManager',
    'Certificate privateKey',
    '0.16',
    'keyAlgorithm and keySize before',
  ),
} as const;

/** A field or label that only some versions have. */
export type Feature = keyof typeof FEATURES;
