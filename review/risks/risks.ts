import { compareText } from '../../base';
import type { Severity } from '../../findings';
import { beyondFunctions } from './beyond-functions';
import { broaderRoutes } from './broader-route';
import { orderDependence, undecided } from './certainty';
import { changedRules } from './changed-rules';
import { declaredOrders } from './declared-orders';
import { droppedConditions } from './dropped-condition';
import { changedExposure } from './exposure';
import { functionPresence } from './function-presence';
import { loosenedSecurity } from './loosened-security';
import { lostRequests, requestsToNobody } from './lost-requests';
import { manyFunctions } from './many-functions';
import type { ReviewInput } from './review-input';
import { addedGateways } from './added-gateways';
import { gainedAccess } from './gained-access';
import { openedNetwork } from './network';
import { publicHosts } from './public-hosts';
import { changedCalls } from './java-services';
import { unsafeRetries } from './retries';
import type { Risk } from './risk';
import { rolloutRisks } from './rollout-risks';
import { leftPlans } from './rollout-plan';
import { loweredBounds } from './lowered-bounds';
import { loweredMaxima } from './scaling';
import { teamRequests } from './team-requests';
import { stricterNamespaces } from './stricter-namespace';
import { shortTimeouts } from './timeouts';
import { trafficJumps } from './traffic-jump';
import { weakenedGuards } from './weakened-guard';
import { weightJumps } from './weight-jump';

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/**
 * What a reviewer of a change should not miss, the most severe first. docs/findings.md defines each, KF801 to KF832.
 * The order of the lists does not matter, but that risks name the places of changes in them.
 */
export function risksOf({ requests, objects, rollouts, environments }: ReviewInput): readonly Risk[] {
  const rules = changedRules(objects);
  const isPresent = functionPresence(requests, objects, rules);
  return risksInOrder([
    ...teamRequests(requests, rules),
    ...broaderRoutes(requests, rules, isPresent),
    ...lostRequests(requests, rules, isPresent),
    ...requestsToNobody(requests, objects, rules),
    ...publicHosts(objects),
    ...changedExposure(objects),
    ...droppedConditions(requests, objects, rules),
    ...weightJumps(requests, rules),
    ...trafficJumps(objects),
    ...leftPlans(objects),
    ...beyondFunctions(requests, rules),
    ...unsafeRetries(requests, rules),
    ...shortTimeouts(requests, rules),
    ...loweredMaxima(objects),
    ...loweredBounds(objects),
    ...openedNetwork(objects),
    ...changedCalls(objects),
    ...declaredOrders(objects),
    ...addedGateways(objects),
    ...gainedAccess(objects),
    ...loosenedSecurity(objects),
    ...stricterNamespaces(objects),
    ...weakenedGuards(objects),
    ...manyFunctions(requests, environments),
    ...rolloutRisks(rollouts, requests, rules),
    ...orderDependence(requests),
    ...undecided(requests, rollouts),
  ]);
}

/** Sorts risks, the most severe first. */
export function risksInOrder(risks: readonly Risk[]): readonly Risk[] {
  return [...risks].sort(
    (a, b) =>
      RANK[a.severity] - RANK[b.severity] || compareText(a.code, b.code) || compareText(a.message, b.message),
  );
}
