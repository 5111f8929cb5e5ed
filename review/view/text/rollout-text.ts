import { spellRequest } from '../../../findings';
import type { HostLocation, Rollout, RolloutNeed, RolloutStep } from '../../model';
import { counted, few, grouped } from './visible-text';
import { spellRequestSet } from './request-text';
import { verbatimRow, words, wordsRow, type Statement, type StatementRow } from './statement';

/** Most steps of an order, and most needs, that are listed; the rest is counted. */
const MOST = { steps: 40, needs: 12, names: 12 };

/** How VirtualServices may be applied, in words. */
export const ROLLOUT_WORDS: Readonly<Record<Rollout['safety'], string>> = {
  none: 'in no order',
  undecided: 'not decided',
  ordered: 'only in order',
  any: 'in any order',
};

/** In which order the VirtualServices of some hosts may be applied. */
export function rolloutStatement(
  rollout: Rollout,
  spellWhere: (where: readonly HostLocation[]) => string,
): Statement {
  const subject = words(spellWhere(rollout.where));
  switch (rollout.safety) {
    case 'any':
      return { tone: 'good', what: ROLLOUT_WORDS.any, subject, rows: [] };
    case 'ordered':
      return {
        tone: 'doubtful',
        what: ROLLOUT_WORDS.ordered,
        subject,
        rows: [
          wordsRow('usual', usualText(rollout)),
          ...stepRows(rollout.order),
          ...needRows(rollout.needs, rollout.order.length),
        ],
      };
    case 'none':
      return {
        tone: 'bad',
        what: ROLLOUT_WORDS.none,
        subject,
        rows: [wordsRow('do', twoRequests(rollout.keep)), ...needRows(rollout.needs)],
      };
    case 'undecided':
      return { tone: 'bad', what: ROLLOUT_WORDS.undecided, subject, rows: [wordsRow('why', rollout.why)] };
  }
}

/** Rollouts with those first that need most care. */
export function inOrderOfWeight(rollouts: readonly Rollout[]): readonly Rollout[] {
  return SAFETIES.flatMap(([safety]) => rollouts.filter((rollout) => rollout.safety === safety));
}

/** How safe orders are, what needs most care first. */
const SAFETIES = [
  ['none', 'no order is safe on'],
  ['undecided', 'not decided on'],
  ['ordered', 'the order matters on'],
  ['any', 'any order is safe on'],
] as const;

/** Whether it is enough to delete last. */
export function usualText({ isUsual }: { readonly isUsual: boolean }): string {
  return isUsual
    ? 'deleting last is enough, as Argo CD and Flux do'
    : 'deleting last, as Argo CD and Flux do, is not enough';
}

/** What the rollouts come to, host by host: `no order is safe on 1 host`. */
export function summarizeRollouts(rollouts: readonly Rollout[]): string | undefined {
  const hosts = (safety: Rollout['safety']) =>
    rollouts.reduce((sum, rollout) => sum + (rollout.safety === safety ? rollout.where.length : 0), 0);
  const parts = SAFETIES.flatMap(([safety, text]) =>
    hosts(safety) === 0 ? [] : [`${text} ${counted(hosts(safety), 'host')}`],
  );
  return parts.length === 0 ? undefined : parts.join(', ');
}

function twoRequests(keep: readonly string[]): string {
  const old = keep.length === 0 ? '' : `, behind the old ones, in ${few(keep, MOST.names)}`;
  return `make two pull requests: one that only adds the new matches${old}; once that is applied, one that takes the old ones away`;
}

function stepRows(order: readonly RolloutStep[]): StatementRow[] {
  const rows = order
    .slice(0, MOST.steps)
    .map(({ action, virtualService }, index) => verbatimRow(`${index + 1}. ${action}`, virtualService));
  const more = order.length - MOST.steps;
  return more <= 0 ? rows : [...rows, wordsRow('then', `${grouped(more)} more`)];
}

/** @param steps how many are listed above: of two, it is plain what is needed */
function needRows(needs: readonly RolloutNeed[], steps = Infinity): StatementRow[] {
  const rows = needs
    .slice(0, MOST.needs)
    .flatMap(({ first, then, requests, witness }) => [
      ...(steps === 2 ? [] : [needRow(first, then)]),
      verbatimRow('else lost', spellRequestSet(requests)),
      verbatimRow('request', spellRequest(witness)),
    ]);
  const more = needs.length - MOST.needs;
  return more <= 0 ? rows : [...rows, wordsRow('needs', `${grouped(more)} more`)];
}

function needRow(first: readonly RolloutStep[], then: readonly RolloutStep[]): StatementRow {
  const last = then.length > 1 ? 'the last of ' : '';
  return wordsRow('needs', `${spellSteps(first, ' or ')} before ${last}${spellSteps(then, ' and ')}`);
}

function spellSteps(steps: readonly RolloutStep[], separator: string): string {
  const texts = steps.map(({ action, virtualService }) => `${action} ${virtualService}`);
  return few(texts, MOST.names, separator);
}
