import { compareText } from '../../../base';
import type { ClusterName, HostLocation } from '../../model';
import { few } from './visible-text';

/** Most clusters, and most names in one cluster, that are listed; the rest is counted. */
const MOST_NAMES = 12;

/** What is reported about the one folder of a snapshot that is not laid out by clusters. */
export const THE_FOLDER = 'the folder';

/** Where something holds, with what it holds for there. */
export interface NamedPlace extends ClusterName {
  /** A function namespace, a host, an object; undefined where the cluster says enough. */
  readonly name: string | undefined;
}

/**
 * Places in one line, in the order of the clusters of a review; clusters with the same names are together:
 * `test-cn (faas-alpha, faas-beta); prod-cn, prod-us (faas-prod)`.
 */
export function spellPlaces(places: readonly NamedPlace[]): string {
  const byCluster = new Map<string, { location: ClusterName; names: Set<string> }>();
  for (const { environment, cluster, name } of places) {
    const key = JSON.stringify([environment, cluster]);
    const known = byCluster.get(key) ?? { location: { environment, cluster }, names: new Set() };
    byCluster.set(key, known);
    if (name !== undefined) known.names.add(name);
  }
  const clusters = [...byCluster.values()];
  const isAmbiguous = ({ location: of }: { readonly location: ClusterName }) =>
    clusters.some(
      ({ location: other }) => other.cluster === of.cluster && other.environment !== of.environment,
    );
  const groups = new Map<string, string[]>();
  for (const cluster of clusters) {
    const { location: of, names } = cluster;
    const shown = few([...names].sort(compareText), MOST_NAMES);
    const title = isAmbiguous(cluster) ? `${of.environment}/${of.cluster}` : of.cluster;
    groups.set(shown, [...(groups.get(shown) ?? []), title]);
  }
  return [...groups].map(([names, of]) => spellGroup(of, names)).join('; ');
}

/** Hosts by their clusters; gateway hosts by their function namespaces. */
export function spellHosts(
  where: readonly HostLocation[],
  isByGateway: (place: HostLocation) => boolean,
): string {
  return spellPlaces(where.map((place) => ({ ...place, name: hostName(place, isByGateway(place)) })));
}

/**
 * The hosts with different statements for different Gateways; only these need the names of Gateways.
 * @param all every place that the review speaks of
 */
export function gatewaysMatter(all: readonly HostLocation[]): (place: HostLocation) => boolean {
  const keyOf = ({ environment, cluster, host, port }: HostLocation) =>
    JSON.stringify([environment, cluster, host, port]);
  const known = new Map<string, Set<string>>();
  for (const place of all) {
    const key = keyOf(place);
    const gateways = known.get(key) ?? new Set();
    known.set(key, gateways.add(JSON.stringify(place.gateways)));
  }
  return (place) => (known.get(keyOf(place))?.size ?? 0) > 1;
}

/** A host as it is spoken of: by its function namespace where it is a gateway host. */
export function hostName({ namespace, host, port, gateways }: HostLocation, isByGateway = false): string {
  const at = port === undefined ? '' : ` port ${port}`;
  return `${namespace ?? host}${at}${isByGateway ? ` on ${gateways.join(' and ')}` : ''}`;
}

function spellGroup(clusters: readonly string[], names: string): string {
  // A folder that is not laid out by clusters has no name for the one that it is.
  const titles = clusters.filter((cluster) => cluster !== '');
  if (titles.length === 0) return names === '' ? THE_FOLDER : names;
  return `${few(titles, MOST_NAMES)}${names === '' ? '' : ` (${names})`}`;
}
