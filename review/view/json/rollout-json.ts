import type { FunctionRollout, Rollout, RolloutNeed, RolloutStep } from '../../model';
import { hostJson, requestSetJson, witnessJson } from './request-json';

/** A rollout of the document; which keys it has, `safety` says. */
export function rolloutJson(rollout: Rollout) {
  const where = rollout.where.map(hostJson);
  const { safety } = rollout;
  switch (safety) {
    case 'any':
      return { safety, where };
    case 'ordered': {
      const { needs, order, isUsual } = rollout;
      return { safety, needs: needs.map(needJson), order: order.map(stepJson), isUsual, where };
    }
    case 'none':
      return { safety, needs: rollout.needs.map(needJson), keep: [...rollout.keep], where };
    case 'undecided':
      return { safety, why: rollout.why, where };
  }
}

function needJson({ first, then, requests, witness, where }: RolloutNeed) {
  return {
    first: first.map(stepJson),
    then: then.map(stepJson),
    requests: requestSetJson(requests),
    witness: witnessJson(witness),
    where: hostJson(where),
  };
}

function stepJson({ action, virtualService }: RolloutStep) {
  return { action, virtualService };
}

/** A rollout of a function, with where it is on each cluster. */
export function functionRolloutJson({ function: id, from, to, steps, clusters }: FunctionRollout) {
  return {
    function: id,
    from,
    to,
    steps: [...steps],
    clusters: clusters.map(({ environment, cluster, before, after }) => ({
      environment,
      cluster,
      before: before ?? null,
      after: after ?? null,
    })),
  };
}
