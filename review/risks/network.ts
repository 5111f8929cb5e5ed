import { openedPeers, policyScope, type ObjectChange, type ObjectLocation } from '../model';
import { namespacesThat, objectOccurrence } from './object-occurrence';
import type { Risk } from './risk';
import { gather, type RiskOccurrence } from './occurrence';

/** Directions of a NetworkPolicy, and the words for its peers. */
const WAYS = { ingress: 'lets in', egress: 'lets out to' } as const;

/** Peers that are everybody, or every address but a few. */
const ANYBODY = /^(?:anywhere|0\.0\.0\.0\/0|::\/0)(?: |$)/;

/** What a policy newly allows. */
interface Opening {
  readonly details: readonly string[];
  /** Whether it allows everybody, be it on some ports, or the policy is gone. */
  readonly isWide: boolean;
}

/**
 * KF810: a NetworkPolicy allows a peer that it did not allow, no longer selects the pods that it did, or is gone. One
 * that comes or goes with its whole namespace changes nothing for pods that were there.
 */
export function openedNetwork(objects: readonly ObjectChange[]): readonly Risk[] {
  const [isNew, isGone] = [namespacesThat('added', objects), namespacesThat('removed', objects)];
  const occurrences = objects.flatMap((change, index) =>
    change.object.kind === 'NetworkPolicy'
      ? withoutMoves(change).flatMap((part) => occurrencesOf(part, index))
      : [],
  );
  return gather(
    {
      code: 'KF810',
      one: ({ subject }, details) => ({
        message: `NetworkPolicy ${subject} opens the network: it ${details}`,
        help: 'allow the peers and ports alone that are needed, and ask who answers for the network',
      }),
      many: (count, subjects) => ({
        message: `${count} NetworkPolicies open the network: ${subjects}`,
        help: 'allow the peers and ports alone that are needed, and ask who answers for the network; -o json lists all',
      }),
    },
    occurrences,
  );

  function occurrencesOf(change: ObjectChange, index: number): readonly RiskOccurrence[] {
    const { details, isWide } = openingOf(change);
    if (details.length === 0) return [];
    const stays = (place: ObjectLocation) => {
      if (change.kind === 'added') return !isNew(place, place.namespace);
      return change.kind !== 'removed' || !isGone(place, place.namespace);
    };
    return [...new Set(change.where.map(nameOf))].flatMap((name) => {
      const where = change.where.filter((place) => nameOf(place) === name && stays(place));
      if (where.length === 0) return [];
      const severity = isWide ? 'error' : 'warning';
      return [objectOccurrence(change, index, { severity, subject: name, details, where })];
    });
  }
}

/**
 * A policy of another namespace holds for other pods, however alike it is: where one is renamed across namespaces, it is
 * gone from the one and new in the other.
 */
function withoutMoves(change: ObjectChange): readonly ObjectChange[] {
  if (change.kind !== 'renamed') return [change];
  const formerly = (place: ObjectLocation) => ({ ...place, ...(place.from ?? change.from) });
  const moves = (place: ObjectLocation) => namespaceOf(place) !== namespaceOf(formerly(place));
  const moved = change.where.filter(moves);
  const parts: readonly ObjectChange[] = [
    { ...change, where: change.where.filter((place) => !moves(place)) },
    { ...change, kind: 'removed', after: undefined, where: moved.map(formerly) },
    { ...change, kind: 'added', before: undefined, where: moved },
  ];
  return parts.filter(({ where }) => where.length > 0);
}

function namespaceOf({ namespace }: ObjectLocation): string {
  return namespace ?? 'default';
}

function nameOf(place: ObjectLocation): string {
  return `${namespaceOf(place)}/${place.name}`;
}

function openingOf({ kind, before, after }: ObjectChange): Opening {
  if (kind === 'removed') return { details: ['is gone'], isWide: true };
  const [formerly, scope] = [policyScope(before), policyScope(after)];
  const peers = openedPeers(kind === 'added' ? undefined : before, after);
  const opened = (['ingress', 'egress'] as const).flatMap((way) => peers[way].map((peer) => ({ way, peer })));
  // As written: the fields of a renamed policy leave out its own name.
  const selects = kind !== 'added' && formerly.pods !== scope.pods;
  const details = opened.map(({ way, peer }) => `${WAYS[way]} ${peer}`);
  return {
    details: selects ? [...details, 'selects other pods than before'] : details,
    isWide: opened.some(({ peer }) => ANYBODY.test(peer)),
  };
}
