import { spellAddress, type AddressBlock } from '../istio';
import type { Budget } from '../text';
import type { Claim } from './connection-claims';
import { cellsOf, comparedBlocks, thatMayLead, type MeshMeeting, type MeshMember } from './mesh-members';

/** A filter chain for some addresses; undefined blocks are for every address. */
interface Chain {
  readonly blocks: readonly AddressBlock[] | undefined;
  readonly claim: Claim;
}

/** The filter chains of one VirtualService, and the route that ends the search, for every address. */
interface Chained {
  readonly member: MeshMember;
  readonly chains: readonly Chain[];
  readonly end: Claim | undefined;
}

/** The filter chains of one order of creation. */
type Configuration = readonly Chain[];

/**
 * Finds TCP routes of one port of a service that meet in a sidecar, which goes through the VirtualServices in their order and makes a filter
 * chain of each rule with subnets, up to the first match without any, which ends the search. Where none ends it, the service itself
 * takes what is left (Istio 1.31, networking/core/tls.go, buildSidecarOutboundTCPFilterChainOpts). Envoy takes the chain with the longest
 * subnet, and refuses a listener of which two chains share one.
 *
 * Of the VirtualServices that end the search, any that may be the first of these is tried, without the others, with each other one, and
 * with all of them. That is enough: the longest subnet of many chains belongs to one of them.
 *
 * Example: `a` leads everything to `p`, and `b` leads 10.0.0.0/8 to `q`. If `a` was created first, nothing is led to `q`.
 */
export function meshTcpMeetings(members: readonly MeshMember[], budget: Budget): readonly MeshMeeting[] {
  const all = members.map(chainedOf);
  const first = thatMayLead(all.filter(({ end }) => end !== undefined));
  const configurations = first.length === 0 ? [all.flatMap(({ chains }) => chains)] : first.flatMap(around);
  const [usual = [], ...others] = configurations;
  const clash = clashOf(usual);
  if (clash !== undefined) return [{ kind: 'refused', claims: clash }];
  const points = pointsOf(all);
  for (const other of others) {
    budget.spend(points.length * (usual.length + other.length));
    const meeting = difference(usual, other, points);
    if (meeting !== undefined) return [meeting];
  }
  return [];

  /** The configurations in which one VirtualService is the first that ends the search. */
  function around({ member, chains, end }: Chained): readonly Configuration[] {
    const open = all.filter((one) => one.member !== member && one.end === undefined);
    const before = open.filter((one) => member.before.has(one.member));
    const free = open.filter((one) => !before.includes(one) && !one.member.before.has(member));
    const own = [
      ...before.flatMap((one) => one.chains),
      ...chains,
      ...(end ? [{ blocks: undefined, claim: end }] : []),
    ];
    budget.spend((free.length + 1) * own.length);
    return [
      own,
      ...free.map((one) => [...one.chains, ...own]),
      [...free.flatMap((one) => one.chains), ...own],
    ];
  }
}

/** A match without subnets ends its rule too: what the rule has of subnets makes no chain then. */
function chainedOf(member: MeshMember): Chained {
  const chains: Chain[] = [];
  const byRule = new Map<number, Claim[]>();
  for (const claim of member.claims) {
    const { rule } = claim.connection;
    byRule.set(rule, [...(byRule.get(rule) ?? []), claim]);
  }
  for (const claims of byRule.values()) {
    const end = claims.find(({ connection }) => connection.subnets.length === 0);
    if (end !== undefined) return { member, chains, end };
    const [claim] = claims;
    if (claim !== undefined)
      chains.push({ blocks: comparedBlocks(claims.flatMap(({ connection }) => connection.subnets)), claim });
  }
  return { member, chains, end: undefined };
}

/** Two chains that Envoy does not take together; one alone if it has a subnet twice. */
function clashOf(chains: Configuration): readonly [Claim, Claim] | undefined {
  const taken = new Map<string, Chain>();
  for (const chain of chains) {
    for (const cell of cellsOf(chain.blocks)) {
      const other = taken.get(cell);
      if (other !== undefined) return [other.claim, chain.claim];
      taken.set(cell, chain);
    }
  }
  return undefined;
}

/** An address that two configurations lead to different outcomes. */
interface Point {
  readonly family: AddressBlock['family'];
  readonly value: bigint;
}

/** The first address of each block, and the addresses on both sides of it: between these, no answer changes. */
function pointsOf(all: readonly Chained[]): readonly Point[] {
  const blocks = all.flatMap(({ chains }) => chains.flatMap((chain) => chain.blocks ?? []));
  const points = blocks.flatMap(({ family, first, last }): Point[] =>
    [first, last + 1n, first - 1n].map((value) => ({ family, value })),
  );
  const some: Point = { family: 4, value: 0n };
  return [...points.filter(({ family, value }) => value >= 0n && value < LIMITS[family]), some];
}

/** The number of addresses of each family. */
const LIMITS = { 4: 1n << 32n, 6: 1n << 128n };

function difference(
  usual: Configuration,
  other: Configuration,
  points: readonly Point[],
): MeshMeeting | undefined {
  const clash = clashOf(other);
  if (clash !== undefined) return { kind: 'order', claims: clash };
  for (const point of points) {
    const [a, b] = [winner(usual, point), winner(other, point)];
    if (a === undefined || b === undefined || a.outcome === b.outcome) continue;
    const isAnywhere = [...usual, ...other].every(({ blocks }) => blocks === undefined);
    return {
      kind: 'order',
      claims: [a, b],
      ...(!isAnywhere && { address: spellAddress(point.family, point.value) }),
    };
  }
  return undefined;
}

/** The chain with the longest block that has an address, else the one for every address. */
function winner(chains: Configuration, { family, value }: Point): Claim | undefined {
  let found: Claim | undefined;
  let longest = -1;
  for (const { blocks, claim } of chains) {
    if (blocks === undefined) {
      if (longest < 0) found = claim;
      continue;
    }
    for (const { family: own, first, last, length } of blocks) {
      if (own !== family || value < first || value > last || length <= longest) continue;
      found = claim;
      longest = length;
    }
  }
  return found;
}
