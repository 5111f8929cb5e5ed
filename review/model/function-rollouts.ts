import { compareText, renderedRollouts, type RenderedRollout } from '../../base';
import type { ClusterName, ClusterPair, SnapshotCluster } from './clusters';
import type { ObjectChange } from './objects';

/** The rollout of one function from one Knative Service to another, and how far it is on each cluster. */
export interface FunctionRollout {
  /** `<team>/<name>` */
  readonly function: string;
  /** The Knative Service that has the requests. */
  readonly from: string;
  /** The one that they go over to. */
  readonly to: string;
  /** All steps of the plan: `canary`, if it has one, and then shares in percent. */
  readonly steps: readonly string[];
  /** In the order of the review. */
  readonly clusters: readonly RolloutOnCluster[];
}

/** How far a rollout is on a cluster: a step of its plan, or 0. */
export interface RolloutOnCluster extends ClusterName {
  /** `undefined` where the base has no such rollout. */
  readonly before: string | undefined;
  /** `undefined` where the head has no such rollout. */
  readonly after: string | undefined;
}

/**
 * Returns the rollouts of functions that a change begins, moves or ends, with all clusters where they are, also those that the change does not
 * touch. Read off the annotations of VirtualServices.
 */
export function functionRollouts(
  pairs: readonly ClusterPair[],
  objects: readonly ObjectChange[],
): readonly FunctionRollout[] {
  // A cluster that comes or goes as a whole moves no rollout.
  const staying = new Set(pairs.filter(({ before, after }) => before && after).map(clusterOf));
  const touched = objects.filter(
    ({ object, before, after, where }) =>
      object.kind === 'VirtualService' &&
      spell(renderedRollouts(before)) !== spell(renderedRollouts(after)) &&
      where.some((place) => staying.has(clusterOf(place))),
  );
  const moved = new Set(
    touched.flatMap(({ before, after }) =>
      [...renderedRollouts(before), ...renderedRollouts(after)].map(keyOf),
    ),
  );
  if (moved.size === 0) return [];
  // On other clusters the VirtualService is in the file of the same name: nothing else is read.
  const files = new Set(touched.flatMap(({ where }) => where.flatMap(({ file }) => fileName(file))));
  const found = new Map<string, { readonly plan: RenderedRollout; readonly clusters: RolloutOnCluster[] }>();
  for (const { before, after, environment, cluster } of pairs) {
    const [old, now] = [rolloutsIn(before, files), rolloutsIn(after, files)];
    for (const key of new Set([...now.keys(), ...old.keys()])) {
      const plan = now.get(key) ?? old.get(key);
      if (plan === undefined || !moved.has(key)) continue;
      const known = found.get(key) ?? { plan, clusters: [] };
      found.set(key, now.has(key) ? { ...known, plan } : known);
      const at = (side: typeof old) => side.get(key)?.at.toString();
      known.clusters.push({ environment, cluster, before: at(old), after: at(now) });
    }
  }
  return [...found.values()]
    .map(({ plan: { function: id, from, to, steps }, clusters }) => ({
      function: id,
      from,
      to,
      steps: steps.map(String),
      clusters,
    }))
    .sort((a, b) => compareText(a.function, b.function) || compareText(a.to, b.to));
}

function rolloutsIn(
  cluster: SnapshotCluster | undefined,
  files: ReadonlySet<string>,
): ReadonlyMap<string, RenderedRollout> {
  const found = new Map<string, RenderedRollout>();
  for (const [path, file] of cluster?.files ?? []) {
    if (!files.has(fileName(path))) continue;
    for (const object of file.objects()) {
      for (const rollout of renderedRollouts(object)) found.set(keyOf(rollout), rollout);
    }
  }
  return found;
}

function clusterOf({ environment, cluster }: ClusterName): string {
  return `${environment}/${cluster}`;
}

function keyOf({ function: id, from, to }: RenderedRollout): string {
  return `${id} ${from} ${to}`;
}

function spell(rollouts: readonly RenderedRollout[]): string {
  return JSON.stringify(rollouts);
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
