import { isMapping } from '../base';
import {
  clusterRoutes,
  placementOf,
  renderClusters,
  routedCluster,
  type ClusterPlatform,
} from '../constructs';
import type { Cluster, Environment } from '../inventory';
import { hasErrors, type AnswerReference, type Finding } from '../findings';
import { prepare, type Prepared, type Program, type Ready } from '../main';
import { renderedChanges } from '../manifests';
import { changesBetween, COMPONENTS, type PlatformVersions } from '../platform';
import { virtualServiceObject } from '../precedence';
import { difference, routeTables, tableBudget, withinBudget, type RouteList } from '../routing';
import { joinAlike, type ClusterUpgrade, type MovedRequest } from './cluster-upgrade';

/** Clusters to upgrade, with their new versions. */
export interface UpgradeRequest extends Pick<
  Program,
  'functions' | 'foreign' | 'environmentSource' | 'environments' | 'names'
> {
  /** At least one. */
  readonly clusters: readonly Cluster[];
  /** The new versions; the others are unchanged. */
  readonly versions: Partial<PlatformVersions>;
}

/** The changes that an upgrade of some clusters at once would cause. */
export interface UpgradePlan {
  /** Findings at the current versions, if they prevent a comparison; the rest of the plan is then empty. */
  readonly existing: readonly Finding[];
  /** Findings at the new versions only, such as functions that would be refused. */
  readonly findings: readonly Finding[];
  /** Whether each cluster can run its new versions together; otherwise nothing is compared. */
  readonly isPossible: boolean;
  /** What changes on the clusters: one entry for all clusters that change alike. */
  readonly upgrades: readonly ClusterUpgrade[];
  /** Returns the text of a file that a finding refers to. */
  readonly source: (file: string) => string | undefined;
}

/** The most requests that are reported. */
const SHOWN = 20;

/** Returns the changes that an upgrade of some clusters would cause. Writes nothing. */
export function planUpgrade(request: UpgradeRequest): UpgradePlan {
  const { clusters, versions } = request;
  const today = prepareWith(request, {});
  const then = prepareWith(request, versions);
  const unknown = clusters.map(({ name, platform }): ClusterUpgrade => ({
    clusters: [name],
    from: platform,
    to: { ...platform, ...versions },
    consequences: [],
    rendered: undefined,
    moved: undefined,
    routes: 0,
  }));
  const plan = {
    existing: [],
    findings: [],
    isPossible: false,
    upgrades: joinAlike(unknown),
    source: then.checked.source,
  };
  if (today.ready === undefined) return { ...plan, existing: today.checked.findings };
  const known = new Set(today.checked.findings.map(keyOf));
  const findings = then.checked.findings.filter((finding) => !known.has(keyOf(finding)));
  const pairs = unknown.flatMap((upgrade) => {
    const [name = ''] = upgrade.clusters;
    const [before, after] = [clusterIn(today, name), clusterIn(then, name)];
    return before === undefined || after === undefined ? [] : [{ upgrade, before, after }];
  });
  if (pairs.length < clusters.length) return { ...plan, findings };
  const upgrades = pairs.map(({ upgrade, before, after }) => ({
    ...upgrade,
    ...differenceOf(before, after, hasErrors(findings)),
  }));
  return { ...plan, findings, isPossible: true, upgrades: joinAlike(upgrades) };
}

/** Compares a cluster at two versions. */
function differenceOf(
  before: Judged,
  after: Judged,
  isRefused: boolean,
): Pick<ClusterUpgrade, 'consequences' | 'rendered' | 'moved' | 'routes'> {
  // If functions are refused, nothing is rendered: the current VirtualServices are read by the new rules.
  const written = isRefused ? before : after;
  const owners = {
    before: ownedRoutes(before, before),
    after: ownedRoutes(after, written),
  };
  const [beforeList, afterList] = [owners.before.list, owners.after.list];
  const moved =
    beforeList === undefined || afterList === undefined
      ? { answer: [] as readonly MovedRequest[] }
      : withinBudget(() => movedRequests(beforeList, afterList, owners));
  return {
    consequences: COMPONENTS.flatMap((component) =>
      changesBetween(
        component,
        before.platform.profile.versions[component],
        after.platform.profile.versions[component],
        before.platform.cluster.overrides,
      ),
    ),
    rendered: isRefused ? undefined : renderedChanges(filesOf(before), filesOf(after)),
    moved: moved?.answer,
    routes: beforeList?.routes.length ?? 0,
  };
}

