import { isAlwaysBefore, type MeshConnectionTable } from '../istio';
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
  const claims = claimsOf(table.routes);
  const own = table.members.map((member) => ({
    claims: claims.filter(({ virtualService }) => virtualService === member),
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
