import {
  functionOfRule,
  isMapping,
  listOf,
  once,
  renderedFunctions,
  textOf,
  type Mapping,
} from '../../../base';
import {
  isGateway,
  routeTables,
  type ConnectionTable,
  type OnlyPorts,
  type RouteTable,
  type RouteTables,
} from '../../../routing';
import { isBeyondLimits } from '../objects';
import type { SnapshotCluster } from '../clusters';
import { NO_PORTS } from './shared-ports';

/** The routes of one cluster in one snapshot. */
export interface SnapshotRoutes {
  readonly cluster: SnapshotCluster;
  /** The only ports of Services, by which destinations without a port are compared. */
  readonly ports: OnlyPorts;
  /** The VirtualServices and Gateways of the manifests; routes refer to VirtualServices by index. */
  readonly objects: readonly unknown[];
  /** Returns the route tables, built lazily. */
  readonly tables: () => readonly RouteTable[];
  /** Returns the TLS and TCP routes of Gateways. */
  readonly connections: () => readonly ConnectionTable[];
  /** Returns the VirtualServices with unknown requests. */
  readonly doubts: () => RouteDoubts;
  /** Returns the full names of the VirtualServices. */
  readonly names: () => ReadonlySet<string>;
  /** Returns the file of a VirtualService, by its index. */
  readonly fileOf: (object: number) => string;
  /** Returns `<team>/<name>` of the function of a rule; undefined if the manifest does not name one. */
  readonly functionOf: (object: number, rule: number) => string | undefined;
  /** Returns the target of the ExternalName Service of a host; undefined if there is none. */
  readonly targetOf: (host: string) => string | undefined;
  /** Identifies the inputs of the routes: clusters with equal keys have equal routes. */
  readonly key: string;
}

/** VirtualServices whose requests are unknown, by index. */
export interface RouteDoubts {
  /** They have unsupported matches, or Istio rejects them. */
  readonly unclear: ReadonlySet<number>;
  /** They have a regex that makes Envoy reject every route of their Gateways. */
  readonly rejected: ReadonlySet<number>;
}

/**
 * Reads the VirtualServices, Gateways and ExternalName Services of a cluster.
 * @param ports the only ports of Services, by default none
 */
export function snapshotRoutes(cluster: SnapshotCluster, ports = NO_PORTS): SnapshotRoutes {
  const objects: Mapping[] = [];
  const beyond = new Set<number>();
  const files: string[] = [];
  const targets = new Map<string, string>();
  const hashes: string[] = [];
  for (const [path, file] of cluster.files) {
    const count = objects.length;
    for (const object of file.objects()) {
      if (!isMapping(object)) continue;
      if (object.kind === 'VirtualService' || isGateway(object)) {
        const readable = readableOf(object);
        if (readable !== object) beyond.add(objects.length);
        objects.push(readable);
        files.push(path);
      } else if (object.kind === 'Service') addTarget(object, targets);
    }
    if (objects.length > count) hashes.push(file.hash);
  }
  let read: RouteTables | undefined;
  const tables = () => (read ??= routeTables(objects, cluster.rules, ports));
  const functions = new Map<number, readonly string[]>();
  const targetKey = [...targets].map(([host, target]) => `${host}=${target}`).sort();
  const portKey = [...ports].map(([host, port]) => `${host}:${port}`).sort();
  return {
    cluster,
    ports,
    objects,
    tables: () => tables().tables,
    connections: () => tables().connections,
    doubts: once(() => doubtsOf(tables(), beyond)),
    names: once(() => new Set(objects.filter((object) => !isGateway(object)).map(fullName))),
    fileOf: (object) => files[object] ?? '',
    functionOf(object, rule) {
      const known = functions.get(object) ?? renderedFunctions(objects[object]);
      functions.set(object, known);
      return functionOfRule(known, rule);
    },
    targetOf: (host) => targets.get(host),
    key: [JSON.stringify(cluster.rules), ...targetKey, ...portKey, ...hashes].join(' '),
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

const outlines = new WeakMap<Mapping, Mapping>();

/** Reduces an object beyond the API server's limits to its hosts and Gateways; a rule that contains itself is endless. */
function readableOf(object: Mapping): Mapping {
  if (!isBeyondLimits(object)) return object;
  const { apiVersion, kind, metadata } = object;
  const { hosts, gateways } = isMapping(object.spec) ? object.spec : {};
  const made = outlines.get(object) ?? { apiVersion, kind, metadata, spec: { hosts, gateways } };
  outlines.set(object, made);
  return made;
}

function doubtsOf({ remarks }: RouteTables, beyond: ReadonlySet<number>): RouteDoubts {
  const indexesOf = (...kinds: readonly string[]) =>
    new Set(remarks.filter(({ kind }) => kinds.includes(kind)).map(({ index }) => index));
  const rejected = indexesOf('regex-rejected');
  return { unclear: new Set([...indexesOf('not-modelled', 'malformed'), ...rejected, ...beyond]), rejected };
}

/** `<namespace>/<name>` */
function fullName({ metadata }: Mapping): string {
  const { namespace, name } = isMapping(metadata) ? metadata : {};
  return `${textOf(namespace) ?? 'default'}/${textOf(name) ?? ''}`;
}

/** The unchanged VirtualServices, by their indexes in each snapshot. */
export interface KeptMembers {
  readonly before: ReadonlySet<number>;
  readonly after: ReadonlySet<number>;
}

/** Returns the VirtualServices of unchanged files, without comparing their contents. */
export function keptMembers(
  before: SnapshotRoutes | undefined,
  after: SnapshotRoutes | undefined,
): KeptMembers {
  const indexesBefore = new Map(before?.objects.map((object, index) => [object, index]));
  const kept = { before: new Set<number>(), after: new Set<number>() };
  after?.objects.forEach((object, index) => {
    const indexBefore = indexesBefore.get(object);
    if (indexBefore === undefined) return;
    kept.before.add(indexBefore);
    kept.after.add(index);
  });
  // A changed delegate or Gateway changes the answers of the VirtualServices that name it.
  const isNamedChanged =
    before?.objects.some((object, index) => !kept.before.has(index) && isNamedByOthers(object)) === true ||
    after?.objects.some((object, index) => !kept.after.has(index) && isNamedByOthers(object)) === true;
  return isNamedChanged ? { before: new Set(), after: new Set() } : kept;
}

/** Whether VirtualServices name an object: it is a Gateway, or a delegate, which has no hosts. */
function isNamedByOthers(object: unknown): boolean {
  const spec = isMapping(object) ? object.spec : undefined;
  return isMapping(spec) && listOf(spec.hosts).length === 0;
}
