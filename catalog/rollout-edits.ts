import { nearestWord } from '../findings';
import { functionOf, isUsedBy, type CatalogEdit, type EditedCatalog, type EditProblem } from './edit-catalog';
import { backendsOf } from './function-spec';
import type { CatalogFunction } from './load-function';
import type { Target } from './overlays';
import { spellStep, type RolloutStep } from './rollout-stages';
import { rolloutStatus, type RolloutStatus, type StageStatus } from './rollout-status';
import { withEntry, withLines, withSetting } from './yaml-edits';

/** A stage that takes a step. */
interface Move {
  readonly stage: StageStatus;
  readonly to: RolloutStep;
}

/**
 * Takes the next step of a rollout, in the first stage that is not at the last one.
 * @param name the stage to move instead
 */
export function nextStep(
  catalog: EditedCatalog,
  id: string,
  targets: readonly Target[],
  name?: string,
): CatalogEdit | EditProblem {
  return moved(catalog, id, targets, (status) => {
    const stage =
      name === undefined ? status.stages.find((one) => !isLast(status, one)) : stageOf(status, name);
    if (stage === undefined) {
      return { problem: `every stage of ${id} is at the last step: run kfaas rollout ${id} finish` };
    }
    if ('problem' in stage) return stage;
    const to = status.steps[stage.taken];
    return to === undefined ? { problem: `${stage.name} is at the last step` } : [{ stage, to }];
  });
}

/**
 * Takes a rollout back by one step, in the last stage that has begun.
 * @param name the stage to move instead
 */
export function stepBack(
  catalog: EditedCatalog,
  id: string,
  targets: readonly Target[],
  name?: string,
): CatalogEdit | EditProblem {
  return moved(catalog, id, targets, (status) => {
    const stage =
      name === undefined ? status.stages.findLast(({ taken }) => taken > 0) : stageOf(status, name);
    if (stage === undefined) return { problem: `the rollout of ${id} has not begun` };
    if ('problem' in stage) return stage;
    if (stage.taken === 0) return { problem: `${stage.name} has not begun` };
    return [{ stage, to: status.steps[stage.taken - 2] ?? 0 }];
  });
}

/** Takes a rollout back to where no request goes over, on every cluster. */
export function allBack(
  catalog: EditedCatalog,
  id: string,
  targets: readonly Target[],
): CatalogEdit | EditProblem {
  return moved(catalog, id, targets, ({ stages }) => {
    const begun = stages.filter(({ taken }) => taken > 0);
    return begun.length === 0
      ? { problem: `the rollout of ${id} has not begun` }
      : begun.map((stage): Move => ({ stage, to: 0 }));
  });
}

/** Ends a rollout that has taken every step on every cluster: the new Knative Service is the only backend. */
export function finishRollout(
  catalog: EditedCatalog,
  id: string,
  targets: readonly Target[],
): CatalogEdit | EditProblem {
  const found = functionOf(catalog, id);
  if ('problem' in found) return found;
  const status = statusOf(catalog, found, targets);
  if ('problem' in status) return status;
  const { from, to, file, stages, held } = status;
  const behind = stages.filter((stage) => !isLast(status, stage));
  if (behind.length > 0) {
    const where = behind.map(({ name, at }) => `${name} is at ${spellStep(at)}`).join(', ');
    return { problem: `${from} still has requests: ${where}` };
  }
  if (held.length > 0) {
    return { problem: `${from} still has the requests of ${held.join(', ')}: take them out of "hold" first` };
  }
  if ([...found.specs.values()].some((spec) => spec.routes.some((route) => isSentTo(spec, route, from)))) {
    return { problem: `${from} still has requests, by a route with backends of its own: change that first` };
  }
  const lines = to === found.ksvc ? '' : `backends: [{ service: ${to} }]\n`;
  const users = catalog.functions.filter((one) => one.id !== id && isUsedBy(one, from)).map((one) => one.id);
  const finished = withLines(catalog.sources.get(file) ?? '', 'rollout', lines);
  const text = users.length > 0 ? finished : withEntry(finished, 'deployedElsewhere', from, undefined);
  const rest =
    users.length > 0
      ? `${users.join(', ')} names ${from} as a backend, too.`
      : `Nothing in the catalog sends requests to ${from} any more.`;
  return { files: new Map([[file, text]]), notes: [`All requests go to ${to}.`, rest] };
}

function isSentTo(
  spec: Parameters<typeof backendsOf>[0],
  route: Parameters<typeof backendsOf>[1],
  ksvc: string,
): boolean {
  return backendsOf(spec, route).some(({ service, weight }) => service === ksvc && weight > 0);
}

/** Moves stages of the rollout of a function, as a plan says. */
function moved(
  catalog: EditedCatalog,
  id: string,
  targets: readonly Target[],
  plan: (status: RolloutStatus) => readonly Move[] | EditProblem,
): CatalogEdit | EditProblem {
  const found = functionOf(catalog, id);
  if ('problem' in found) return found;
  const status = statusOf(catalog, found, targets);
  if ('problem' in status) return status;
  const moves = plan(status);
  if ('problem' in moves) return moves;
  const text = moves.reduce(
    (edited, { stage, to }) => withSetting(edited, ['rollout', 'at', stage.name], String(to)),
    catalog.sources.get(found.file) ?? '',
  );
  const notes = moves.map(
    ({ stage, to }) =>
      `${stage.name} goes from ${spellStep(stage.at)} to ${spellStep(to)}: ${stage.clusters.join(', ')}.`,
  );
  return { files: new Map([[found.file, text]]), notes };
}

function statusOf(
  catalog: EditedCatalog,
  found: CatalogFunction,
  targets: readonly Target[],
): RolloutStatus | EditProblem {
  const status = rolloutStatus(catalog, found, targets);
  return (
    status ?? {
      problem: `${found.id} has no rollout: kfaas rollout ${found.id} start --to <service> begins one`,
    }
  );
}

function stageOf({ function: id, stages }: RolloutStatus, name: string): StageStatus | EditProblem {
  const names = stages.map((stage) => stage.name);
  const near = nearestWord(name, names);
  const advice = near === undefined ? `its order is ${names.join(', ')}` : `did you mean ${near}?`;
  return (
    stages.find((stage) => stage.name === name) ?? {
      problem: `the rollout of ${id} has no ${name}: ${advice}`,
    }
  );
}

function isLast({ steps }: RolloutStatus, { taken }: StageStatus): boolean {
  return taken === steps.length;
}
