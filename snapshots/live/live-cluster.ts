import { ANNOTATION, annotationOf, mappingOf, type Mapping } from '../../base';

/** Which cluster is read, and what of it belongs to KFaas. */
export interface ClusterTarget {
  readonly environment: string;
  readonly cluster: string;
  /** The namespace of KFaas' own objects. */
  readonly system: string;
  readonly functionNamespaces: readonly string[];
}

/** A kind that was not read, or not in all namespaces. */
export interface UnreadResource {
  /** Such as `PodMonitor (monitoring.coreos.com)`. */
  readonly kind: string;
  /** `not-served`: the cluster lacks its definition. `forbidden`: the reader may not list it. `not-in-dump`: a dump has none. */
  readonly reason: 'not-served' | 'forbidden' | 'not-in-dump';
  /** What was read of it nevertheless. @default - nothing */
  readonly readIn?: string;
}

/** What a cluster holds, as it was read. */
export interface LiveCluster extends ClusterTarget {
  /** Where it was read from: `context prod-us`, `dump.yaml`. */
  readonly source: string;
  /** As the API server gave them, each with its `apiVersion` and `kind`. */
  readonly objects: readonly Mapping[];
  /** The kinds that were read as a whole, as `<group>/<kind>`: of others, nothing can be said to be missing. */
  readonly kinds: ReadonlySet<string>;
  readonly unread: readonly UnreadResource[];
  /** The version of the API server, such as `v1.33.4`. @default - not known, as of a dump */
  readonly kubernetes?: string;
}

/** Why a cluster cannot be read at all. */
export interface LiveProblem {
  readonly environment: string;
  readonly cluster: string;
  readonly source: string;
  /** In words, without the cluster's name. */
  readonly problem: string;
  /** What to do. */
  readonly help: string;
}

/**
 * Returns what a cluster says that it is, where that is another one than was asked for: a context may have the wrong name. What KFaas renders
 * names the cluster in its own namespace.
 */
export function otherCluster(
  { cluster, system }: ClusterTarget,
  objects: readonly Mapping[],
): string | undefined {
  const own = objects.find(
    (object) => groupKindOf(object) === '/Namespace' && mappingOf(object.metadata).name === system,
  );
  const said = annotationOf(own, ANNOTATION.cluster);
  return said === undefined || said === cluster ? undefined : said;
}

/** Returns `<API group>/<kind>` of an object: two API versions of a kind are one. */
export function groupKindOf({ apiVersion, kind }: Mapping): string {
  const version = typeof apiVersion === 'string' ? apiVersion : '';
  const group = version.includes('/') ? version.slice(0, version.indexOf('/')) : '';
  return `${group}/${typeof kind === 'string' ? kind : ''}`;
}
