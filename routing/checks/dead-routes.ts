import { isMesh, objectOf, objectsOf, type RouteList } from '../istio';
import type { RouteProblem } from './route-problem';
import type { DeadRoute } from './unreachable-routes';

/** A list of routes with the routes of it that are dead, and the listeners that have it. */
export interface JudgedList {
  readonly list: RouteList;
  /** Undefined where the budget did not suffice: any route may answer. */
  readonly dead: readonly DeadRoute[] | undefined;
  readonly places: readonly ListenerPlace[];
}

/** A listener of a host; `port` is undefined for every port that no match names. */
export interface ListenerPlace {
  readonly gateway: string;
  readonly host: string;
  readonly port: number | undefined;
  /** The Gateway by its name, or `mesh`, where the table is for some of its proxies alone. @default - it is for all */
  readonly partOf?: string | undefined;
}

/** The most places that a message names. */
const NAMED = 3;

/**
 * Reports dead routes: those that answer nothing in every list that they are in, and, as a note that says where, those that
 * answer elsewhere. Each route is reported once. That other proxies of a host take it is what `sourceLabels` are for, and no news.
 *
 * Example: the first rule of a VirtualService takes every path on one of its two Gateways. The second rule is dead there, and
 * answers on the other.
 */
export function deadRouteProblems(judged: readonly JudgedList[]): RouteProblem[] {
  const found = new Map<string, { dead: DeadRoute; lists: JudgedList[] }>();
  for (const one of judged) {
    for (const dead of one.dead ?? []) {
      const key = keyOf(dead);
      const known = found.get(key);
      if (known === undefined) found.set(key, { dead, lists: [one] });
      else known.lists.push(one);
    }
  }
  const listsOf = found.size === 0 ? () => [] : listsByMember(judged);
  const livesIn = liveRoutes();
  return [...found].flatMap(([key, { dead, lists }]) => {
    const alive = placesOf(listsOf(dead.virtualService).filter((one) => livesIn(one, key)));
    const places = placesOf(lists).filter((place) => !alive.some((other) => isForOthers(other, place)));
    return places.length === 0 ? [] : [problemOf(dead, places, alive)];
  });
}

/** Whether a place is the same as another one, for other proxies. */
function isForOthers(one: ListenerPlace, other: ListenerPlace): boolean {
  return (
    one.partOf !== undefined &&
    one.partOf === other.partOf &&
    one.host === other.host &&
    one.port === other.port
  );
}

/** Tells whether a route is in a list, and is not dead in each of its places there. */
function liveRoutes() {
  const counted = new Map<JudgedList, ReadonlyMap<string, number>>();
  return (one: JudgedList, key: string): boolean => {
    const live = counted.get(one) ?? liveCounts(one);
    counted.set(one, live);
    return (live.get(key) ?? 0) > 0;
  };
}

/** Counts the places of each route in a list, without those where it is dead: a VirtualService may be in a list twice. */
function liveCounts({ list, dead = [] }: JudgedList): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (key: string, by: number) => counts.set(key, (counts.get(key) ?? 0) + by);
  for (const route of [...list.routes, ...list.dropped]) {
    count(keyOf({ virtualService: objectOf(list, route) ?? -1, rule: route.rule, match: route.match }), 1);
  }
  for (const route of dead) count(keyOf(route), -1);
  return counts;
}

function problemOf(
  dead: DeadRoute,
  places: readonly ListenerPlace[],
  alive: readonly ListenerPlace[],
): RouteProblem {
  const { code, severity, subject, fault, help, positions, routes, witness } = dead;
  const where = alive.length === 0 ? '' : ` ${spellPlaces(places, alive)}`;
  return {
    code,
    severity: alive.length === 0 ? severity : 'note',
    message: `${subject} ${fault[0]}${where}${fault[1]}`,
    help: alive.length === 0 ? help : `if it is meant to answer there, ${help}`,
    positions,
    routes,
    ...(witness === undefined ? {} : { witness }),
  };
}

/** Names places by what tells them from others: the gateway, else the host, else the port, else all three. */
function spellPlaces(places: readonly ListenerPlace[], others: readonly ListenerPlace[]): string {
  const differ = (field: keyof ListenerPlace) =>
    places.every((place) => others.every((other) => other[field] !== place[field]));
  const spelled = differ('gateway')
    ? places.map(({ gateway }) => spellGateway(gateway, places.concat(others)))
    : differ('host')
      ? places.map(({ host }) => `the host ${host}`)
      : differ('port')
        ? places.map(spellPort)
        : places.map((place) => `${spellPort(place)} of ${place.host} on ${place.gateway}`);
  const names = [...new Set(spelled)];
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return `on ${names.slice(0, NAMED).join(' and ')}${more}`;
}

/** In the mesh, tables for some clients stand beside the one for all others. */
function spellGateway(gateway: string, all: readonly ListenerPlace[]): string {
  if (!isMesh(gateway)) return `the gateway ${gateway}`;
  const others = all.some((place) => place.gateway.startsWith(`${gateway} for `));
  return others ? `the ${gateway} for all others` : `the ${gateway}`;
}

function spellPort({ port }: ListenerPlace): string {
  return port === undefined ? 'every port that no match names' : `port ${port}`;
}

function placesOf(lists: readonly JudgedList[]): readonly ListenerPlace[] {
  return lists.flatMap(({ places }) => places);
}

/** Finds the lists that the routes of a VirtualService, or of a delegate, are in. */
function listsByMember(judged: readonly JudgedList[]) {
  const index = new Map<number, JudgedList[]>();
  for (const one of judged) {
    for (const member of one.list.members.flatMap(objectsOf)) {
      const known = index.get(member);
      if (known === undefined) index.set(member, [one]);
      else if (known.at(-1) !== one) known.push(one);
    }
  }
  return (virtualService: number): readonly JudgedList[] => index.get(virtualService) ?? [];
}

function keyOf({
  virtualService,
  rule,
  match,
}: Pick<DeadRoute, 'virtualService' | 'rule' | 'match'>): string {
  return `${virtualService} ${rule} ${match}`;
}
