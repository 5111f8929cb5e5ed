import type { RolloutDeclaration } from './declaration';
import type { Target } from './overlays';

/** A step of a rollout: the canary alone, or a share of the requests in percent; 0 before the first. */
export type RolloutStep = 'canary' | number;

/** Clusters that take each step together. */
export interface RolloutStage {
  /** The name of an environment or of a cluster. */
  readonly name: string;
  readonly clusters: readonly string[];
}

/** How a rollout divides the clusters of a function. */
export interface RolloutStages {
  /** In the order in which they go over. */
  readonly stages: readonly RolloutStage[];
  /** Clusters that stay behind, as the plan says. */
  readonly held: readonly string[];
  /** Clusters of which the plan says nothing. */
  readonly left: readonly string[];
}

/**
 * Divides the clusters of a function into stages. The name of an environment means those of its clusters that the plan
 * does not name themselves.
 * @param targets the clusters where the function runs
 */
export function rolloutStages(
  { order, hold = [] }: Pick<RolloutDeclaration, 'order' | 'hold'>,
  targets: readonly Target[],
): RolloutStages {
  const environments = [...new Set(targets.map(({ environment }) => environment))];
  const named = new Set([...(order ?? []), ...hold]);
  const clustersOf = (name: string): string[] =>
    targets
      .filter(({ environment, cluster }) => cluster === name || (environment === name && !named.has(cluster)))
      .map(({ cluster }) => cluster);
  const held = hold.flatMap(clustersOf);
  const stages = (order ?? environments)
    .map((name) => ({ name, clusters: clustersOf(name).filter((cluster) => !held.includes(cluster)) }))
    .filter(({ clusters }) => order !== undefined || clusters.length > 0);
  const placed = new Set([...held, ...stages.flatMap(({ clusters }) => clusters)]);
  const left = targets.map(({ cluster }) => cluster).filter((cluster) => !placed.has(cluster));
  return { stages, held, left };
}

/** All steps of a plan, the canary first. */
export function rolloutSteps({
  canary,
  steps,
}: Pick<RolloutDeclaration, 'canary' | 'steps'>): readonly RolloutStep[] {
  return canary === undefined ? steps : ['canary', ...steps];
}

/** The step of a stage: 0 where it has not begun. */
export function stepOf({ at = {} }: Pick<RolloutDeclaration, 'at'>, stage: string): RolloutStep {
  return Object.hasOwn(at, stage) ? (at[stage] ?? 0) : 0;
}

/** How many steps have been taken at a step of a plan; -1 for one that the plan does not have. */
export function stepsTaken(plan: Pick<RolloutDeclaration, 'canary' | 'steps'>, step: RolloutStep): number {
  if (step === 0) return 0;
  const index = rolloutSteps(plan).indexOf(step);
  return index === -1 ? -1 : index + 1;
}

/** Spells a step: `10 %`. */
export function spellStep(step: RolloutStep): string {
  return step === 'canary' ? step : `${step} %`;
}
