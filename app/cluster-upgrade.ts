import { groupBy } from '../base';
import type { Witness } from '../findings';
import type { RenderedChange } from '../manifests';
import type { PlatformVersions, VersionChange } from '../platform';

/** A request that another function answers at the new versions. */
export interface MovedRequest {
  readonly witness: Witness;
  /** The function that answers it at each version; undefined for none. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The changes on clusters that change alike. */
export interface ClusterUpgrade {
  /** The names of the clusters. */
  readonly clusters: readonly string[];
  readonly from: PlatformVersions;
  readonly to: PlatformVersions;
  /** Platform changes between the versions, whether or not the catalog depends on them. */
  readonly consequences: readonly VersionChange[];
  /** Changes to the manifests of all these clusters; undefined if there are errors. */
  readonly rendered: RenderedDifference | undefined;
  /** Requests that would reach another function; undefined if this is not decided. */
  readonly moved: readonly MovedRequest[] | undefined;
  /** The number of routes compared, on each cluster. */
  readonly routes: number;
}

/** The result of comparing the files of a cluster. */
export interface RenderedDifference {
  readonly files: number;
  readonly changes: readonly RenderedChange[];
}

/** Joins the upgrades of clusters that change alike. */
export function joinAlike(upgrades: readonly ClusterUpgrade[]): ClusterUpgrade[] {
  return [...groupBy(upgrades, likeness).values()].map(([first, ...others]) =>
    others.reduce(
      (joined, other) => ({
        ...joined,
        clusters: [...joined.clusters, ...other.clusters],
        rendered: joined.rendered && other.rendered && joinedFiles(joined.rendered, other.rendered),
      }),
      first,
    ),
  );
}

/** Two upgrades with the same likeness differ in their clusters, and in files that do not change, alone. */
function likeness({ from, to, consequences, moved, routes, rendered }: ClusterUpgrade): string {
  const changes = rendered?.changes.map(({ files, ...change }) => {
    // A file is below its environment's and its cluster's folder.
    const below = files.map((file) => file.split('/').slice(2).join('/'));
    return { ...change, below };
  });
  return JSON.stringify({ from, to, consequences, moved, routes, changes });
}

function joinedFiles(a: RenderedDifference, b: RenderedDifference): RenderedDifference {
  return {
    files: a.files + b.files,
    changes: a.changes.map((change, index) => ({
      ...change,
      files: [...change.files, ...(b.changes[index]?.files ?? [])],
    })),
  };
}
