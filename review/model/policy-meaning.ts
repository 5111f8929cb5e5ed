import { isMapping } from '../../routing';
import { gainedAndLost, listed, nowAndBefore } from './meaning-words';
import { spellSelector } from './network-peers';
import { fieldOf, isOf, policyPeers } from './object-facts';

/**
 * Whom a NetworkPolicy lets in or out anew or no more, in words: `lets in 10.0.0.0/8 on TCP 80`. Without the policy
 * everything is let in that no other policy keeps out; but pods that are under another policy lose what this one let in.
 */
export function policyMeaning(before: unknown, after: unknown): readonly string[] {
  const isPolicy = (object: unknown) => isOf(object, 'networking.k8s.io', 'NetworkPolicy');
  if (!isPolicy(before) && !isPolicy(after)) return [];
  const [old, now] = [policyPeers(before), policyPeers(after)];
  const way = isPolicy(after) ? changedWay : removedWay;
  const selected = isPolicy(before) && isPolicy(after) ? podsMeaning(before, after) : [];
  return [
    ...selected,
    ...way('lets in', old.ingress, now.ingress),
    ...way('lets out to', old.egress, now.egress),
  ];
}

function podsMeaning(before: unknown, after: unknown): readonly string[] {
  const pods = (object: unknown) => {
    const selector = fieldOf(object, ['spec', 'podSelector']);
    const spelled = isMapping(selector) ? spellSelector(selector) : '';
    return spelled === '' ? 'all pods' : `pods ${spelled}`;
  };
  return nowAndBefore(pods(before), pods(after), (selected) => `holds for ${selected}`);
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
