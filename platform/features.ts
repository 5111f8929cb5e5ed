import { KNOWN_RELEASES } from './component';
import { fact, OLDEST, since, type Fact, type FactRow } from './fact';

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
  admissionPolicy: since(
    kubernetes,
    'ValidatingAdmissionPolicy',
    '1.30',
    'admissionregistration.k8s.io/v1 from 1.30',
  ),
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
  functionPullSecrets: since(
    'knative',
    'imagePullSecrets of functions',
    '0.11',
    'the webhook refuses it before',
  ),
  responseStartTimeout: since('knative', 'responseStartTimeoutSeconds', '1.7', '300 s where it is not said'),
} as const;

/** A field or label that only some versions have. */
export type Feature = keyof typeof FEATURES;

/** The minor releases of Kubernetes 1 whose Pod Security labels do something, as far as they are known. */
const LABELLED = { first: 23, last: Number(KNOWN_RELEASES.kubernetes.newest.split('.')[1]) };

/**
 * The Kubernetes release that Pod Security labels pin, as `v1.33`: its standards hold until somebody changes it. The
 * labels are on by default from 1.23.
 */
export const POD_SECURITY_RELEASE: Fact<string | undefined> = fact<string | undefined>(
  kubernetes,
  'release that Pod Security labels name',
  [
    [OLDEST, undefined, 'the labels do nothing before 1.23'],
    ...Array.from({ length: LABELLED.last - LABELLED.first + 1 }, (_, index): FactRow<string> => {
      const release = `1.${LABELLED.first + index}`;
      return [release, `v${release}`, 'pinned, so that an upgrade tightens nothing unseen'];
    }),
  ],
  (value) => value ?? 'none',
);
