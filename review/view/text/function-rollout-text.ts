import type { FunctionRollout } from '../../model';
import { plainText } from './visible-text';

/** Spells how far the rollouts of functions are: a line for each, and one for each of its clusters. */
export function functionRolloutLines(rollouts: readonly FunctionRollout[]): readonly string[] {
  return rollouts.flatMap(({ function: id, from, to, steps, clusters }) => {
    const names = clusters.map(({ environment, cluster }) => `${environment}/${cluster}`);
    const width = Math.max(...names.map(({ length }) => length));
    return [
      plainText(`${id}: ${from} -> ${to}, by ${steps.map(spellStep).join(', ')}`),
      ...clusters.map(({ before, after }, index) =>
        plainText(`  ${(names[index] ?? '').padEnd(width)}  ${spellMove(before, after)}`),
      ),
    ];
  });
}

/**
 * Spells how far a rollout was and is on a cluster.
 * @param arrow between the two steps
 */
export function spellMove(before: string | undefined, after: string | undefined, arrow = '->'): string {
  if (before === after) return `stays at ${spellStep(after ?? '0')}`;
  if (after === undefined) return `ends at ${spellStep(before ?? '0')}`;
  if (before === undefined) return `begins at ${spellStep(after)}`;
  return `${spellStep(before)} ${arrow} ${spellStep(after)}`;
}

/** Spells a step: `canary` or `10 %`. */
export function spellStep(step: string): string {
  return step === 'canary' ? step : `${step} %`;
}
