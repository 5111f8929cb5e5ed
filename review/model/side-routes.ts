import {
  isMapping,
  listOf,
  routeTables,
  textOf,
  type Mapping,
  type RouteTable,
  type RouteTables,
} from '../../routing';
import { isBeyondLimits } from './plain-value';
import type { SideCluster } from './side';

/** The annotation of a VirtualService that names the functions of its rules, in their order; one name stands for all. */
const FUNCTIONS_ANNOTATION = 'kfaas.io/functions';

/** What decides on requests in one cluster of a side. */
export interface SideRoutes {
  readonly cluster: SideCluster;
  /** The VirtualServices, as the manifests have them; routes refer to them by their places here. */
  readonly objects: readonly unknown[];
  /** Its route tables; read when first asked for. */
  readonly tables: () => readonly RouteTable[];
  /** What its tables leave open; found with them. */
  readonly doubts: () => SideDoubts;
  /** The VirtualServices' full names. */
  readonly names: () => ReadonlySet<string>;
  /** The file of a VirtualService, by its place. */
  readonly fileOf: (object: number) => string;
  /** `<team>/<name>` of the function that a rule is rendered from; undefined where the manifest does not say. */
  readonly functionOf: (object: number, rule: number) => string | undefined;
  /** Where a host that stands for another in DNS leads: the target of an ExternalName Service. */
  readonly targetOf: (host: string) => string | undefined;
  /** Stands for all that routes follow from: clusters with the same one route alike. */
  readonly key: string;
}

/** VirtualServices of which it is not known which requests they answer, by their places. */
export interface SideDoubts {
  /** They ask for what is not modelled, or are such as Istio rejects. */
  readonly unclear: ReadonlySet<number>;
  /** They have a regex with which Envoy rejects every route of their Gateways. */
  readonly rejected: ReadonlySet<number>;
}

/** Reads what decides on requests in a cluster. */
export function sideRoutes(cluster: SideCluster): SideRoutes {
  const objects: Mapping[] = [];
  const beyond = new Set<number>();
  const files: string[] = [];
  const targets = new Map<string, string>();
  const hashes: string[] = [];
  for (const [path, file] of cluster.files) {
    const count = objects.length;
    for (const object of file.objects()) {
      if (!isMapping(object)) continue;
      if (object.kind === 'VirtualService') {
        const readable = readableOf(object);
        if (readable !== object) beyond.add(objects.length);
        objects.push(readable);
        files.push(path);
      } else if (object.kind === 'Service') addTarget(object, targets);
    }
    if (objects.length > count) hashes.push(file.hash);
  }
  let read: RouteTables | undefined;
  const tables = () => (read ??= routeTables(objects, cluster.rules));
  const functions = new Map<number, readonly string[]>();
  const targetKey = [...targets].map(([host, target]) => `${host}=${target}`).sort();
  return {
    cluster,
    objects,
    tables: () => tables().tables,
    doubts: once(() => doubtsOf(tables(), beyond)),
    names: once(() => new Set(objects.map(fullName))),
    fileOf: (object) => files[object] ?? '',
    functionOf(object, rule) {
      const known = functions.get(object) ?? functionsOf(objects[object]);
      functions.set(object, known);
      return known.length === 1 ? known[0] : known[rule];
    },
    targetOf: (host) => targets.get(host),
    key: [JSON.stringify(cluster.rules), ...targetKey, ...hashes].join(' '),
  };
}

function addTarget({ metadata, spec }: Mapping, targets: Map<string, string>): void {
  if (!isMapping(metadata) || !isMapping(spec) || spec.type !== 'ExternalName') return;
  const { name, namespace } = metadata;
  if (typeof name !== 'string' || typeof namespace !== 'string') return;
  if (typeof spec.externalName === 'string') {
    targets.set(`${name}.${namespace}.svc.cluster.local`, spec.externalName);
  }
}

const standIns = new WeakMap<Mapping, Mapping>();

/** Of what no API server takes, such as a rule that contains itself, no more than where it is bound: it has no end. */
function readableOf(object: Mapping): Mapping {
  if (!isBeyondLimits(object)) return object;
  const { apiVersion, kind, metadata } = object;
  const { hosts, gateways } = isMapping(object.spec) ? object.spec : {};
  const made = standIns.get(object) ?? { apiVersion, kind, metadata, spec: { hosts, gateways } };
  standIns.set(object, made);
  return made;
}

function doubtsOf({ remarks }: RouteTables, beyond: ReadonlySet<number>): SideDoubts {
  const placesOf = (...kinds: readonly string[]) =>
    new Set(remarks.filter(({ kind }) => kinds.includes(kind)).map(({ index }) => index));
  const rejected = placesOf('regex-rejected');
  return { unclear: new Set([...placesOf('not-modelled', 'malformed'), ...rejected, ...beyond]), rejected };
}

/** `<namespace>/<name>` */
function fullName({ metadata }: Mapping): string {
  const { namespace, name } = isMapping(metadata) ? metadata : {};
  return `${textOf(namespace) ?? 'default'}/${textOf(name) ?? ''}`;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The functions that a VirtualService names; none where others wrote it. */
function functionsOf(object: Mapping | undefined): readonly string[] {
  const metadata = isMapping(object?.metadata) ? object.metadata : {};
  const annotations = isMapping(metadata.annotations) ? metadata.annotations : {};
  const named = annotations[FUNCTIONS_ANNOTATION];
  return typeof named === 'string' ? named.split(',').map((name) => name.trim()) : [];
}

/** The VirtualServices that stand in both sides with the same bytes, by their places on each. */
export interface KeptMembers {
  readonly before: ReadonlySet<number>;
  readonly after: ReadonlySet<number>;
}

/** Finds what both sides have alike, without looking into it. */
export function keptMembers(before: SideRoutes | undefined, after: SideRoutes | undefined): KeptMembers {
  const old = new Map(before?.objects.map((object, place) => [object, place]));
  const kept = { before: new Set<number>(), after: new Set<number>() };
  after?.objects.forEach((object, place) => {
    const same = old.get(object);
    if (same === undefined) return;
    kept.before.add(same);
    kept.after.add(place);
  });
  // What those answer that delegate to it is decided there.
  const isRootTouched =
    before?.objects.some((object, place) => !kept.before.has(place) && isDelegate(object)) === true ||
    after?.objects.some((object, place) => !kept.after.has(place) && isDelegate(object)) === true;
  return isRootTouched ? { before: new Set(), after: new Set() } : kept;
}

/** A VirtualService without hosts serves those that delegate to it. */
function isDelegate(object: unknown): boolean {
  const spec = isMapping(object) ? object.spec : undefined;
  return isMapping(spec) && listOf(spec.hosts).length === 0;
}
