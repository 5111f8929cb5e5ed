import { manifestsOf, onStack, renderStack, type Mapping } from '../../matrix/rendered-stack';
import type { Guard } from '../../../inventory';
import { clusterPair } from '../model/cluster-snapshots';
import { messagesOf, reviewedPairs } from '../model/requests/reviewed-pairs';

const TODAY = { kubernetes: '1.34', istio: '1.29.2', knative: '1.22', certManager: '1.18.0' };
const WRITER = 'system:serviceaccount:argocd:argocd-application-controller';

/** The objects of a guard, as they are rendered. */
function rendered(guard: Guard): readonly Mapping[] {
  const environments = onStack(TODAY).map((environment) => ({ ...environment, guard }));
  return manifestsOf(renderStack(environments))
    .filter(({ file, kind }) => file.startsWith('prod/prod-us/') && kind.startsWith('ValidatingAdmission'))
    .map(({ object }) => object);
}

const WARN = rendered({ writers: [WRITER], breakGlass: 'on-call' });
const DENY = rendered({ writers: [WRITER], breakGlass: 'on-call', action: 'deny' });
const AUDIT = rendered({ writers: [WRITER], breakGlass: 'on-call', action: 'audit' });

const told = (before: readonly object[], after: readonly object[]) =>
  messagesOf(reviewedPairs(clusterPair(before, after)), 'KF828');

const [HOSTS, NAMESPACE] = ['kfaas-gateway-hosts', 'kfaas-namespace'];
const ofBoth = (text: string) => [HOSTS, NAMESPACE].map((name) => text.replace('NAME', name));

test('a guard that does less', () => {
  const less = (now: string, before: string) =>
    `ValidatingAdmissionPolicyBinding NAME guards less or others: it does ${now}, where it was ${before} in prod-us`;
  expect(told(DENY, WARN)).toEqual(ofBoth(`error ${less('Warn and Audit', 'Deny and Audit')}`));
  expect(told(DENY, AUDIT)).toEqual(ofBoth(`error ${less('Audit', 'Deny and Audit')}`));
  expect(told(WARN, AUDIT)).toEqual(ofBoth(`warning ${less('Audit', 'Warn and Audit')}`));
});

test('one that does more, or that is new, is no risk', () => {
  expect([told(WARN, DENY), told(AUDIT, WARN), told(AUDIT, DENY), told([], DENY)].flat()).toEqual([]);
});

test('a guard that is gone', () => {
  const gone = (kind: string) => `error ${kind} NAME guards less or others: it is gone in prod-us`;
  expect([...told(WARN, [])].sort()).toEqual(
    ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding']
      .flatMap((kind) => ofBoth(gone(kind)))
      .sort(),
  );
});

test('a writer more, and another group', () => {
  const more = rendered({ writers: [WRITER, 'eve'], breakGlass: 'everyone' });
  const lets =
    'warning ValidatingAdmissionPolicy NAME guards less or others: it lets "eve" through and lets "everyone" through in prod-us';
  expect(told(WARN, more)).toEqual(ofBoth(lets));
  expect(told(WARN, rendered({ writers: [WRITER] }))).toEqual([]);
});
