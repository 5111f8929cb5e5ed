import type { CatalogFunction } from './load-function';
import type { Catalog } from './load';
import type { Target } from './overlays';
import { declarationOf } from './route-place';
import { rolloutStages, rolloutSteps, stepOf, stepsTaken, type RolloutStep } from './rollout-stages';

/** A stage of a rollout, and how far it is. */
export interface StageStatus {
  /** The name of an environment or of a cluster. */
  readonly name: string;
  readonly clusters: readonly string[];
  /** The step that it is at: 0 where it has not begun. */
  readonly at: RolloutStep;
  /** How many steps of the plan it has taken. */
  readonly taken: number;
}

/** Where the rollout of a function is. */
export interface RolloutStatus {
  /** `<team>/<name>` */
  readonly function: string;
  readonly file: string;
  /** The Knative Service that has the requests. */
  readonly from: string;
  /** The one that they go over to. */
  readonly to: string;
  /** All steps, the canary first. */
  readonly steps: readonly RolloutStep[];
  /** In the order in which they go over. */
  readonly stages: readonly StageStatus[];
  /** Clusters that stay behind. */
  readonly held: readonly string[];
}

/** Returns where the rollout of a function is; undefined if it has none. */
export function rolloutStatus(
  { sources }: Pick<Catalog, 'sources'>,
  { id, file, ksvc, specs }: CatalogFunction,
  targets: readonly Target[],
): RolloutStatus | undefined {
  const { rollout } = declarationOf(sources.get(file) ?? '');
  if (rollout === undefined) return undefined;
  const running = targets.filter(({ cluster }) => specs.has(cluster));
  const { stages, held } = rolloutStages(rollout, running);
  return {
    function: id,
    file,
    from: rollout.from ?? ksvc,
    to: rollout.to,
    steps: rolloutSteps(rollout),
    stages: stages.map(({ name, clusters }) => {
      const at = stepOf(rollout, name);
      return { name, clusters, at, taken: stepsTaken(rollout, at) };
    }),
    held,
  };
}
