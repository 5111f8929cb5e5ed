import { isMapping, listOf, type Mapping } from '../../../base';

/** The most pairs of peers and ports of one rule that are spelled; the API server accepts far fewer. */
const MOST_PAIRS = 10_000;

/**
 * Spells the peers of a NetworkPolicy rule, each with its ports: `10.0.0.0/8 on TCP 80`, or `anywhere` for a rule without
 * peers. A rule without ports applies to every port. Peers of one rule are alternatives, and so are its ports.
 * @param peers `from` or `to`
 */
export function spellPeers(peers: unknown, ports: unknown): readonly string[] {
  const named = listOf(peers).map(spellPeer);
  const spelled = named.length === 0 ? ['anywhere'] : named;
  const numbers = listOf(ports).map(spellPort);
  if (numbers.length === 0) return spelled;
  if (spelled.length * numbers.length <= MOST_PAIRS) {
    return spelled.flatMap((peer) => numbers.map((port) => `${peer} on ${port}`));
  }
  return [
    ...spelled.map((peer) => `${peer} on ${numbers.length} ports`),
    ...numbers.map((port) => `${spelled.length} peers on ${port}`),
  ];
}

/** Returns the peers, as {@link spellPeers} spells them, that `allowed` contains neither exactly nor by a broader peer. */
export function peersBeyond(allowed: readonly string[], peers: readonly string[]): readonly string[] {
  const known = new Set(allowed);
  return peers.filter((peer) => {
    const split = peer.lastIndexOf(' on ');
    const port = split === -1 ? undefined : peer.slice(split);
    const onEveryPort = split === -1 ? peer : peer.slice(0, split);
    const broader = [peer, onEveryPort, 'anywhere', ...(port === undefined ? [] : [`anywhere${port}`])];
    return !broader.some((candidate) => known.has(candidate));
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

/** Spells a label selector as kubectl does; empty if it selects everything. */
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

/** Spells a port: `TCP 80`, `TCP 8000-9000`, `TCP http`, `UDP`. The default protocol is TCP. */
function spellPort(port: unknown): string {
  if (!isMapping(port)) return wordOf(port);
  const protocol = wordOf(port.protocol ?? 'TCP');
  if (port.port === undefined || port.port === null) return protocol;
  const first = `${protocol} ${wordOf(port.port)}`;
  return port.endPort === undefined || port.endPort === null ? first : `${first}-${wordOf(port.endPort)}`;
}

/** Spells a scalar; `?` for any other value, which the API server rejects. */
function wordOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '?';
}
