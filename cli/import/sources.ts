import type { ImportSource } from '../../app';
import { groupBy, listOf, mappingOf, textOf } from '../../base';
import { unreadFile, type Finding } from '../../findings';
import type { Inventory } from '../../inventory';
import { inputProblem, readInputs, type ManifestObject } from '../../manifests';
import type { LiveCluster } from '../../snapshots';

/** What is to be imported, cluster by cluster. */
export interface ImportSources {
  readonly sources: readonly ImportSource[];
  readonly findings: readonly Finding[];
  /** Returns the text of a file that was read. */
  readonly source: (file: string) => string | undefined;
}

/** The kinds that an import reads. */
const KINDS = ['VirtualService', 'Gateway'];

/** More kinds, by which routes are understood, and Knative Services are taken over. */
const ALSO = ['Service', 'ServiceEntry', 'DestinationRule'];

/** What to do with a file that cannot be read. */
const UNREAD_HELP = {
  file: 'name a folder that you may read',
  yaml: 'fix it: nothing of this file is imported',
};

/**
 * Reads folders, files and standard input, each of one cluster: that which is named before `=`, else that whose folder a file is in
 * (`<environment>/<cluster>/`), else the only one with the function namespace.
 * @returns what is wrong with the words, if something is
 */
export function readSources(
  words: readonly string[],
  { environments, names }: Pick<Inventory, 'environments' | 'names'>,
): ImportSources | { readonly problem: string } {
  const clusters = environments.flatMap(({ name, clusters: own }) =>
    own.map((cluster) => ({
      environment: name,
      cluster: cluster.name,
      namespaces: cluster.functionNamespaces,
    })),
  );
  const inputs = words.map((word) => {
    const at = word.indexOf('=');
    const cluster = clusters.find((one) => one.cluster === word.slice(0, Math.max(at, 0)))?.cluster;
    return { cluster, input: cluster === undefined ? word : word.slice(at + 1) };
  });
  const missing = inputProblem(inputs.map(({ input }) => input));
  if (missing !== undefined) return { problem: missing };
  const placed: { readonly cluster: string; readonly object: ManifestObject }[] = [];
  const findings: Finding[] = [];
  const texts: ((file: string) => string | undefined)[] = [];
  const homeless = new Set<string>();
  for (const { cluster, input } of inputs) {
    const read = readInputs([input], { kinds: KINDS, also: ALSO });
    texts.push(read.source);
    findings.push(...read.unread.map((file) => unreadFile(file, UNREAD_HELP)));
    for (const object of read.objects) {
      const home = cluster ?? clusterOf(object);
      if (home !== undefined) placed.push({ cluster: home, object });
      else if (mappingOf(object.object).kind === 'VirtualService') homeless.add(input);
    }
  }
  const [unclear] = homeless;
  if (unclear !== undefined && placed.length === 0) {
    const known = clusters.map((one) => one.cluster).join(', ');
    return { problem: `of which cluster is ${unclear}? Write <cluster>=${unclear}, with one of ${known}` };
  }
  const groups = groupBy(placed, (one) => one.cluster);
  return {
    sources: [...groups].map(([cluster, own]) => ({ cluster, objects: own.map(({ object }) => object) })),
    findings,
    source: (file) => texts.map((textIn) => textIn(file)).find((text) => text !== undefined),
  };

  function clusterOf({ file, object }: ManifestObject): string | undefined {
    const path = `/${file}`;
    const inFolder = clusters.find((one) => path.includes(`/${one.environment}/${one.cluster}/`));
    if (inFolder !== undefined) return inFolder.cluster;
    const hosts = listOf(mappingOf(mappingOf(object).spec).hosts).flatMap((host) => textOf(host) ?? []);
    const having = clusters.filter(({ namespaces }) =>
      namespaces.some((namespace) => hosts.some((host) => names.gatewayHost(namespace).startsWith(host))),
    );
    // What is of no function namespace is told of the only cluster that is imported from, if it is of any.
    if (having.length === 1) return having[0]?.cluster;
    return having.length === 0 && clusters.length === 1 ? clusters[0]?.cluster : undefined;
  }
}

/** What was read of live clusters: their objects have no lines. */
export function liveSources(clusters: readonly LiveCluster[]): readonly ImportSource[] {
  return clusters.map(({ cluster, source, objects }) => ({
    cluster,
    objects: objects.map((object): ManifestObject => {
      const file = `${cluster} (${source})`;
      return { object, file, placeOf: () => ({ file, line: 1, column: 1 }) };
    }),
  }));
}
