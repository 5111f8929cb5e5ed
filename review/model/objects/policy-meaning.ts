import { gainedAndLost, listed, nowAndBefore } from './meaning-words';
import { isNetworkPolicy, policyPeers, policyScope } from './object-facts';

/**
 * Describes the peers that a NetworkPolicy allows or no longer allows: `lets in 10.0.0.0/8 on TCP 80`. If the policy is
 * removed, its pods accept everything, unless another policy selects them: then they lose what this policy allowed.
 */
export function policyMeaning(before: unknown, after: unknown): readonly string[] {
  if (!isNetworkPolicy(before) && !isNetworkPolicy(after)) return [];
  const [peersBefore, peersAfter] = [policyPeers(before), policyPeers(after)];
  const meaningOf = isNetworkPolicy(after) ? changedPeers : removedPeers;
  const selected =
    isNetworkPolicy(before) && isNetworkPolicy(after)
      ? nowAndBefore(policyScope(before).pods, policyScope(after).pods, (pods) => `holds for ${pods}`)
      : [];
  return [
    ...selected,
    ...meaningOf('lets in', peersBefore.ingress, peersAfter.ingress),
    ...meaningOf('lets out to', peersBefore.egress, peersAfter.egress),
  ];
}

function changedPeers(lets: string, before: readonly string[], after: readonly string[]): readonly string[] {
  const [isOpenBefore, isOpenAfter] = [before.includes('anywhere'), after.includes('anywhere')];
  if (isOpenBefore && isOpenAfter) return [];
  if (isOpenAfter) return [`${lets} everything`];
  if (!isOpenBefore) return gainedAndLost(lets, before, after);
  return [after.length === 0 ? `${lets} nothing` : `${lets} nothing but ${listed(after)}`];
}

function removedPeers(lets: string, before: readonly string[]): readonly string[] {
  if (before.includes('anywhere')) return [];
  const lost = before.length === 0 ? [] : [`no longer ${lets} ${listed(before)} where another policy holds`];
  return [`${lets} everything where no other policy holds for the same pods`, ...lost];
}
