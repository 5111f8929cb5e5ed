import { fieldChecker } from './field-table';
import { isSince, isWithin } from './release';
import { at, type Manifest } from './rendered-stack';

/** Which API versions of a Certificate a cert-manager serves (knative.md, section 6). */
const SERVED: Readonly<Record<string, string>> = {
  'certmanager.k8s.io/v1alpha1': '0.1-0.11',
  'cert-manager.io/v1alpha2': '0.11-1.6',
  'cert-manager.io/v1alpha3': '0.15-1.6',
  'cert-manager.io/v1beta1': '0.16-1.6',
  'cert-manager.io/v1': '1.0',
};

const COMMON = 'secretName dnsNames[] issuerRef';
const OBJECT = { '': 'apiVersion kind metadata spec', metadata: 'name namespace labels{} annotations{}' };

/** Before v1beta1 the key is described flat in the spec; `acme` is there in the old group alone. */
const flatProblems = fieldChecker({
  ...OBJECT,
  spec: `${COMMON} keyAlgorithm keySize:int acme@0.1-0.11`,
  'spec.issuerRef': 'name kind group@0.11',
  'spec.acme': 'config[]',
  'spec.acme.config[]': 'domains[] http01',
  'spec.acme.config[].http01': 'ingressClass',
});

const nestedProblems = fieldChecker({
  ...OBJECT,
  spec: `${COMMON} privateKey`,
  'spec.issuerRef': 'name kind group',
  'spec.privateKey': 'algorithm size:int rotationPolicy',
});

/** What is wrong with a Certificate for the cert-manager of its cluster. */
export function certificateProblems({ apiVersion, object, spec }: Manifest, certManager: string): string[] {
  const isNested = ['cert-manager.io/v1beta1', 'cert-manager.io/v1'].includes(apiVersion);
  const problems = (isNested ? nestedProblems : flatProblems)(object, certManager);
  if (!isWithin(certManager, SERVED[apiVersion] ?? '9')) problems.push(`${apiVersion} is not served`);
  // Before 0.8 an issuer does not know how to solve a challenge.
  if (!isSince(certManager, '0.8') && at(spec, 'acme') === undefined)
    problems.push('no way to solve a challenge');
  return problems;
}
