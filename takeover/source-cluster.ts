import { listOf, mappingOf, textOf, type Mapping, type Names } from '../base';
import type { Cluster, Environment } from '../inventory';
import type { ManifestObject } from '../manifests';
import type { PlatformProfile } from '../platform';
import { hostKey, type RouteTables } from '../routing';

/** What runs in a cluster before it is taken over. */
export interface SourceCluster {
  readonly environment: Environment;
  readonly cluster: Cluster;
  readonly profile: PlatformProfile;
  /** Each object once. */
  readonly objects: readonly ManifestObject[];
  /** The function namespace whose gateway host a host is; undefined for hosts that are none. */
  readonly namespaceOf: (host: string) => string | undefined;
  /** The route tables of the objects; read when they are first asked for. */
  readonly tables: () => RouteTables;
}

/** A VirtualService on the gateway host of a function namespace. */
export interface FoundRoutes {
  readonly source: SourceCluster;
  /** Its index among the objects of the source. */
  readonly index: number;
  readonly object: Mapping;
  /** Its function namespace. */
  readonly namespace: string;
}

/** A VirtualService that is left as it is. */
export interface LeftAlone {
  readonly source: SourceCluster;
  readonly index: number;
  /** `<namespace>/<name>` */
  readonly name: string;
  readonly why: string;
}

/** A pattern of hosts that are the gateway host of a function namespace in what runs, beside those of the environments. */
export interface HostPattern {
  /** A host in full; `*` stands for any text. */
  readonly pattern: string;
  readonly namespace: string;
}

/** The VirtualServices of a cluster that are functions', and the others. */
export interface PickedRoutes {
  readonly found: readonly FoundRoutes[];
  readonly left: readonly LeftAlone[];
}

/**
 * Picks the VirtualServices on the gateway hosts of a cluster's function namespaces.
 *
 * Example: in a cluster with the function namespace `faas-alpha`, one with the host `faas-alpha-ksvc-gateway` in `kfaas-system` is
 * picked, and one with the host `shop.example.com` is left alone.
 */
export function pickRoutes(source: SourceCluster): PickedRoutes {
  const found: FoundRoutes[] = [];
  const left: LeftAlone[] = [];
  source.objects.forEach(({ object }, index) => {
    const service = mappingOf(object);
    if (service.kind !== 'VirtualService') return;
    const { namespace: own = 'default', name = '' } = mappingOf(service.metadata);
    const hosts = listOf(mappingOf(service.spec).hosts).flatMap((host) => textOf(host) ?? []);
    const namespaces = hosts.map((host) => source.namespaceOf(hostKey(host, String(own))));
    const of = [...new Set(namespaces.filter((one) => one !== undefined))];
    const leave = (why: string) => left.push({ source, index, name: `${String(own)}/${String(name)}`, why });
    if (hosts.length === 0) leave('it has no host: others delegate to it');
    else if (of.length === 0) leave(`no function namespace has the host ${hosts.slice(0, 3).join(', ')}`);
    else if (namespaces.includes(undefined)) {
      const other = hosts.find((_, place) => namespaces[place] === undefined) ?? '';
      leave(`beside a gateway host it has the host ${other}: give that a VirtualService of its own first`);
    } else found.push(...of.map((namespace) => ({ source, index, object: service, namespace })));
  });
  return { found, left };
}

/** Returns a look-up of the function namespace whose gateway host a host is: by the names of the company, or by a pattern. */
export function functionHosts(
  { functionNamespaces }: Cluster,
  names: Names,
  patterns: readonly HostPattern[],
): SourceCluster['namespaceOf'] {
  const known = new Map(functionNamespaces.map((namespace) => [names.gatewayHost(namespace), namespace]));
  const matching = patterns
    .filter(({ namespace }) => functionNamespaces.includes(namespace))
    .map(({ pattern, namespace }) => ({ regex: globOf(pattern), namespace }));
  return (host) => known.get(host) ?? matching.find(({ regex }) => regex.test(host))?.namespace;
}

function globOf(pattern: string): RegExp {
  const quoted = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${quoted}$`);
}
