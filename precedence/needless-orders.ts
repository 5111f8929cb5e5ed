import type { DeclaredOrder } from '../base';
import { placeInFunction, type Catalog, type Target } from '../catalog';
import type { Finding } from '../findings';

/** The declared orders that decide on a cluster; undefined where that is not known. */
export interface OrderedCluster {
  readonly name: Target;
  readonly orders: readonly DeclaredOrder[] | undefined;
}

/** KF439: a function declares to go before another one, and on no cluster is there a request on which that decides. */
export function needlessOrders(
  { functions, sources }: Catalog,
  clusters: readonly OrderedCluster[],
): readonly Finding[] {
  if (clusters.some(({ orders }) => orders === undefined)) return [];
  const known = new Map(
    functions.map(({ id, specs }) => [id, [...specs.values()].flatMap(({ before }) => before)]),
  );
  const decided = new Set(
    clusters.flatMap(({ orders = [] }) => orders.map(({ first, then }) => `${first} ${then}`)),
  );
  return functions.flatMap((declared) => {
    const at = clusters.find(({ name }) => declared.specs.has(name.cluster));
    const spec = at && declared.specs.get(at.name.cluster);
    const text = sources.get(declared.file);
    if (at === undefined || spec === undefined || text === undefined) return [];
    return spec.before.flatMap((other, index): Finding[] => {
      // An order that cannot be followed is an error of its own.
      const theirs = known.get(other);
      if (theirs === undefined || other === declared.id || theirs.includes(declared.id)) return [];
      if (decided.has(`${declared.id} ${other}`)) return [];
      return [
        {
          code: 'KF439',
          severity: 'note',
          message: `${declared.id} goes before ${other}, and there is no request on which that decides: no routes of the two cross`,
          help: 'leave it out; a narrower route goes first without it',
          places: [placeInFunction(declared, text, at.name, ['before', index])],
        },
      ];
    });
  });
}
