import { isMapping, listOf, type Mapping } from '../../base';
import { isName } from './name-list';
import { isSameList } from './age';
import { validateConnections } from './validate-connections';
import { gatewayNames } from './validate-gateway-names';
import { isAddress } from './addresses';
import { hostsMeet, isHost, isLabel, isMadeServerName } from './validate-names';
import { isSet, list, type Check, type Validation } from './validation';

/** Annotations with which the webhook refuses an object of any kind (pkg/config/validation/validation.go, validateMetadata). */
const REFUSED_ANNOTATIONS = [
  ...['istio.io/dry-run', 'internal.istio.io/webhook-always-reject'],
  ...['internal.istio.io/parents', 'internal.istio.io/parent-namespace'],
];

/** Checks the spec of a VirtualService as a whole; the rules are checked one by one. */
export type SpecValidator = (spec: Mapping, metadata: Mapping, at: Validation) => void;

/**
 * Creates a {@link SpecValidator}: what `ValidateVirtualService` asks beside the rules (pkg/config/validation/validation.go). VirtualServices
 * that follow each other mostly have the same hosts and Gateways, which are then looked at once.
 */
export function specValidator(): SpecValidator {
  let hosts: readonly unknown[] | undefined;
  let gateways: readonly unknown[] | undefined;
  let areRight = false;

  return (spec, metadata, at) => {
    const ownHosts = listOf(spec.hosts);
    const ownGateways = listOf(spec.gateways);
    const isKnown =
      hosts !== undefined &&
      gateways !== undefined &&
      isSameList(ownHosts, hosts) &&
      isSameList(ownGateways, gateways);
    // Which names hosts may be depends on the TLS routes, too.
    if (!isKnown || !areRight || spec.tls !== undefined) {
      areRight = validateNames(spec, at) && spec.tls === undefined;
      hosts = ownHosts;
      gateways = ownGateways;
    }
    if (!isPlain(spec, metadata)) validateRest(spec, metadata, at);
  };
}

/** Whether a VirtualService has nothing beside hosts, Gateways and rules. */
function isPlain({ exportTo, tls, tcp, http }: Mapping, { annotations }: Mapping): boolean {
  const others = [exportTo, tls, tcp, annotations];
  return Array.isArray(http) && http.length > 0 && others.every((value) => value === undefined);
}

/** Whether hosts and Gateways are as they should be; what is not is told. */
function validateNames(spec: Mapping, at: Validation): boolean {
  const gateways = listOf(spec.gateways);
  const inMesh = gateways.length === 0 || gateways.includes('mesh');
  // What is no text, the reader tells.
  const hosts = listOf(spec.hosts).map((host) => (isName(host) ? host : undefined));
  const takesMade = !inMesh && asksForNames(spec);
  const wrong = hosts.filter((host, i) => {
    if (host === undefined || isAddress(host) || (takesMade && isMadeServerName(host))) return false;
    const isWrong = !isHost(host) || (host === '*' && inMesh);
    if (isWrong) at.inside(['spec', 'hosts', i], noHost, host);
    return isWrong;
  });
  const meeting = wrong.length > 0 ? [] : hosts.filter((host, i) => meetsEarlier(hosts, host, i, at));
  return gatewayNames(gateways, ['spec', 'gateways'], at) && wrong.length + meeting.length === 0;
}

const noHost: Check = (host, at) => {
  if (host !== '*') at.misplaced(host, 'the name of a host, in which only the first label may begin with *,');
  else
    at.refuse('is every host, which the mesh does not take', 'name the hosts, or bind it to Gateways alone');
};

/** Whether a host has requests in common with one before it in the list, which is told. */
function meetsEarlier(
  hosts: readonly (string | undefined)[],
  host: string | undefined,
  index: number,
  at: Validation,
): boolean {
  if (host === undefined) return false;
  const place = hosts.findIndex((other, i) => i >= index || (other !== undefined && hostsMeet(other, host)));
  if (place === index) return false;
  at.inside(['spec', 'hosts', index], meetsHost, hosts[place]);
  return true;
}

const meetsHost: Check = (other, at) => {
  at.refuse(
    `meets the host ${JSON.stringify(other)} of the same VirtualService`,
    'leave the narrower one out',
  );
};

function validateRest(spec: Mapping, { annotations }: Mapping, at: Validation): void {
  if (isMapping(annotations)) {
    for (const name of REFUSED_ANNOTATIONS)
      if (annotations[name] !== undefined)
        at.inside(
          ['metadata', 'annotations', name],
          () => at.refuseNow('is an annotation that no VirtualService may have'),
          name,
        );
  }
  const isEmpty = (['http', 'tls', 'tcp'] as const).every((field) => listOf(spec[field]).length === 0);
  const isRead = ['http', 'tls', 'tcp'].every((field) => !isSet(spec[field]) || Array.isArray(spec[field]));
  if (isEmpty && isRead)
    at.inside(['spec'], () => at.refuse('routes nothing: it has no http, tls or tcp'), spec);
  if (isSet(spec.exportTo)) at.inside(['spec', 'exportTo'], exportTo, spec.exportTo);
  validateConnections(spec, at);
}

const NAMESPACES = list(() => undefined, 'a list of namespaces');

/** Entries of `exportTo`: `.`, `*` alone, or namespaces, each once (validateExportTo). */
function exportTo(value: unknown, at: Validation): void {
  NAMESPACES(value, at);
  const seen = new Set<string>();
  const entries = listOf(value);
  entries.forEach((entry, i) => {
    at.inside(
      [i],
      () => {
        if (typeof entry !== 'string') {
          at.misplaced(entry, 'a namespace, . or *');
          return;
        }
        const name = entry === '.' ? at.namespace : entry;
        const isKnown =
          entry === '.' || entry === '*' || (at.rules.exportTo === 'namespaces' && isLabel(entry));
        if (seen.has(name)) at.refuse('is a namespace that is there already');
        else if (!isKnown)
          at.misplaced(entry, at.rules.exportTo === 'namespaces' ? 'a namespace, . or *' : '. or *');
        seen.add(name);
      },
      entry,
    );
  });
  if (entries.length < 2) return;
  if (at.rules.exportTo !== 'namespaces') at.refuse('has several entries, where one belongs');
  else if (entries.includes('*')) at.refuse('has * beside other entries, which it covers', 'write * alone');
}

/** Whether some TLS match asks for a server name. */
function asksForNames({ tls }: Mapping): boolean {
  return listOf(tls).some(
    (route) =>
      isMapping(route) &&
      listOf(route.match).some((match) => isMapping(match) && listOf(match.sniHosts).length > 0),
  );
}
