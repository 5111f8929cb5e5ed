import type { ClusterName, HostLocation, ObjectLocation } from '../../model';
import { markup, type Html } from './escape';
import { counted, few, hostName, THE_FOLDER } from '../text';

/** Most names that are behind a cluster's name; the rest is counted, and listed further down. */
const MOST_NAMES = 4;

/** A cluster by its environment too: names of clusters are the environment's own. */
export function clusterKey({ environment, cluster }: ClusterName): string {
  return environment === '' ? cluster : `${environment}/${cluster}`;
}

/** Where something holds, cluster by cluster with the function namespaces or hosts there; opened, all hosts in full. */
export function whereDetails(where: readonly HostLocation[], also?: Html): Html {
  const names = placeNames(where.map((place) => [place, hostName(place)] as const));
  return markup`<details class="where"><summary>${names}</summary>${also}${hostTable(where)}</details>`;
}

/**
 * Where something holds, by clusters alone.
 * @param folderOf names the folder of what is in no cluster
 */
export function clusterLine<Place extends ClusterName>(
  where: readonly Place[],
  folderOf: (place: Place) => string | undefined = () => undefined,
): Html | undefined {
  if (where.length === 0) return undefined;
  return markup`<p>${placeNames(where.map((place) => [place, folderOf(place)] as const))}</p>`;
}

/** An entry for several function namespaces shows the names of the first. */
export function toldAsIn(namespaces: readonly (string | undefined)[]): Html | undefined {
  const [first, ...others] = new Set(namespaces);
  return others.length === 0 || first === undefined ? undefined : toldAs(first);
}

/** Names the namespace whose names a text shows. */
export function toldAs(name: string): Html {
  return markup`<p class="as-in">Names and values as in ${name}; elsewhere with the namespace's own name.</p>`;
}

/** How many places there are: `8 hosts in 6 clusters`. */
export function countHosts(where: readonly HostLocation[]): string {
  const clusters = new Set(where.map(clusterKey)).size;
  return `${counted(where.length, 'host')} in ${counted(clusters, 'cluster')}`;
}

/** All hosts in full, with the listeners and Gateways that the statement holds for. */
function hostTable(where: readonly HostLocation[]): Html {
  const rows = where.map(
    (place) => markup`
<tr><th scope="row">${clusterKey(place)}</th>
<td data-label="Host"><code>${place.host}</code></td>
<td data-label="Port">${place.port ?? 'every'}</td>
<td data-label="Gateways"><code>${place.gateways.join(', ')}</code></td></tr>`,
  );
  return markup`<table class="stack hosts"><caption>Hosts on which it holds</caption>
<thead><tr><th scope="col">Cluster</th><th scope="col">Host</th><th scope="col">Port</th><th scope="col">Gateways</th></tr></thead>
<tbody>${rows}</tbody></table>`;
}

/**
 * The files of an object, cluster by cluster.
 * @param linkTo names a file
 */
export function fileList(where: readonly ObjectLocation[], linkTo: (file: string) => Html): Html {
  return markup`<ul class="files">${where.map(({ file }) => markup`<li>${linkTo(file)}</li>`)}</ul>`;
}

function placeNames(places: readonly (readonly [ClusterName, string | undefined])[]): Html {
  const byCluster = new Map<string, { readonly title: string; readonly names: string[] }>();
  for (const [place, name] of places) {
    const key = clusterKey(place);
    const entry = byCluster.get(key) ?? { title: place.cluster, names: [] };
    byCluster.set(key, entry);
    if (name !== undefined && !entry.names.includes(name)) entry.names.push(name);
  }
  const lines = [...byCluster].map(([key, { title, names }]) => {
    const told = few(names, MOST_NAMES);
    const parts = title === '' ? [told || THE_FOLDER, ''] : [title, told];
    return markup`<span title="${key}"><b>${parts[0]}</b>${parts[1] === '' ? undefined : ` ${parts[1]}`}</span> `;
  });
  return markup`<span class="places">${lines}</span>`;
}
