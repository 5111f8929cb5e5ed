import { objectOf, routeFacts, tableBudget, type RouteList } from '../routing';
import type { SourceCluster } from './source-cluster';

/** Whether a match of a VirtualService answers no request. */
export type IsDead = (object: number, rule: number, match: number) => boolean;

/**
 * Finds the matches that answer no request in any table of functions, in the order that the objects have today.
 *
 * Example: `/a/` of the older VirtualService takes all requests of `/a/b` of a younger one, whose match is dead.
 */
export function deadMatches({ tables: read, namespaceOf }: SourceCluster): IsDead {
  const { tables, remarks } = read();
  // Of a match that cannot be read, nobody knows what it takes.
  const unclear = new Set(
    remarks.map(({ index, position }) => `${index} ${position?.rule ?? ''} ${position?.match ?? ''}`),
  );
  const dead = new Map<string, boolean>();
  const known = new Set<RouteList>();
  for (const { host, listeners } of tables) {
    if (namespaceOf(host) === undefined) continue;
    for (const { list } of listeners) {
      if (known.has(list)) continue;
      known.add(list);
      judge(list, dead);
    }
  }
  return (object, rule, match) => {
    const key = `${object} ${rule} ${match}`;
    return dead.get(key) === true && !unclear.has(key);
  };
}

/** A match is dead if it is in each list that has it. */
function judge(list: RouteList, dead: Map<string, boolean>): void {
  const { answers, isWhole } = routeFacts(list, tableBudget(list.routes.length));
  list.routes.forEach((route, place) => {
    const key = `${objectOf(list, route) ?? -1} ${route.rule} ${route.match}`;
    dead.set(key, isWhole && answers[place] === 0 && dead.get(key) !== false);
  });
  for (const { rule, match, ...route } of list.dropped) {
    const key = `${objectOf(list, { rule, match, ...route }) ?? -1} ${rule} ${match}`;
    dead.set(key, dead.get(key) !== false);
  }
}
