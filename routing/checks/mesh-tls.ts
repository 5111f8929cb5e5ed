import type { Claim } from './connection-claims';
import { cellsOf, comparedBlocks, thatMayLead, type MeshMeeting, type MeshMember } from './mesh-members';

/**
 * Finds TLS routes of one port of a service that meet in a sidecar, which goes through the VirtualServices in their order and makes a filter
 * chain of each match, unless an earlier match has the same server names and subnets in the same spelling. A match without subnets
 * takes over those of the match before it, also of another VirtualService (Istio 1.31, networking/core/tls.go,
 * buildSidecarOutboundTLSFilterChainOpts). Envoy refuses a listener of which two chains share a server name and a subnet.
 *
 * Example: `a` has `x.com`, and `b` has `x.com` for another destination: the order decides. If `b` has `x.com` and `y.com`, the listener is
 * refused.
 */
export function meshTlsMeetings(members: readonly MeshMember[]): readonly MeshMeeting[] {
  const chains = chainsOf(members);
  return [...rivals(chains), ...refused(members, chains), ...inherited(members, chains)];
}

interface Owned {
  readonly member: MeshMember;
  readonly claim: Claim;
}

/** The claims of each spelling; of one VirtualService, the first. */
function chainsOf(members: readonly MeshMember[]): readonly (readonly Owned[])[] {
  const byWritten = new Map<string, Owned[]>();
  for (const member of members) {
    const own = new Set<string>();
    for (const claim of member.claims) {
      const { written } = claim.connection;
      if (own.has(written)) continue;
      own.add(written);
      byWritten.set(written, [...(byWritten.get(written) ?? []), { member, claim }]);
    }
  }
  return [...byWritten.values()];
}

/** Of claims of one spelling, those that may come first have to lead to one outcome. */
function rivals(chains: readonly (readonly Owned[])[]): readonly MeshMeeting[] {
  return chains.flatMap((owned): MeshMeeting[] => {
    const [first, ...others] = thatMayLead(owned);
    const rival = others.find(({ claim }) => claim.outcome !== first?.claim.outcome);
    if (first === undefined || rival === undefined) return [];
    return [{ kind: 'order', claims: [first.claim, rival.claim], ...nameOf(first.claim) }];
  });
}

/** Two chains with a server name and a subnet in common, each pair of chains once; one alone if it has them twice. */
function refused(
  members: readonly MeshMember[],
  chains: readonly (readonly Owned[])[],
): readonly MeshMeeting[] {
  const subnets = subnetsInOrder(members);
  const taken = new Map<string, Claim>();
  const found = new Map<string, MeshMeeting>();
  for (const [leading] of chains) {
    if (leading === undefined) continue;
    const { claim } = leading;
    const { written } = claim.connection;
    for (const name of namesOf(claim)) {
      for (const block of cellsOf(comparedBlocks(subnets.get(claim) ?? []))) {
        const cell = `${name} ${block}`;
        const other = taken.get(cell);
        taken.set(cell, other ?? claim);
        if (other === undefined) continue;
        const pair = JSON.stringify([other.connection.written, written]);
        if (!found.has(pair)) {
          found.set(pair, {
            kind: 'refused',
            claims: [other, claim],
            ...(name !== '' && { serverName: name }),
          });
        }
      }
    }
  }
  return [...found.values()];
}

/** Where `*` is among the server names, all are taken. */
function namesOf({ connection: { sniHosts } }: Claim): readonly string[] {
  return sniHosts.length === 0 || sniHosts.includes('*') ? [''] : sniHosts.map((name) => name.toLowerCase());
}

/** The subnets of each claim in the given order: its own, or those of the last one before that has some. */
function subnetsInOrder(members: readonly MeshMember[]): ReadonlyMap<Claim, readonly string[]> {
  const found = new Map<Claim, readonly string[]>();
  let last: readonly string[] = [];
  for (const claim of members.flatMap(({ claims }) => claims)) {
    if (claim.connection.subnets.length > 0) last = claim.connection.subnets;
    found.set(claim, last);
  }
  return found;
}

/** A match without subnets, and the one whose subnets it takes over in some order. */
interface Inheritance {
  /** Undefined where it stays without. */
  readonly from: Owned | undefined;
  readonly to: Owned;
}

/** Matches without subnets that take over others from order to order; one for each two VirtualServices. */
function inherited(
  members: readonly MeshMember[],
  chains: readonly (readonly Owned[])[],
): readonly MeshMeeting[] {
  const giving = members.flatMap((member): readonly Owned[] => {
    const claim = member.claims.findLast(hasSubnets);
    return claim === undefined ? [] : [{ member, claim }];
  });
  const found = new Map<MeshMember, Map<MeshMember, MeshMeeting>>();
  for (const owned of chains) {
    if (owned.every(({ claim }) => hasSubnets(claim))) continue;
    const [usual, ...others] = thatMayLead(owned).flatMap((one) => inheritances(one, owned, giving));
    const other = others.find((one) => cellsAfter(one) !== cellsAfter(usual));
    if (usual === undefined || other === undefined) continue;
    const [from, { to }] = usual.from === undefined ? [other.from, usual] : [usual.from, other];
    if (from === undefined) continue;
    const own = found.get(from.member) ?? new Map<MeshMember, MeshMeeting>();
    found.set(from.member, own);
    if (own.has(to.member)) continue;
    own.set(to.member, { kind: 'subnets', claims: [from.claim, to.claim], ...nameOf(to.claim) });
  }
  return [...found.values()].flatMap((own) => [...own.values()]);
}

/** What a match may take over in the orders in which it is the first of its spelling. */
function inheritances(
  to: Owned,
  owned: readonly Owned[],
  giving: readonly Owned[],
): readonly [Inheritance, ...Inheritance[]] {
  const { member, claim } = to;
  const own = member.claims.slice(0, member.claims.indexOf(claim)).findLast(hasSubnets);
  if (own !== undefined) return [{ from: { member, claim: own }, to }];
  const rivals = new Set(owned.map((one) => one.member));
  const before = giving.filter((one) => member.before.has(one.member));
  const nearest = before.at(-1);
  const last = before.filter((one) => nearest?.member.before.has(one.member) !== true);
  const free = giving.filter(
    (one) => !rivals.has(one.member) && !member.before.has(one.member) && !one.member.before.has(member),
  );
  const [first, ...others] = [...last, ...free].map((from): Inheritance => ({ from, to }));
  const none: Inheritance = { from: undefined, to };
  if (first === undefined) return [none];
  return before.length === 0 ? [none, first, ...others] : [first, ...others];
}

function hasSubnets({ connection: { subnets } }: Claim): boolean {
  return subnets.length > 0;
}

function cellsAfter(inheritance: Inheritance | undefined): string {
  const blocks = comparedBlocks(inheritance?.from?.claim.connection.subnets ?? []);
  return [...new Set(cellsOf(blocks))].sort().join(' ');
}

function nameOf({ connection: { serverNames } }: Claim): { readonly serverName?: string } {
  const [serverName] = serverNames;
  return serverName === undefined ? {} : { serverName };
}
