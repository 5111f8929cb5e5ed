import { isMapping, listOf, type Mapping } from '../../routing';

/** Most peers times ports of one rule that are spelled in pairs; the API server takes far fewer. */
const PAIRED = 10_000;

/**
 * The peers of a rule of a NetworkPolicy, each with its ports: `10.0.0.0/8 on TCP 80`, or `anywhere` where the rule
 * names no peers. A rule without ports is about every port. Peers of one rule are alternatives, and so are its ports.
 * @param peers `from` or `to`
 */
export function spellPeers(peers: unknown, ports: unknown): readonly string[] {
  const named = listOf(peers).map(spellPeer);
  const spelled = named.length === 0 ? ['anywhere'] : named;
  const numbers = listOf(ports).map(spellPort);
  if (numbers.length === 0) return spelled;
  if (spelled.length * numbers.length <= PAIRED) {
    return spelled.flatMap((peer) => numbers.map((port) => `${peer} on ${port}`));
  }
  return [
    ...spelled.map((peer) => `${peer} on ${numbers.length} ports`),
    ...numbers.map((port) => `${spelled.length} peers on ${port}`),
  ];
}

/** The peers of a list, as {@link spellPeers} gives them, that another does not allow: themselves, or by something broader. */
export function peersBeyond(allowed: readonly string[], peers: readonly string[]): readonly string[] {
  const known = new Set(allowed);
  return peers.filter((peer) => {
    const at = peer.lastIndexOf(' on ');
    const port = at === -1 ? undefined : peer.slice(at);
    const whole = at === -1 ? peer : peer.slice(0, at);
    const broader = [peer, whole, 'anywhere', ...(port === undefined ? [] : [`anywhere${port}`])];
    return !broader.some((one) => known.has(one));
  });
}

function spellPeer(peer: unknown): string {
  if (!isMapping(peer)) return 'anywhere';
  const { ipBlock, namespaceSelector, podSelector } = peer;
  if (isMapping(ipBlock)) {
    const except = listOf(ipBlock.except).map(wordOf);
    return except.length === 0 ? wordOf(ipBlock.cidr) : `${wordOf(ipBlock.cidr)} except ${except.join(', ')}`;
  }
  const namespaces = isMapping(namespaceSelector) ? spellSelector(namespaceSelector) : undefined;
  const pods = isMapping(podSelector) ? spellSelector(podSelector) : undefined;
  if (namespaces === undefined && pods === undefined) return 'anywhere';
  const inNamespaces = namespaces === '' ? 'all namespaces' : `namespaces ${namespaces ?? ''}`;
  if (pods === undefined) return inNamespaces;
  const named = pods === '' ? 'pods' : `pods ${pods}`;
  return namespaces === undefined ? `${named} of its own namespace` : `${named} in ${inNamespaces}`;
}

/** A label selector as kubectl spells it; empty where it selects everything. */
export function spellSelector(selector: Mapping): string {
  const labels = isMapping(selector.matchLabels) ? selector.matchLabels : {};
  const equal = Object.keys(labels)
    .sort()
    .map((key) => `${key}=${wordOf(labels[key])}`);
  const expressions = listOf(selector.matchExpressions).map((expression) => {
    if (!isMapping(expression)) return wordOf(expression);
    const key = wordOf(expression.key);
    const values = listOf(expression.values).map(wordOf).join(', ');
    switch (expression.operator) {
      case 'Exists':
        return key;
      case 'DoesNotExist':
        return `!${key}`;
      case 'NotIn':
        return `${key} notin (${values})`;
      default:
        return `${key} in (${values})`;
    }
  });
  return [...equal, ...expressions].join(',');
}

/** `TCP 80`, `TCP 8000-9000`, `TCP http`, `UDP`: the protocol is TCP where none is named. */
function spellPort(port: unknown): string {
  if (!isMapping(port)) return wordOf(port);
  const protocol = wordOf(port.protocol ?? 'TCP');
  if (port.port === undefined || port.port === null) return protocol;
  const first = `${protocol} ${wordOf(port.port)}`;
  return port.endPort === undefined || port.endPort === null ? first : `${first}-${wordOf(port.endPort)}`;
}

/** A text or a number; `?` where a manifest has neither, which the API server refuses. */
function wordOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '?';
}
