import type { Severity } from '../../findings';
import type { HostLocation, RequestReview, Rollout, RolloutNeed, RolloutStep } from '../model';
import { teamsOf } from './answering-function';
import type { ChangedRules } from './changed-rules';
import { hostsOf, listed, spellRequests } from './listed';
import type { Risk } from './risk';
import { compareWitnesses, gather, type RiskFamily, type RiskOccurrence } from './occurrence';

/** Most steps, and most VirtualServices, that a text lists. */
const STEPS = 10;

/** KF812: VirtualServices of a host must be applied in an order; a note where the usual one will do. */
const ORDER: RiskFamily = {
  code: 'KF812',
  one: ({ severity, subject }, details) => ({
    message: `the order of applying matters on ${subject}: ${details}`,
    help:
      severity === 'note'
        ? 'delete last, as Argo CD with PruneLast=true (rendered Applications have it), Flux, and kubectl apply followed by a prune do; sync waves do not decide it'
        : 'apply one after the other as listed, each once the one before has reached the gateways; creating first and deleting last is not enough here',
  }),
  many: (count, subjects) => ({
    message: `the order of applying matters on ${count} hosts: ${subjects}`,
    help: 'apply what is created first and what is deleted last; where the rollout lists another order, that one',
  }),
};

/** KF813: some request is lost in whatever order VirtualServices of a host are applied. */
const NO_ORDER: RiskFamily = {
  code: 'KF813',
  one: ({ subject }, details) => ({
    message: `no order of applying is safe on ${subject}: ${details}`,
    help: 'make two pull requests: in the first, VirtualServices keep their old rules and get the new ones behind them; once it is applied everywhere, the second takes the old rules away',
  }),
  many: (count, subjects) => ({
    message: `no order of applying is safe on ${count} hosts: ${subjects}`,
    help: 'make two pull requests: in the first, VirtualServices keep their old rules and get the new ones behind them; once it is applied everywhere, the second takes the old rules away',
  }),
};

/** KF812 and KF813: what is to be known about applying a change. */
export function rolloutRisks(
  rollouts: readonly Rollout[],
  { changes }: RequestReview,
  rules: ChangedRules,
): readonly Risk[] {
  const answering = new Map<string, number[]>();
  changes.forEach(({ before, after, where: [location] }, index) => {
    for (const answer of [before, after]) {
      if (location === undefined || answer?.route.virtualService === undefined) continue;
      const key = `${location.environment}/${location.cluster} ${answer.route.virtualService}`;
      const known = answering.get(key);
      if (known === undefined) answering.set(key, [index]);
      else known.push(index);
    }
  });
  const ordered = rollouts.flatMap((rollout) =>
    rollout.safety === 'ordered'
      ? [
          occurrenceOf(
            rollout,
            rollout.isUsual ? 'note' : 'warning',
            `${stepsOf(rollout)}; in another order ${lossOf(rollout.needs)}`,
          ),
        ]
      : [],
  );
  const unsafe = rollouts.flatMap((rollout) =>
    rollout.safety === 'none'
      ? [
          occurrenceOf(
            rollout,
            'error',
            `${lossOf(rollout.needs)}; old rules to keep at first: ${listed(rollout.keep, STEPS)}`,
          ),
        ]
      : [],
  );
  return [...gather(ORDER, ordered), ...gather(NO_ORDER, unsafe)];

  function occurrenceOf(
    { needs, where }: Extract<Rollout, { readonly safety: 'ordered' | 'none' }>,
    severity: Severity,
    detail: string,
  ): RiskOccurrence {
    const names = [
      ...new Set(
        needs.flatMap(({ first, then }) => [...first, ...then].map(({ virtualService }) => virtualService)),
      ),
    ];
    const touched = where.flatMap((location) =>
      names.map((name) => ({ at: location, name: nameAt(location, where[0], name) })),
    );
    const requestChanges = touched.flatMap(
      ({ at: location, name }) => answering.get(`${location.environment}/${location.cluster} ${name}`) ?? [],
    );
    const subject = hostsOf(where);
    return {
      key: `${subject}\n${detail}`,
      severity,
      subject,
      details: [detail],
      teams: requestChanges.flatMap((index) => teamsOf(changes[index]?.before, changes[index]?.after)),
      where,
      requestChanges,
      objectChanges: touched.flatMap(({ at: location, name }) =>
        (['before', 'after'] as const).flatMap((side) => rules.changeOf(side, location, name) ?? []),
      ),
      places: [],
      witness: needs.map((need) => need.witness).sort(compareWitnesses)[0],
    };
  }
}

/** The name of a VirtualService in another function namespace: a rollout has the names of the first namespace. */
function nameAt({ namespace }: HostLocation, first: HostLocation | undefined, name: string): string {
  const former = first?.namespace;
  if (former === undefined || namespace === undefined || former === namespace) return name;
  const quoted = former.replace(/[^A-Za-z0-9]/g, '\\$&');
  return name.replace(new RegExp(`(?<![A-Za-z0-9])${quoted}(?![A-Za-z0-9])`, 'g'), () => namespace);
}

/** The steps that needs speak of, in their order. */
function stepsOf({ needs, order }: Extract<Rollout, { readonly safety: 'ordered' }>): string {
  const needed = new Set(needs.flatMap(({ first, then }) => [...first, ...then].map(spellStep)));
  const steps = order.map(spellStep).filter((step) => needed.has(step));
  const left = steps.length - STEPS;
  return left > 0 ? `${steps.slice(0, STEPS).join(', then ')}, then ${left} more` : steps.join(', then ');
}

function spellStep({ action, virtualService }: RolloutStep): string {
  return `${action} ${virtualService}`;
}

function lossOf(needs: readonly RolloutNeed[]): string {
  const sets = [...new Set(needs.map(({ requests }) => spellRequests(requests)))].sort();
  return `requests are lost or misrouted for a while: ${listed(sets, 3)}`;
}
