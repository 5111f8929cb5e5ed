import { CLIENT, type PlainConnecting, type PlainMatch } from './mesh-connection-builders';

/** A filter chain of Envoy: addresses as `[first, last, bits]`; none of either for all. */
interface Chain {
  readonly subnets: readonly (readonly [number, number, number])[];
  readonly names: readonly string[];
  readonly to: string;
}

/** Where connections go that no VirtualService leads. */
export const TO_SERVICE = 'service';

/** What becomes of connections where Envoy refuses the listener. */
export const REFUSED = 'refused';

/**
 * Tells where a sidecar of {@link CLIENT} leads connections, as Istio's source does it, one VirtualService after the other, and Envoy's
 * documentation of filter chains. VirtualServices come in the order of their creation.
 * @returns a function that tells where a connection goes: a host, {@link TO_SERVICE}, {@link REFUSED}, or undefined if it is closed
 */
export function naiveSidecar(virtualServices: readonly PlainConnecting[]) {
  const seen = [0, 1, 2].flatMap((rank) => virtualServices.filter((one) => rankOf(one) === rank));
  const chains = seen.some(({ spec }) => spec.tls !== undefined) ? tlsChains(seen) : tcpChains(seen);
  const cells = chains.flatMap(({ subnets, names }) =>
    (subnets.length === 0 ? [[0, 0, -1]] : subnets).flatMap(([first, , bits]) =>
      (names.length === 0 ? [''] : names).map((name) => `${first}/${bits} ${name}`),
    ),
  );
  const isRefused = new Set(cells).size < cells.length;
  return (address: string, serverName: string): string | undefined =>
    isRefused ? REFUSED : pick(chains, numberOf(address), serverName);
}

function rankOf({ metadata, spec: { exportTo } }: PlainConnecting): number {
  if (exportTo === undefined) return 2;
  return metadata.namespace === CLIENT.namespace ? 0 : 1;
}

function isForClient({ sourceLabels = {}, sourceNamespace = '' }: PlainMatch): boolean {
  const labels: Readonly<Record<string, string>> = CLIENT.labels;
  return (
    Object.entries(sourceLabels).every(([name, value]) => labels[name] === value) &&
    (sourceNamespace === '' || sourceNamespace === CLIENT.namespace)
  );
}

function tlsChains(seen: readonly PlainConnecting[]): Chain[] {
  const chains: Chain[] = [];
  const handled = new Set<string>();
  let subnets: readonly string[] = [];
  for (const { spec } of seen) {
    for (const { match = [], route } of spec.tls ?? []) {
      for (const one of match) {
        if (!isForClient(one)) continue;
        const { sniHosts = [], destinationSubnets: own = [] } = one;
        if (own.length > 0) subnets = own;
        const hash = `${sniHosts.join(',')}|${own.join(',')}`;
        if (!handled.has(hash)) {
          chains.push({ subnets: subnets.map(rangeOf), names: sniHosts, to: route[0].destination.host });
        }
        handled.add(hash);
      }
    }
  }
  // Where no match is for the client, the service takes what comes.
  return chains.length > 0 ? chains : [{ subnets: [], names: [], to: TO_SERVICE }];
}

function tcpChains(seen: readonly PlainConnecting[]): Chain[] {
  const chains: Chain[] = [];
  for (const { spec } of seen) {
    for (const { match, route } of spec.tcp ?? []) {
      const to = route[0].destination.host;
      const applied = match?.filter(isForClient) ?? [{}];
      if (applied.some(({ destinationSubnets = [] }: PlainMatch) => destinationSubnets.length === 0)) {
        return [...chains, { subnets: [], names: [], to }];
      }
      const subnets = applied.flatMap(({ destinationSubnets = [] }: PlainMatch) => destinationSubnets);
      if (subnets.length > 0) chains.push({ subnets: subnets.map(rangeOf), names: [], to });
    }
  }
  return [...chains, { subnets: [], names: [], to: TO_SERVICE }];
}

/** Envoy goes by the longest subnet first, and then by the server name; what is left at a later step does not come back. */
function pick(chains: readonly Chain[], address: number, serverName: string): string | undefined {
  const within = chains.flatMap((chain) => {
    if (chain.subnets.length === 0) return [{ chain, bits: -1 }];
    return chain.subnets
      .filter(([first, last]) => first <= address && address <= last)
      .map(([, , bits]) => ({ chain, bits }));
  });
  const longest = Math.max(...within.map(({ bits }) => bits));
  const left = within.filter(({ bits }) => bits === longest).map(({ chain }) => chain);
  const suffix = `*${serverName.slice(serverName.indexOf('.'))}`;
  const found = [serverName, suffix].flatMap((name) => left.find(({ names }) => names.includes(name)) ?? []);
  return [...found, ...left.filter(({ names }) => names.length === 0)][0]?.to;
}

function rangeOf(subnet: string): readonly [number, number, number] {
  const [address = '', bits = '32'] = subnet.split('/');
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(numberOf(address) / size) * size;
  return [first, first + size - 1, Number(bits)];
}

function numberOf(address: string): number {
  return address.split('.').reduce((value, part) => value * 256 + Number(part), 0);
}
