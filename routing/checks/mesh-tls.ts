import { blockOf } from '../istio';
import type { Claim } from './connection-claims';
import type { MeshMeeting, MeshMember } from './mesh-members';

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
  return [...rivals(chains), ...refused(members, chains), ...inherited(members)];
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
    const holders = new Set(owned.map(({ member }) => member));
    const [first, ...others] = owned.filter(
      ({ member }) => ![...member.before].some((one) => holders.has(one)),
    );
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
  for (const [{ claim } = NOBODY] of chains) {
    if (claim === undefined) continue;
    const { written } = claim.connection;
    for (const name of namesOf(claim)) {
      for (const block of cellsOf(subnets.get(claim) ?? [])) {
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

const NOBODY: { readonly claim?: undefined } = {};

/** Where `*` is among the server names, all are taken. */
function namesOf({ connection: { sniHosts } }: Claim): readonly string[] {
  return sniHosts.length === 0 || sniHosts.includes('*') ? [''] : sniHosts.map((name) => name.toLowerCase());
}

/** The subnets that Envoy compares: Istio leaves out those that begin at 0.0.0.0 (filterChainOpts, toFilterChainMatch). */
function cellsOf(subnets: readonly string[]): readonly string[] {
  const blocks = subnets.flatMap((subnet) => blockOf(subnet) ?? []);
  const kept = blocks.filter(({ family, first }) => family === 6 || first !== 0n);
  return kept.length === 0 ? [''] : kept.map(({ first, length }) => `${first}/${length}`);
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

/** A VirtualService whose first matches have no subnets, and another one that may come right before it and has some. */
function inherited(members: readonly MeshMember[]): readonly MeshMeeting[] {
  const giving = members.flatMap((member) => {
    const claim = member.claims.findLast(({ connection }) => connection.subnets.length > 0);
    return claim === undefined ? [] : [{ member, claim }];
  });
  return members.flatMap((member): MeshMeeting[] => {
    const handled = new Set([...member.before].flatMap(({ claims }) => claims.map(writtenOf)));
    const end = member.claims.findIndex(({ connection }) => connection.subnets.length > 0);
    const leading = end < 0 ? member.claims : member.claims.slice(0, end);
    const first = leading.find((claim) => !handled.has(writtenOf(claim)));
    if (first === undefined) return [];
    const before =
      giving.findLast((other) => member.before.has(other.member))?.claim.connection.subnets ?? [];
    const other = giving.find(
      (one) =>
        one.member !== member &&
        !member.before.has(one.member) &&
        !one.member.before.has(member) &&
        one.claim.connection.subnets.join() !== before.join(),
    );
    return other === undefined ? [] : [{ kind: 'subnets', claims: [other.claim, first], ...nameOf(first) }];
  });
}

function writtenOf({ connection: { written } }: Claim): string {
  return written;
}

function nameOf({ connection: { serverNames } }: Claim): { readonly serverName?: string } {
  const [serverName] = serverNames;
  return serverName === undefined ? {} : { serverName };
}
