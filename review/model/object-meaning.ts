import { isMapping, listOf } from '../../routing';
import { containerMeaning } from './container-meaning';
import { gainedAndLost, nowAndBefore, word } from './meaning-words';
import { certifiedHosts, fieldOf, isOf, servedHosts } from './object-facts';
import { policyMeaning } from './policy-meaning';
import { scaleMeaning } from './scale-meaning';

const POD_SECURITY = 'pod-security.kubernetes.io/';

/**
 * What a change of an object means, in words, where it is worth knowing: how far it scales, what it runs, which hosts
 * it serves and has certificates for, whom it lets in.
 * @param before undefined for an object that is added
 * @param after undefined for one that is removed
 */
export function objectMeaning(before: unknown, after: unknown): readonly string[] {
  const network = [
    ...gainedAndLost('has a certificate for', certifiedHosts(before), certifiedHosts(after)),
    ...gainedAndLost('serves', servedHosts(before), servedHosts(after)),
    ...policyMeaning(before, after),
  ];
  if (before === undefined || after === undefined) return network;
  const versions = [before, after].map((object) => fieldOf(object, ['apiVersion']));
  return [
    ...nowAndBefore(versions[0], versions[1], (version) => `API version ${version}`),
    ...containerMeaning(before, after),
    ...scaleMeaning(before, after),
    ...network,
    ...podSecurityMeaning(before, after),
    ...gainedAndLost('is for host', virtualServiceList(before, 'hosts'), virtualServiceList(after, 'hosts')),
    ...gainedAndLost(
      'is bound to gateway',
      virtualServiceList(before, 'gateways'),
      virtualServiceList(after, 'gateways'),
    ),
  ];
}

/** How strictly a namespace's pods are admitted: by the labels of Pod Security admission. */
function podSecurityMeaning(before: unknown, after: unknown): readonly string[] {
  const [old, now] = [before, after].map((object) => fieldOf(object, ['metadata', 'labels']));
  const labels = [old, now].flatMap((of) => (isMapping(of) ? Object.keys(of) : []));
  const modes = [...new Set(labels)].filter((label) => label.startsWith(POD_SECURITY)).sort();
  return modes.flatMap((label) =>
    nowAndBefore(
      fieldOf(old, [label]),
      fieldOf(now, [label]),
      (level) => `Pod Security ${label.slice(POD_SECURITY.length)}: ${level}`,
    ),
  );
}

function virtualServiceList(object: unknown, key: 'hosts' | 'gateways'): readonly string[] {
  if (!isOf(object, 'networking.istio.io', 'VirtualService')) return [];
  return listOf(fieldOf(object, ['spec', key])).map(word);
}
