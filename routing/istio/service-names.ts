import { isMapping, listOf, textOf, type Mapping } from '../../base';
import { hostKey } from './full-names';

/** What some objects say of services: which there are, and the subsets that DestinationRules give them. */
export interface KnownServices {
  /** Names in full. */
  readonly services: ReadonlySet<string>;
  /** Namespaces of which some Service is known, so that others would be too. */
  readonly namespaces: ReadonlySet<string>;
  /** For each host that a DestinationRule is about, the names of its subsets. */
  readonly subsets: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Reads Services of Kubernetes, and ServiceEntries and DestinationRules of Istio. */
export function knownServices(objects: readonly unknown[]): KnownServices {
  const services = new Set<string>();
  const namespaces = new Set<string>();
  const subsets = new Map<string, Set<string>>();
  for (const object of objects) {
    if (!isMapping(object)) continue;
    const { kind, apiVersion } = object;
    const metadata = isMapping(object.metadata) ? object.metadata : {};
    const spec = isMapping(object.spec) ? object.spec : {};
    const namespace = textOf(metadata.namespace) ?? 'default';
    const isIstio = textOf(apiVersion)?.startsWith('networking.istio.io/') === true;
    if (kind === 'Service' && apiVersion === 'v1') {
      services.add(hostKey(textOf(metadata.name) ?? '', namespace));
      namespaces.add(namespace);
    } else if (kind === 'ServiceEntry' && isIstio) {
      for (const host of listOf(spec.hosts)) services.add(hostKey(textOf(host) ?? '', namespace));
    } else if (kind === 'DestinationRule' && isIstio) {
      const host = hostKey(textOf(spec.host) ?? '', namespace);
      subsets.set(host, new Set([...(subsets.get(host) ?? []), ...subsetNames(spec)]));
    }
  }
  return { services, namespaces, subsets };
}

function subsetNames({ subsets }: Mapping): readonly string[] {
  return listOf(subsets).flatMap((subset) => (isMapping(subset) ? (textOf(subset.name) ?? []) : []));
}