/** A cluster with its functions; some of them may be refused. */
interface Judged extends Pick<Ready, 'functions' | 'routes'> {
  readonly platform: ClusterPlatform;
}

/** Loads and checks the catalog with some versions of the clusters replaced. */
function prepareWith(
  { environments, names: company, functions, foreign, environmentSource, clusters }: UpgradeRequest,
  versions: Partial<PlatformVersions>,
): Prepared {
  const names = clusters.map(({ name }) => name);
  const changed = environments.map((environment): Environment => ({
    ...environment,
    clusters: environment.clusters.map((cluster) =>
      names.includes(cluster.name) ? { ...cluster, platform: { ...cluster.platform, ...versions } } : cluster,
    ),
  }));
  return prepare({ environments: changed, names: company, functions, foreign, environmentSource });
}

/** Returns a cluster with its functions; undefined if its versions are refused. */
function clusterIn({ judged }: Prepared, name: string): Judged | undefined {
  const platform = judged?.platforms.find(({ cluster }) => cluster.name === name);
  if (judged === undefined || platform === undefined) return undefined;
  return { platform, functions: judged.functions, routes: judged.routes };
}

function keyOf({ code, message, places: [place] }: Finding): string {
  return `${code} ${message} ${place?.file ?? ''}:${place?.line ?? 0}`;
}

/** Returns the text of each file of a cluster by its path. */
function filesOf({ platform, functions, routes }: Judged): ReadonlyMap<string, string> {
  const files = renderClusters([platform], functions, placementOf(routes.groups));
  return new Map([...files].map(({ path, text = '' }) => [path, text]));
}

/** The routes of a cluster's first namespace, with their functions. All namespaces have the same routes. */
interface OwnedRoutes {
  readonly list: RouteList | undefined;
  readonly ownerOf: (virtualService: string, rule: number) => string | undefined;
}

/**
 * Reads the VirtualServices of a cluster by the rules of its Istio version.
 * @param written the cluster at the versions for which the VirtualServices are rendered
 */
function ownedRoutes({ platform }: Judged, { functions, routes }: Judged): OwnedRoutes {
  const { namespaces, hostOf, rules } = routedCluster(platform);
  const [namespace = ''] = namespaces;
  const rendered = clusterRoutes(platform, functions, placementOf(routes.groups), namespace);
  const owners = new Map<string, string>();
  const host = hostOf(namespace);
  const objects = rendered.map(({ rules: own, ...identity }) => {
    const http = own.map(({ function: { team, name }, rule }, index) => {
      owners.set(`${identity.namespace}/${identity.name} ${index}`, `${team}/${name}`);
      // The destination is the function: how a request gets there differs between versions.
      const match = isMapping(rule) ? rule.match : undefined;
      return { match, route: [{ destination: { host: `${team}/${name}` } }] };
    });
    return virtualServiceObject({ ...identity, host, gateways: ['kfaas/gateway'], rules: http });
  });
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
  return difference(before, after, budget, { limit: SHOWN }).map(
    ({ before: routeBefore, after: routeAfter, witness }) => ({
      witness,
      before: ownerOf(owners.before, routeBefore),
      after: ownerOf(owners.after, routeAfter),
    }),
  );
}

function ownerOf(owners: OwnedRoutes, answer: AnswerReference | undefined): string | undefined {
  if (answer?.virtualService === undefined) return undefined;
  return owners.ownerOf(answer.virtualService, answer.rule);
}
