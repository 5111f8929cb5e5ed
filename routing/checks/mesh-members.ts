import {
  blockOf,
  isAlwaysBefore,
  type AddressBlock,
  type MeshConnectionTable,
  type ReadVirtualService,
} from '../istio';
import { claimsOf, type Claim } from './connection-claims';

/** Two routes of the mesh that meet, and what follows from it. */
export interface MeshMeeting {
  /**
   * `order`: the creation order decides which one leads a connection. `subnets`: it decides which addresses the second one is for.
   * `refused`: Envoy refuses the listener, whatever the order.
   */
  readonly kind: 'order' | 'subnets' | 'refused';
  readonly claims: readonly [Claim, Claim];
  readonly serverName?: string;
  /** An address that the client connects to. */
  readonly address?: string;
}

/** A VirtualService in a table of the mesh. */
export interface MeshMember {
  /** Its routes, in its own order. */
  readonly claims: readonly Claim[];
  /** The other members that come before it in every order of creation. */
  readonly before: ReadonlySet<MeshMember>;
}

/** Returns the VirtualServices that have routes in a table, in Istio's order. */
export function membersOf(table: MeshConnectionTable): readonly MeshMember[] {
  const claims = new Map<ReadVirtualService, Claim[]>();
  for (const claim of claimsOf(table.routes)) {
    const own = claims.get(claim.virtualService);
    if (own === undefined) claims.set(claim.virtualService, [claim]);
    else own.push(claim);
  }
  const own = table.members.map((member) => ({
    claims: claims.get(member) ?? [],
    before: new Set<MeshMember>(),
  }));
  if (table.places !== undefined) {
    own.forEach((member, at) => {
      own.forEach((other, index) => {
        if (index !== at && isAlwaysBefore(table, index, at)) member.before.add(other);
      });
    });
  }
  return own.filter((member) => member.claims.length > 0);
}

/** Returns those of which the VirtualService may come before those of all others. */
export function thatMayLead<T extends { readonly member: MeshMember }>(owned: readonly T[]): readonly T[] {
  const holders = new Set(owned.map(({ member }) => member));
  return owned.filter(({ member }) => ![...member.before].some((one) => holders.has(one)));
}

/**
 * Returns the blocks of some subnets that Envoy compares; undefined where it compares none. Istio leaves out those that begin at 0.0.0.0
 * (Istio 1.31, networking/core/listener.go, toFilterChainMatch).
 */
export function comparedBlocks(subnets: readonly string[]): readonly AddressBlock[] | undefined {
  const blocks = subnets.flatMap((subnet) => blockOf(subnet) ?? []);
  const kept = blocks.filter(({ family, first }) => family === 6 || first !== 0n);
  return kept.length === 0 ? undefined : kept;
}

/** Identifies each of some blocks; without any, all addresses are one. */
export function cellsOf(blocks: readonly AddressBlock[] | undefined): readonly string[] {
  return blocks?.map(({ family, first, length }) => `${family} ${first}/${length}`) ?? [''];
}
