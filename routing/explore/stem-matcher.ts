import {
  automaton,
  DEAD,
  holdsText,
  isTextOf,
  PATH_ALPHABET,
  symbolAt,
  type Budget,
  type Language,
} from '../text';

/** Returns the routes that match a path. */
export type PathMatcher = (path: string) => readonly number[];

/** Creates a matcher that tests one route after the other. */
export function oneByOne(routes: readonly number[], pathOf: (route: number) => Language): PathMatcher {
  return (path) => routes.filter((route) => holdsText(pathOf(route), path));
}

/**
 * Creates a matcher that runs all regexes with one stem in one lazy DFA: a request costs one pass over its path, however
 * many regexes there are. For `/a[0-9]` and `/a.*` it starts in the state after `/a`.
 *
 * INVARIANT: the start state is that of the whole stem, including the regexes that begin without a stem.
 * @param routes the routes with the stem and those without one, by their positions
 * @param stem not empty
 * @param budget pays for the states that are computed and kept
 * @throws BudgetExhausted also from the matcher, which must not be used afterwards
 */
export function stemMatcher(
  routes: readonly number[],
  stem: string,
  pathOf: (route: number) => Language,
  budget: Budget,
): PathMatcher {
  const machine = automaton(PATH_ALPHABET, budget);
  const routeOf: number[] = [];
  const unindexed: number[] = [];
  const fromStem: number[] = [];
  const fromStart: number[] = [];
  for (const route of routes) {
    const path = pathOf(route);
    if (path.kind !== 'regex' || (path.stem !== stem && path.stem !== '')) unindexed.push(route);
    else {
      const language = machine.add(path.rest);
      routeOf[language] = route;
      (path.stem === stem ? fromStem : fromStart).push(language);
    }
  }
  let start = machine.enter(DEAD, fromStart, undefined);
  for (let index = 0; index < stem.length; index += 1) start = machine.step(start, symbolAt(stem, index));
  start = machine.union(start, machine.enter(DEAD, fromStem, symbolAt(stem, stem.length - 1)));
  const matchAll = oneByOne(routes, pathOf);
  const matchUnindexed = oneByOne(unindexed, pathOf);
  return (path) => {
    // The automaton reads only symbols of paths, and only from the stem on.
    if (!path.startsWith(stem) || !isTextOf(path, PATH_ALPHABET)) return matchAll(path);
    let state = start;
    for (let index = stem.length; index < path.length && state !== DEAD; index += 1) {
      state = machine.step(state, symbolAt(path, index));
    }
    return [...machine.accepted(state).map((language) => routeOf[language] ?? 0), ...matchUnindexed(path)];
  };
}
