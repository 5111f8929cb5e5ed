import type { ReadVirtualService } from '../istio';
import type { Claim } from './connection-claims';

/** The most VirtualServices of which every order is tried: 120 orders. Of more, sharing a name counts as depending on the order. */
const TRIED = 5;

/**
 * Returns the server names whose connections depend on the creation order. Istio goes through the claims in order and leaves out a claim of
 * which some name is taken, with all its names. VirtualServices that are connected by shared names are tried in every order.
 *
 * Example: `a` claims `x.com` and then `x.com` with `y.com`; `b` claims `x.com`, all for one destination. The second claim of `a` is left
 * out in each order, so no name depends on it.
 */
export function orderDependentNames(claims: readonly Claim[]): ReadonlySet<string> {
  const dependent = new Set<string>();
  for (const group of connectedGroups(sharingClaims(claims))) {
    const members = [...new Set(group.map(({ virtualService }) => virtualService))];
    const names = new Set(group.flatMap(({ connection }) => connection.serverNames));
    if (members.length > TRIED) {
      for (const name of names) dependent.add(name);
      continue;
    }
    const results = orders(members).map((order) => takenNames(order, group));
    for (const name of names) {
      if (new Set(results.map((taken) => taken.get(name))).size > 1) dependent.add(name);
    }
  }
  return dependent;
}

/** The claims of VirtualServices that share a server name with another one: the others meet nobody. */
function sharingClaims(claims: readonly Claim[]): readonly Claim[] {
  const owners = new Map<string, Set<ReadVirtualService>>();
  for (const { virtualService, connection } of claims) {
    for (const name of connection.serverNames) {
      owners.set(name, (owners.get(name) ?? new Set()).add(virtualService));
    }
  }
  const sharing = new Set(
    [...owners.values()].filter(({ size }) => size > 1).flatMap((members) => [...members]),
  );
  return claims.filter(({ virtualService }) => sharing.has(virtualService));
}

/** The outcome of each server name that is taken, where VirtualServices come in an order. */
function takenNames(
  order: readonly ReadVirtualService[],
  claims: readonly Claim[],
): ReadonlyMap<string, string> {
  const taken = new Map<string, string>();
  for (const member of order) {
    for (const { virtualService, connection, outcome } of claims) {
      if (virtualService !== member || connection.serverNames.some((name) => taken.has(name))) continue;
      for (const name of connection.serverNames) taken.set(name, outcome);
    }
  }
  return taken;
}

/** Groups claims that share server names, directly or through others. */
function connectedGroups(claims: readonly Claim[]): readonly (readonly Claim[])[] {
  const groups: { names: Set<string>; members: Set<ReadVirtualService>; claims: Claim[] }[] = [];
  for (const claim of claims) {
    const { serverNames } = claim.connection;
    const meeting = groups.filter(
      ({ names, members }) =>
        members.has(claim.virtualService) || serverNames.some((name) => names.has(name)),
    );
    const joined = {
      names: new Set([...meeting.flatMap(({ names }) => [...names]), ...serverNames]),
      members: new Set([...meeting.flatMap(({ members }) => [...members]), claim.virtualService]),
      claims: [...meeting.flatMap((group) => group.claims), claim],
    };
    groups.splice(0, groups.length, ...groups.filter((group) => !meeting.includes(group)), joined);
  }
  return groups.map((group) => group.claims);
}

function orders<T>(list: readonly T[]): readonly (readonly T[])[] {
  if (list.length < 2) return [list];
  return list.flatMap((first, at) =>
    orders(list.filter((_, other) => other !== at)).map((rest) => [first, ...rest]),
  );
}
