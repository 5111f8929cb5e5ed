import type { ClusterName, HostPlace } from '../model';
import { few } from './plain-text';

/** Most clusters, and most names in one cluster, that are listed; the rest is counted. */
const MOST_NAMES = 12;

/** Environments in the order in which a change reaches them; others come behind, by name. */
const ENVIRONMENTS = ['test', 'staging', 'prod'];

/** What is said of the one folder of a side that is not laid out by clusters. */
export const THE_FOLDER = 'the folder';

/** Orders environments as a change reaches them: test, staging, prod, then others by name. */
export function compareEnvironments(a: string, b: string): number {
  const rank = (name: string) =>
    (ENVIRONMENTS.indexOf(name) + ENVIRONMENTS.length + 1) % (ENVIRONMENTS.length + 1);
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Where something holds, with what it holds for there. */
export interface NamedPlace extends ClusterName {
  /** A function namespace, a host, an object; undefined where the cluster says enough. */
  readonly name: string | undefined;
}

/**
 * Places in one line, by environment and cluster; clusters with the same names stand together:
 * `test-cn (faas-alpha, faas-beta); prod-cn, prod-us (faas-prod)`.
 */
export function spellPlaces(places: readonly NamedPlace[]): string {
  const byCluster = new Map<string, { of: ClusterName; names: Set<string> }>();
  for (const { environment, cluster, name } of places) {
    const key = JSON.stringify([environment, cluster]);
    const known = byCluster.get(key) ?? { of: { environment, cluster }, names: new Set() };
    byCluster.set(key, known);
    if (name !== undefined) known.names.add(name);
  }
  const clusters = [...byCluster.values()].sort(
    (a, b) =>
      compareEnvironments(a.of.environment, b.of.environment) || compareText(a.of.cluster, b.of.cluster),
  );
  const isAmbiguous = ({ of }: { readonly of: ClusterName }) =>
    clusters.some(({ of: other }) => other.cluster === of.cluster && other.environment !== of.environment);
  const groups = new Map<string, string[]>();
  for (const cluster of clusters) {
    const { of, names } = cluster;
    const shown = few([...names].sort(compareText), MOST_NAMES);
    const title = isAmbiguous(cluster) ? `${of.environment}/${of.cluster}` : of.cluster;
    groups.set(shown, [...(groups.get(shown) ?? []), title]);
  }
  return [...groups].map(([names, of]) => spellGroup(of, names)).join('; ');
}

/** Hosts by their clusters; gateway hosts by their function namespaces. */
export function spellHosts(where: readonly HostPlace[], isByGateway: (place: HostPlace) => boolean): string {
  return spellPlaces(where.map((place) => ({ ...place, name: hostName(place, isByGateway(place)) })));
}

/**
 * Tells of which hosts something else is said by one Gateway than by another; only of those need Gateways be named.
 * @param all every place that the review speaks of
 */
export function gatewaysMatter(all: readonly HostPlace[]): (place: HostPlace) => boolean {
  const keyOf = ({ environment, cluster, host, port }: HostPlace) =>
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
export function hostName({ namespace, host, port, gateways }: HostPlace, isByGateway = false): string {
  const at = port === undefined ? '' : ` port ${port}`;
  return `${namespace ?? host}${at}${isByGateway ? ` on ${gateways.join(' and ')}` : ''}`;
}

function spellGroup(clusters: readonly string[], names: string): string {
  // A folder that is not laid out by clusters has no name for the one that it is.
  const titles = clusters.filter((cluster) => cluster !== '');
  if (titles.length === 0) return names === '' ? THE_FOLDER : names;
  return `${few(titles, MOST_NAMES)}${names === '' ? '' : ` (${names})`}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
