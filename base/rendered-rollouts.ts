import { annotationOf } from './annotation';
import { ANNOTATION } from './labels';

/** How far the rollout of a function is on a cluster, as its VirtualService says. */
export interface RenderedRollout {
  /** `<team>/<name>` */
  readonly function: string;
  /** The Knative Service that has the requests. */
  readonly from: string;
  /** The one that they go over to. */
  readonly to: string;
  /** All steps of the plan: shares in percent, after `canary` where it has one. */
  readonly steps: readonly (string | number)[];
  /** The step that the cluster is at; 0 before the first. */
  readonly at: string | number;
}

/** Between two rollouts. */
const AND = ' and ';

/** Spells rollouts as an annotation: `saas/showroom from saas-showroom to saas-showroom-green by 1,10,100 at 10`. */
export function spellRollouts(rollouts: readonly RenderedRollout[]): string {
  return rollouts
    .map(({ function: id, from, to, steps, at }) => `${id} from ${from} to ${to} by ${steps.join()} at ${at}`)
    .join(AND);
}

/** Returns the rollouts that a VirtualService names; steps are texts. */
export function renderedRollouts(virtualService: unknown): readonly RenderedRollout[] {
  const told = annotationOf(virtualService, ANNOTATION.rollout);
  return (told?.split(AND) ?? []).flatMap((text) => {
    const found = /^(\S+) from (\S+) to (\S+) by (\S+) at (\S+)$/.exec(text);
    if (found === null) return [];
    const [, id = '', from = '', to = '', steps = '', at = ''] = found;
    return { function: id, from, to, steps: steps.split(','), at };
  });
}
