import { compareText } from '../../base';
import type { ClusterName, HostLocation, RequestSet } from '../model';
import type { Risk } from './risk';

/** Most names that a text lists; the others are counted. */
export const LISTED = 5;

/** Most clusters that a text names. */
const CLUSTERS = 6;

/** Longest stretch of a match that is shown, in characters: a regex may have a thousand. */
const MATCH_LENGTH = 100;

/** Names in a sentence: `a, b and c`; where there are more than `most`, `a, b, c, d, e and 7 more`. */
export function listed(names: readonly string[], most = LISTED): string {
  const shown = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
  const last = shown[shown.length - 1] ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

/** Clusters as the end of a sentence: ` in prod-cn and prod-us`; empty for a folder that is not laid out by clusters. */
function inClusters(clusters: readonly ClusterName[]): string {
  const names = clusters.map(({ cluster }) => cluster).filter((name) => name !== '');
  return names.length === 0 ? '' : ` in ${listed(names, CLUSTERS)}`;
}

/** The message of a risk that holds in some clusters, with and without them. */
export function messageIn(
  clusters: readonly ClusterName[],
  headline: string,
): Pick<Risk, 'headline' | 'message'> {
  return { headline, message: `${headline}${inClusters(clusters)}` };
}

/** The clusters of some places, each once, sorted. */
export function distinctClusters(where: readonly ClusterName[]): readonly ClusterName[] {
  const known = new Map(
    where.map(({ environment, cluster }) => [`${environment}/${cluster}`, { environment, cluster }]),
  );
  return [...known].sort(([a], [b]) => compareText(a, b)).map(([, name]) => name);
}

/** Hosts as a text names them, gateway hosts by their function namespaces; those of several clusters are often the same. */
export function hostsOf(where: readonly HostLocation[]): string {
  const namespaces = new Set(where.flatMap(({ namespace }) => namespace ?? []));
  const gateways = `the gateway ${namespaces.size === 1 ? 'host' : 'hosts'} of ${listed([...namespaces].sort(), 3)}`;
  const others = new Set(where.flatMap(({ namespace, host }) => (namespace === undefined ? host : [])));
  const named = others.size === 0 ? [] : [listed([...others].sort(), 3)];
  return [...(namespaces.size === 0 ? [] : [gateways]), ...named].join(' and ');
}

/** A set of requests, shortly: `prefix /faas/api/a/ but not exact /faas/api/a/b`. */
export function spellRequests({ matched, except }: RequestSet): string {
  const taken = listed([...new Set(matched)].map(cut), 2);
  return except.length === 0 ? taken : `${taken} but not ${listed([...new Set(except)].map(cut), 2)}`;
}

function cut(match: string): string {
  const characters = Array.from(match.slice(0, 2 * MATCH_LENGTH));
  return characters.length > MATCH_LENGTH ? `${characters.slice(0, MATCH_LENGTH).join('')}…` : match;
}
