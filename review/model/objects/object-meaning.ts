import { isMapping, listOf } from '../../../base';
import { containerMeaning } from './container-meaning';
import { hostPathChanges } from './ingress-paths';
import { gainedAndLost, nowAndBefore, word } from './meaning-words';
import { certifiedHosts, fieldOf, isKind, servedHosts } from './object-facts';
import { policyMeaning } from './policy-meaning';
import { scaleMeaning } from './scale-meaning';

const POD_SECURITY = 'pod-security.kubernetes.io/';

/**
 * Describes the notable effects of an object's change: scaling, images, resources, hosts, certificates and allowed peers.
 * @param before undefined for an added object
 * @param after undefined for a removed object
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
    ...pathMeaning(before, after),
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

/** Describes which paths the hosts of an Ingress newly lead to, and which no longer. */
function pathMeaning(before: unknown, after: unknown): readonly string[] {
  return hostPathChanges(before, after).flatMap(({ host, more, less }) => [
    ...more.map((path) => `exposes ${path} on ${host}`),
    ...less.map((path) => `no longer exposes ${path} on ${host}`),
  ]);
}

/** Describes changes of a namespace's Pod Security admission labels. */
function podSecurityMeaning(before: unknown, after: unknown): readonly string[] {
  const [labelsBefore, labelsAfter] = [before, after].map((object) =>
    fieldOf(object, ['metadata', 'labels']),
  );
  const labels = [labelsBefore, labelsAfter].flatMap((map) => (isMapping(map) ? Object.keys(map) : []));
  const modes = [...new Set(labels)].filter((label) => label.startsWith(POD_SECURITY)).sort();
  return modes.flatMap((label) =>
    nowAndBefore(
      fieldOf(labelsBefore, [label]),
      fieldOf(labelsAfter, [label]),
      (level) => `Pod Security ${label.slice(POD_SECURITY.length)}: ${level}`,
    ),
  );
}

function virtualServiceList(object: unknown, key: 'hosts' | 'gateways'): readonly string[] {
  if (!isKind(object, 'networking.istio.io', 'VirtualService')) return [];
  return listOf(fieldOf(object, ['spec', key])).map(word);
}
