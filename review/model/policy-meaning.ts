import { gainedAndLost, listed, nowAndBefore } from './meaning-words';
import { isNetworkPolicy, policyPeers, policyScope } from './object-facts';

/**
 * Whom a NetworkPolicy lets in or out anew or no more, in words: `lets in 10.0.0.0/8 on TCP 80`. Without the policy
 * everything is let in that no other policy keeps out; but pods that are under another policy lose what this one let in.
 */
export function policyMeaning(before: unknown, after: unknown): readonly string[] {
  if (!isNetworkPolicy(before) && !isNetworkPolicy(after)) return [];
  const [old, now] = [policyPeers(before), policyPeers(after)];
  const way = isNetworkPolicy(after) ? changedWay : removedWay;
  const selected =
    isNetworkPolicy(before) && isNetworkPolicy(after)
      ? nowAndBefore(policyScope(before).pods, policyScope(after).pods, (pods) => `holds for ${pods}`)
      : [];
  return [
    ...selected,
    ...way('lets in', old.ingress, now.ingress),
    ...way('lets out to', old.egress, now.egress),
  ];
}

function changedWay(lets: string, old: readonly string[], now: readonly string[]): readonly string[] {
  const [wasOpen, isOpen] = [old, now].map((peers) => peers.includes('anywhere'));
  if (wasOpen === true && isOpen === true) return [];
  if (isOpen === true) return [`${lets} everything`];
  if (wasOpen !== true) return gainedAndLost(lets, old, now);
  return [now.length === 0 ? `${lets} nothing` : `${lets} nothing but ${listed(now)}`];
}

function removedWay(lets: string, old: readonly string[]): readonly string[] {
  if (old.includes('anywhere')) return [];
  const lost = old.length === 0 ? [] : [`no longer ${lets} ${listed(old)} where another policy holds`];
  return [`${lets} everything where no other policy holds for the same pods`, ...lost];
}
