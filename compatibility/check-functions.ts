import {
  placeInFunction,
  type Catalog,
  type CatalogFunction,
  type FunctionSpec,
  type Target,
} from '../catalog';
import type { Finding } from '../findings';
import { COMPONENT_NAMES, type PlatformProfile, type PlatformVersions } from '../platform';
import { ACTION_NEEDS } from './action-needs';
import { MATCH_NEEDS } from './match-needs';
import type { Need, ValuePath } from './need';
import { ROUTE_NEEDS } from './needs';
import { SERVICE_NEEDS } from './service-needs';

/** Everything that functions can ask for and that some version lacks. */
const NEEDS: readonly Need[] = [...MATCH_NEEDS, ...ROUTE_NEEDS, ...ACTION_NEEDS, ...SERVICE_NEEDS];

/** A cluster, as far as its versions are concerned. */
export interface VersionedCluster {
  readonly target: Target;
  readonly namespaces: readonly string[];
  readonly profile: PlatformProfile;
  /** As its operators write them. */
  readonly versions: PlatformVersions;
}

/** What functions ask for that clusters do not have. */
export interface Compatibility {
  readonly findings: readonly Finding[];
  /** Whether a function asks for something that a cluster lacks; it cannot be rendered there. */
  readonly isRefused: (cluster: string, declared: CatalogFunction) => boolean;
}

/** Something that one function asks for, and the clusters that lack it. */
interface Lack {
  readonly need: Need;
  readonly path: ValuePath;
  readonly clusters: VersionedCluster[];
}

/** Finds what functions ask for that the versions of the clusters on which they run do not have. */
export function checkFunctions(
  { functions, sources }: Catalog,
  clusters: readonly VersionedCluster[],
): Compatibility {
  // Clusters of today lack nothing, and then no function is looked at.
  const lacking = clusters
    .map((cluster) => ({ cluster, needs: NEEDS.filter(({ isLacking }) => isLacking(cluster.profile)) }))
    .filter(({ needs }) => needs.length > 0);
  const refused = new Map<string, Set<CatalogFunction>>();
  const findings = lacking.length === 0 ? [] : functions.flatMap(judge);
  return { findings, isRefused: (cluster, declared) => refused.get(cluster)?.has(declared) === true };

  function judge(declared: CatalogFunction): Finding[] {
    const lacks = new Map<string, Lack>();
    for (const { cluster, needs } of lacking) {
      const spec = declared.specs.get(cluster.target.cluster);
      if (spec === undefined) continue;
      for (const need of needs) addLacks(lacks, declared, cluster, need, spec);
    }
    return [...lacks.values()].map((lack) => findingOf(declared, lack));
  }

  function addLacks(
    lacks: Map<string, Lack>,
    declared: CatalogFunction,
    cluster: VersionedCluster,
    need: Need,
    spec: FunctionSpec,
  ): void {
    for (const path of need.askedAt(spec, cluster.namespaces)) {
      const key = `${NEEDS.indexOf(need)} ${JSON.stringify(path)}`;
      const known = lacks.get(key);
      if (known === undefined) lacks.set(key, { need, path, clusters: [cluster] });
      else known.clusters.push(cluster);
      const { cluster: name } = cluster.target;
      refused.set(name, (refused.get(name) ?? new Set()).add(declared));
    }
  }

  function findingOf(declared: CatalogFunction, { need, path, clusters: lackingIt }: Lack): Finding {
    const { code, what, component, otherwise, since } = need;
    const name = COMPONENT_NAMES[component];
    const named = lackingIt.map(
      ({ target, versions }) => `${target.cluster} (${name} ${versions[component]})`,
    );
    const [first] = lackingIt;
    const text = sources.get(declared.file);
    return {
      code,
      severity: 'error',
      message: `${declared.id} asks for ${what}; on ${named.join(', ')} ${otherwise}`,
      help: `${name} ${since} has it: upgrade, or do without it there by an overlay`,
      places:
        first === undefined || text === undefined
          ? []
          : [placeInFunction(declared, text, first.target, path)],
    };
  }
}
