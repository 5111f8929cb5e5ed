import type { HostPlace, RequestReview, Rollout } from '../model';
import { distinctClusters, hostsOf, inClusters } from './listed';
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
        help: 'run kfaas check and mend what it shows as KF601: until then a request may go elsewhere in each cluster',
      }),
    );
  }
  if (old.length > 0) {
    risks.push(
      hostRisk(old, {
        code: 'KF814',
        severity: 'note',
        message: `the order of creation decided before on some requests of ${hostsOf(old)}`,
        help: 'what is said to change there may be otherwise in a cluster whose VirtualServices have other ages',
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
        help: 'mend what kfaas check shows as KF403, KF611, KF612 or KF614 there, or try the change in a test cluster',
      }),
    );
  }
  const whys = new Map<string, HostPlace[]>();
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
  where: readonly HostPlace[],
  { message, ...text }: Pick<Risk, 'code' | 'severity' | 'message' | 'help'>,
): Risk {
  const clusters = distinctClusters(where);
  return {
    ...text,
    message: `${message}${inClusters(clusters)}`,
    places: [],
    teams: [],
    where: clusters,
    requestChanges: [],
    objectChanges: [],
  };
}
