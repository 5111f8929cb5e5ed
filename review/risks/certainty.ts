import type { HostLocation, RequestReview, Rollout } from '../model';
import { distinctClusters, hostsOf, messageIn } from './listed';
import type { Risk } from './risk';

/** KF814: on hosts on which something changes, the order of creation decides on some requests. */
export function orderDependence({ orderDependent }: RequestReview): readonly Risk[] {
  const hostsAt = (side: 'base' | 'head') =>
    orderDependent.filter((one) => one.side === side).map(({ where }) => where);
  const [old, now] = [hostsAt('base'), hostsAt('head')];
  const risks: Risk[] = [];
  if (now.length > 0) {
    risks.push(
      hostRisk(now, {
        code: 'KF814',
        severity: 'error',
        message: `the order of creation decides on some requests of ${hostsOf(now)}`,
        help: 'run kfaas check and fix each KF601: until then, each cluster may route a request differently',
      }),
    );
  }
  if (old.length > 0) {
    risks.push(
      hostRisk(old, {
        code: 'KF814',
        severity: 'note',
        message: `the order of creation decided before on some requests of ${hostsOf(old)}`,
        help: 'the reported changes may differ in a cluster whose VirtualServices were created in another order',
      }),
    );
  }
  return risks;
}

/** KF815: of some hosts it is not known what changes, or in which order the change may be applied. */
export function undecided(
  { undecided: hosts, verdict }: RequestReview,
  rollouts: readonly Rollout[],
): readonly Risk[] {
  const risks: Risk[] = [];
  if (hosts.length > 0 || verdict === 'undecided') {
    risks.push(
      hostRisk(hosts, {
        code: 'KF815',
        severity: 'error',
        message: `not decided whether more changes than is listed${hosts.length === 0 ? '' : ` on ${hostsOf(hosts)}`}`,
        help: 'fix what kfaas check reports as KF403, KF611, KF612 or KF614 there, or try the change in a test cluster',
      }),
    );
  }
  const whys = new Map<string, HostLocation[]>();
  for (const rollout of rollouts) {
    if (rollout.safety !== 'undecided') continue;
    const known = whys.get(rollout.why);
    if (known === undefined) whys.set(rollout.why, [...rollout.where]);
    else known.push(...rollout.where);
  }
  for (const [why, where] of whys) {
    risks.push(
      hostRisk(where, {
        code: 'KF815',
        severity: 'warning',
        message: `not decided in which order the change may be applied on ${hostsOf(where)}: ${why}`,
        help: 'apply it when a lost request does little harm, or in two pull requests: one that only adds, then one that only takes away',
      }),
    );
  }
  return risks;
}

function hostRisk(
  where: readonly HostLocation[],
  { message, ...text }: Pick<Risk, 'code' | 'severity' | 'message' | 'help'>,
): Risk {
  const clusters = distinctClusters(where);
  return {
    ...text,
    ...messageIn(clusters, message),
    places: [],
    teams: [],
    where: clusters,
    requestChanges: [],
    objectChanges: [],
  };
}
