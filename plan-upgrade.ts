import {
  clusterRoutes,
  placementOf,
  renderClusters,
  routedCluster,
  type ClusterPlatform,
} from './constructs';
import type { Cluster, Environment } from './environments';
import { hasErrors, type Finding, type Witness } from './findings';
import { prepare, type Prepared, type Program, type Ready } from './main';
import { renderedChanges, type RenderedChange } from './manifests';
import { changesBetween, COMPONENTS, type PlatformVersions, type VersionChange } from './platform';
import { difference, isMapping, routeTables, tableBudget, withinBudget, type RouteList } from './routing';

/** A cluster that is to be moved, and where to. */
export interface UpgradeRequest extends Pick<Program, 'functions' | 'environmentSource' | 'environments'> {
  readonly cluster: Cluster;
  /** The versions to move to; the others stay. */
  readonly versions: Partial<PlatformVersions>;
}

/** A request that another function answers under the new versions. */
export interface MovedRequest {
  readonly witness: Witness;
  /** The function that answers it now, and the one that would; undefined for none. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What an upgrade of a cluster's versions would do. */
export interface UpgradePlan {
  readonly from: PlatformVersions;
  readonly to: PlatformVersions;
  /** What the tables say of the step, whether the catalog uses it or not. */
  readonly consequences: readonly VersionChange[];
  /** What is wrong today already; then nothing else is told. */
  readonly standing: readonly Finding[];
  /** What is found under the new versions and not under today's: functions that would be refused, and warnings. */
  readonly findings: readonly Finding[];
  /** Whether the new versions can be on one cluster at all; if not, nothing is compared. */
  readonly isPossible: boolean;
  /** What is rendered otherwise; undefined where there are errors. */
  readonly rendered: RenderedDifference | undefined;
  /** Requests that would reach another function; undefined where that is not decided. */
  readonly moved: readonly MovedRequest[] | undefined;
  /** How many routes were compared. */
  readonly routes: number;
  /** Gives the text of a file that findings speak of. */
  readonly source: (file: string) => string | undefined;
}

/** Files of a cluster, compared. */
export interface RenderedDifference {
  readonly files: number;
  readonly changes: readonly RenderedChange[];
}

/** Most requests that are shown. */
const SHOWN = 20;

/** Works out what an upgrade of a cluster would do, without changing anything. */
export function planUpgrade(request: UpgradeRequest): UpgradePlan {
  const { cluster, versions } = request;
  const to: PlatformVersions = { ...cluster.platform, ...versions };
  const [today, then] = [cluster.platform, to].map((platform) =>
    prepareWith(request, { ...cluster, platform }),
  ) as [PreparedCluster, PreparedCluster];
  const common = {
    from: cluster.platform,
    to,
    consequences: [] as readonly VersionChange[],
    standing: [],
    findings: [],
    isPossible: false,
    rendered: undefined,
    moved: undefined,
    routes: 0,
    source: then.checked.source,
  };
  if (today.ready === undefined) return { ...common, standing: today.checked.findings };
  const known = new Set(today.checked.findings.map(keyOf));
  const findings = then.checked.findings.filter((finding) => !known.has(keyOf(finding)));
  const [before, after] = [today.cluster, then.cluster];
  if (before === undefined || after === undefined) return { ...common, findings };

  // Where functions are refused nothing is rendered anew: today's VirtualServices meet the new rules.
  const written = hasErrors(findings) ? before : after;
  const owners = {
    before: ownedRoutes(before, before),
    after: ownedRoutes(after, written),
  };
  const [old, now] = [owners.before.list, owners.after.list];
  const moved =
    old === undefined || now === undefined
      ? { answer: [] as readonly MovedRequest[] }
      : withinBudget(() => movedRequests(old, now, owners));
  return {
    ...common,
    consequences: COMPONENTS.flatMap((component) =>
      changesBetween(
        component,
        before.platform.profile.versions[component],
        after.platform.profile.versions[component],
        cluster.overrides,
      ),
    ),
    findings,
    isPossible: true,
    rendered: hasErrors(findings) ? undefined : renderedChanges(filesOf(before), filesOf(after)),
    moved: moved?.answer,
    routes: old?.routes.length ?? 0,
  };
}

/** The catalog, checked with the cluster at some versions. */
interface PreparedCluster extends Prepared {
  readonly cluster: Judged | undefined;
}

/** A cluster with its functions, some of them refused perhaps. */
interface Judged extends Pick<Ready, 'functions' | 'routes'> {
  readonly platform: ClusterPlatform;
}

/** Loads and checks the catalog with one cluster in another form. */
function prepareWith(
  { environments, functions, environmentSource }: UpgradeRequest,
  cluster: Cluster,
): PreparedCluster {
  const changed = environments.map((environment): Environment => ({
    ...environment,
    clusters: environment.clusters.map((other) => (other.name === cluster.name ? cluster : other)),
  }));
  const prepared = prepare({ environments: changed, functions, environmentSource });
  const { judged } = prepared;
  const platform = judged?.platforms.find((other) => other.cluster === cluster);
  if (judged === undefined || platform === undefined) return { ...prepared, cluster: undefined };
  return { ...prepared, cluster: { platform, functions: judged.functions, routes: judged.routes } };
}

function keyOf({ code, message, places: [place] }: Finding): string {
  return `${code} ${message} ${place?.file ?? ''}:${place?.line ?? 0}`;
}

/** The files of a cluster by their paths. */
function filesOf({ platform, functions, routes }: Judged): ReadonlyMap<string, string> {
  const files = renderClusters([platform], functions, placementOf(routes.groups));
  return new Map([...files].map(({ path, text = '' }) => [path, text]));
}

/** The routes of a cluster's first namespace, which stand for those of the others, with the functions they lead to. */
interface OwnedRoutes {
  readonly list: RouteList | undefined;
  readonly ownerOf: (virtualService: string, rule: number) => string | undefined;
}

/**
 * Reads what is written for a cluster by the rules of its Istio version.
 * @param written the cluster as it is when its VirtualServices are written
 */
function ownedRoutes({ platform }: Judged, { functions, routes }: Judged): OwnedRoutes {
  const { namespaces, hostOf, rules } = routedCluster(platform);
  const [namespace = ''] = namespaces;
  const rendered = clusterRoutes(platform, functions, placementOf(routes.groups), namespace);
  const owners = new Map<string, string>();
  const objects = rendered.map(({ namespace: inNamespace, name, rules: own }) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { namespace: inNamespace, name },
    spec: {
      hosts: [hostOf(namespace)],
      gateways: ['kfaas/gateway'],
      http: own.map(({ function: { team, name: of }, rule }, place) => {
        owners.set(`${inNamespace}/${name} ${place}`, `${team}/${of}`);
        // What counts is which function answers: the way there differs with the versions.
        const match = isMapping(rule) ? rule.match : undefined;
        return { match, route: [{ destination: { host: `${team}/${of}` } }] };
      }),
    },
  }));
  const [table] = routeTables(objects, rules).tables;
  return {
    list: table?.listeners[0]?.list,
    ownerOf: (virtualService, rule) => owners.get(`${virtualService} ${rule}`),
  };
}

function movedRequests(
  before: RouteList,
  after: RouteList,
  owners: { readonly before: OwnedRoutes; readonly after: OwnedRoutes },
): readonly MovedRequest[] {
  const budget = tableBudget(before.routes.length + after.routes.length);
  return difference(before, after, budget, { limit: SHOWN }).map(({ before: old, after: now, witness }) => ({
    witness,
    before: old && owners.before.ownerOf(old.virtualService, old.rule),
    after: now && owners.after.ownerOf(now.virtualService, now.rule),
  }));
}
