import { listOf, mappingOf, textOf, type Mapping } from '../../base';
import { UnreachableServer, type ApiServer } from './api-server';
import {
  answerProblem,
  listResources,
  namedResources,
  noAnswer,
  type Listed,
  type ServedKind,
} from './list-resources';
import {
  groupKindOf,
  otherCluster,
  type ClusterTarget,
  type LiveCluster,
  type LiveProblem,
  type UnreadResource,
} from './live-cluster';
import { groupsOf, LIVE_RESOURCES, PLATFORM_NAMESPACES, type LiveResource } from './live-resources';

/** How a cluster is read. */
export interface LiveRead {
  readonly server: ApiServer;
  /** Where the server was named: `context prod-us`. */
  readonly source: string;
  /**
   * The version in which a kind is asked for, by `<group>/<kind>`: an older one than the server prefers lacks nothing that was applied by it.
   * @default - the version that the server prefers
   */
  readonly versions?: ReadonlyMap<string, string>;
}

/** Reads what a cluster holds of KFaas, and what decides on its requests. Nothing is written. */
export async function readLive(
  target: ClusterTarget,
  { server, source, versions = new Map() }: LiveRead,
): Promise<LiveCluster | LiveProblem> {
  try {
    const [kubernetes, preferred] = await Promise.all([serverVersion(server), preferredVersions(server)]);
    const read = await Promise.all(
      LIVE_RESOURCES.map((resource) =>
        readResource(server, resource, servedAs(resource, preferred, versions), target),
      ),
    );
    const objects = read.flatMap((one) => one.objects);
    const other = otherCluster(target, objects);
    if (other !== undefined) {
      const help = `name the context of ${target.cluster}; this one is that of ${other}`;
      throw new UnreachableServer(`it is another cluster: ${other}`, help);
    }
    return {
      ...target,
      source,
      kubernetes,
      objects,
      kinds: new Set(read.flatMap(({ whole }) => whole)),
      unread: read.flatMap(({ unread }) => unread),
    };
  } catch (error) {
    if (!(error instanceof UnreachableServer)) throw error;
    const { environment, cluster } = target;
    return { environment, cluster, source, problem: error.message, help: error.help };
  }
}

/** What was read of a kind. */
interface ReadResource {
  readonly objects: readonly Mapping[];
  /** The kind, if nothing of it is left out. */
  readonly whole: readonly string[];
  readonly unread: readonly UnreadResource[];
}

async function serverVersion(server: ApiServer): Promise<string | undefined> {
  const { status, body } = await server.get('/version');
  if (status === 401) throw answerProblem('/version', status, '');
  return textOf(body.gitVersion);
}

/** Returns the preferred version of each API group. */
async function preferredVersions(server: ApiServer): Promise<ReadonlyMap<string, string>> {
  const { status, body } = await server.get('/apis');
  if (status !== 200) throw answerProblem('/apis', status, textOf(body.message) ?? '');
  if (!Array.isArray(body.groups)) throw noAnswer('/apis');
  const groups = listOf(body.groups).map((group): [string, string] => {
    const { name, preferredVersion } = mappingOf(group);
    return [textOf(name) ?? '', textOf(mappingOf(preferredVersion).groupVersion) ?? ''];
  });
  return new Map([...groups, ['', 'v1']]);
}

/** Returns how a server serves a kind; undefined if it knows none of its groups. */
function servedAs(
  resource: LiveResource,
  preferred: ReadonlyMap<string, string>,
  asked: ReadonlyMap<string, string>,
): ServedKind | undefined {
  const { kind, plural } = resource;
  const served = groupsOf(resource).filter((name) => preferred.has(name));
  const group = served.find((name) => asked.has(`${name}/${kind}`)) ?? served[0];
  if (group === undefined) return undefined;
  return { apiVersion: asked.get(`${group}/${kind}`) ?? preferred.get(group) ?? '', kind, plural };
}

async function readResource(
  server: ApiServer,
  resource: LiveResource,
  served: ServedKind | undefined,
  target: ClusterTarget,
): Promise<ReadResource> {
  const { group, kind, where } = resource;
  const spelled = group === '' ? kind : `${kind} (${group})`;
  if (served === undefined)
    return { objects: [], whole: [], unread: [{ kind: spelled, reason: 'not-served' }] };
  const whole = [groupKindOf({ ...served })];
  const isWide = where.some((place) => place === 'everywhere' || place === 'cluster');
  if (isWide) {
    const listed = await (resource.names === undefined
      ? listResources(server, served, undefined)
      : namedResources(server, served, resource.names));
    if ('objects' in listed) return { objects: listed.objects, whole, unread: [] };
    // Who may not list all namespaces may still list those of KFaas.
    if (listed.refused === 'not-served' || where.includes('cluster')) {
      return { objects: [], whole: [], unread: [{ kind: spelled, reason: listed.refused }] };
    }
  }
  const own = namespacesOf(isWide ? ['own'] : where, target);
  const [lists, others] = await Promise.all([
    listAll(server, served, own),
    listAll(server, served, where.includes('platform') ? PLATFORM_NAMESPACES : []),
  ]);
  const objects = [...lists, ...others].flatMap((listed) => ('objects' in listed ? listed.objects : []));
  const refused = lists.find((listed) => 'refused' in listed);
  if (refused !== undefined && 'refused' in refused) {
    return { objects, whole: [], unread: [{ kind: spelled, reason: refused.refused }] };
  }
  const partly: readonly UnreadResource[] = isWide
    ? [{ kind: spelled, reason: 'forbidden', readIn: own.join(', ') }]
    : [];
  return { objects, whole, unread: partly };
}

function listAll(server: ApiServer, served: ServedKind, namespaces: readonly string[]): Promise<Listed[]> {
  return Promise.all(namespaces.map((namespace) => listResources(server, served, namespace)));
}

function namespacesOf(
  where: LiveResource['where'],
  { system, functionNamespaces }: ClusterTarget,
): readonly string[] {
  const isIn = (place: 'system' | 'functions') => where.includes('own') || where.includes(place);
  return [...(isIn('system') ? [system] : []), ...(isIn('functions') ? functionNamespaces : [])];
}
