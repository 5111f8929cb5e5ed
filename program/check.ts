import {
  checkCalls,
  checkConfinement,
  checkExposure,
  checkFlags,
  checkFunctions,
  checkGatewayPaths,
  checkPreflights,
  checkTimeouts,
} from '../compatibility';
import {
  callingCluster,
  exposingCluster,
  forwardingCluster,
  routedCluster,
  timedCluster,
  versionedCluster,
  type ClusterPlatform,
} from '../constructs';
import { hasErrors, sortedFindings } from '../findings';
import { environmentFindings, platformOf } from '../inventory';
import { platformProfile } from '../platform';
import { checkRoutes } from '../precedence';
import { openForeign, withForeign } from './foreign-files';
import { recordedRoutes } from './incremental';
import type { EnvironmentCluster, Loaded } from './load';
import type { Checked, Inputs, Prepared } from './program';

/** Checks functions against the versions of the clusters, and proves the routes of every cluster. */
export function checkLoaded(
  { environments, names, foreign: foreignFolder, environmentSource, record }: Inputs,
  loaded: Loaded,
): Prepared {
  const { clusters, catalog, inventoryFindings, findings } = loaded;
  const foreign = openForeign(foreignFolder, clusters);
  const checked: Checked = {
    findings,
    tables: [],
    functions: catalog.functions.length,
    clusters: clusters.length,
    teams: catalog.teams,
    source: (file: string) => catalog.sources.get(file) ?? foreign.source(file) ?? environmentSource(file),
  };
  // Nothing follows from versions that do not exist.
  if (hasErrors(inventoryFindings)) return { checked };

  const platforms = clusters.map((one): ClusterPlatform => ({ ...clusterPlatform(one), names }));
  const versioned = platforms.map(versionedCluster);
  const { findings: refusals, isRefused } = checkFunctions(catalog, versioned);
  const unconfined = checkConfinement(catalog, versioned);
  const flags = checkFlags(catalog, versioned);
  const slow = checkTimeouts(catalog, platforms.map(timedCluster));
  const forwarding = platforms.map(forwardingCluster);
  const unreached = checkGatewayPaths(catalog, forwarding, names?.prefix);
  const unasked = checkPreflights(catalog, forwarding);
  const undeclared = checkCalls(catalog, platforms.map(callingCluster));
  const exposing = platforms.map((platform) =>
    exposingCluster(platform, environments.indexOf(platform.environment)),
  );
  // A function whose file has errors is not known here.
  const exposed = hasErrors(findings) ? [] : checkExposure(catalog, exposing);
  const inputs = { functions: catalog.functions, foreignKey: foreign.key };
  const routes = recordedRoutes(record, inputs, () =>
    withForeign(foreign, (foreignOf) =>
      checkRoutes(catalog, platforms.map(routedCluster), { isRefused, foreignOf }),
    ),
  );
  const all: Checked = {
    ...checked,
    // Where some files have errors, the routes of the others are checked, but nothing is proved.
    tables: hasErrors([...findings, ...refusals, ...slow]) ? [] : routes.tables,
    findings: sortedFindings([
      ...findings,
      ...refusals,
      ...unconfined,
      ...flags,
      ...slow,
      ...unreached,
      ...unasked,
      ...undeclared,
      ...environmentFindings(exposed, environmentSource),
      ...routes.findings,
    ]),
  };
  if (hasErrors(findings)) return { checked: all };
  const judged = { platforms, teams: catalog.teams, ...inputs, routes };
  return hasErrors(all.findings) ? { checked: all, judged } : { checked: all, judged, ready: judged };
}

/** A cluster with the profile of its versions, which were checked before. */
function clusterPlatform({ environment, cluster }: EnvironmentCluster): ClusterPlatform {
  const { profile } = platformProfile(platformOf(environment, cluster));
  if (profile === undefined)
    throw new Error(`${cluster.name} has no profile, though its versions were checked`);
  return { environment, cluster, profile };
}
