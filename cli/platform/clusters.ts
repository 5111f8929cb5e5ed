import { platformOf, type Cluster, type Environment } from '../../inventory';
import {
  COMPONENTS,
  consequencesOf,
  nextRelease,
  platformProfile,
  releasesAfter,
  spellVersion,
  type Component,
  type Consequence,
  type NextRelease,
  type VersionProblem,
} from '../../platform';

/** A component of a cluster, and the consequences of its version. */
export interface ClusterComponent {
  readonly component: Component;
  /** The version for people: `Istio 1.28.6`. */
  readonly version: string;
  readonly consequences: readonly Consequence[];
  /** The next release with changes; `undefined` if none is known. */
  readonly next: NextRelease | undefined;
  /** Known newer releases without changes, up to the next release with changes. */
  readonly unchanged: readonly string[];
}

/** The platform of a cluster. */
export interface ClusterPlatform {
  readonly environment: Environment;
  readonly cluster: Cluster;
  readonly problems: readonly VersionProblem[];
  /** Empty if the versions are refused. */
  readonly components: readonly ClusterComponent[];
  readonly isRefused: boolean;
}

/** Returns the platforms of clusters, in declaration order. */
export function clusterPlatforms(environments: readonly Environment[], only?: string): ClusterPlatform[] {
  return environments.flatMap((environment) =>
    environment.clusters
      .filter(({ name }) => only === undefined || name === only)
      .map((cluster) => clusterPlatform(environment, cluster)),
  );
}

function clusterPlatform(environment: Environment, cluster: Cluster): ClusterPlatform {
  const { profile, problems } = platformProfile(platformOf(environment, cluster));
  if (profile === undefined) return { environment, cluster, problems, components: [], isRefused: true };
  const { versions } = profile;
  const { overrides } = cluster;
  const consequences = consequencesOf(versions, overrides);
  const components = COMPONENTS.map((component): ClusterComponent => {
    const version = versions[component];
    const next = nextRelease(component, version, overrides);
    const later = releasesAfter(component, version);
    return {
      component,
      version: spellVersion(component, version),
      consequences: consequences.filter((one) => one.component === component),
      next,
      unchanged: next === undefined ? later : later.slice(0, later.indexOf(next.release)),
    };
  });
  return { environment, cluster, problems, components, isRefused: false };
}
