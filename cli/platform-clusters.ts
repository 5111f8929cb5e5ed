import { platformOf, type Cluster, type Environment } from '../environments';
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
} from '../platform';

/** One component of a cluster, and what follows from its version. */
export interface ClusterComponent {
  readonly component: Component;
  /** As people write it: `Istio 1.28.6`. */
  readonly version: string;
  readonly consequences: readonly Consequence[];
  /** The next release that changes something; undefined where none is known. */
  readonly next: NextRelease | undefined;
  /** Known releases before that one, or all where there is none: they change nothing. */
  readonly unchanged: readonly string[];
}

/** What is to be said of the platform of a cluster. */
export interface ClusterPlatform {
  readonly environment: Environment;
  readonly cluster: Cluster;
  readonly problems: readonly VersionProblem[];
  /** Empty where the versions are refused. */
  readonly components: readonly ClusterComponent[];
  readonly isRefused: boolean;
}

/** The platforms of clusters, in the order of their declaration. */
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
