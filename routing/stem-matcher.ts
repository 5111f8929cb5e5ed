import { isTextOf, PATH_ALPHABET, symbolAt } from './alphabet';
import { automaton, DEAD } from './automaton';
import type { Budget } from './budget';
import { holdsText, type Language } from './language';

/** Finds which routes match a path. */
export type PathMatcher = (path: string) => readonly number[];

/** Tries one route after the other. */
export function oneByOne(routes: readonly number[], pathOf: (route: number) => Language): PathMatcher {
  return (path) => routes.filter((route) => holdsText(pathOf(route), path));
}

/**
 * Matches all regexes of one stem by one automaton. It is worked out as requests need it, so that a request costs one
 * pass over its path, however many regexes there are.
 * @param routes those of the stem, and those without one, by their places
 * @param stem not empty
 * @param budget pays for what is worked out and kept
 * @throws BudgetExhausted from the matcher too: it is to be thrown away then
 */
export function stemMatcher(
  routes: readonly number[],
  stem: string,
  pathOf: (route: number) => Language,
  budget: Budget,
): PathMatcher {
  const machine = automaton(PATH_ALPHABET, budget);
  const routeOf: number[] = [];
  const others: number[] = [];
  const fromStem: number[] = [];
  const fromStart: number[] = [];
  for (const route of routes) {
    const path = pathOf(route);
    if (path.kind !== 'regex' || (path.stem !== stem && path.stem !== '')) others.push(route);
    else {
      const language = machine.add(path.rest);
      routeOf[language] = route;
      (path.stem === stem ? fromStem : fromStart).push(language);
    }
  }
  let start = machine.enter(DEAD, fromStart, undefined);
  for (let at = 0; at < stem.length; at += 1) start = machine.step(start, symbolAt(stem, at));
  start = machine.union(start, machine.enter(DEAD, fromStem, symbolAt(stem, stem.length - 1)));
  const otherwise = oneByOne(routes, pathOf);
  const ofOthers = oneByOne(others, pathOf);
  return (path) => {
    // The automaton knows no other symbols than a path can have, and texts that go on from the stem alone.
    if (!path.startsWith(stem) || !isTextOf(path, PATH_ALPHABET)) return otherwise(path);
    let state = start;
    for (let at = stem.length; at < path.length && state !== DEAD; at += 1) {
      state = machine.step(state, symbolAt(path, at));
    }
    return [...machine.accepted(state).map((language) => routeOf[language] ?? 0), ...ofOthers(path)];
  };
}
