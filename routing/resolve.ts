import { budgetOf, withinBudget } from './budget';
import { literalIndex, type LiteralNode } from './literal-index';
import { meetsConditions, type Route, type RoutedRequest } from './route';
import type { RouteList } from './route-table';
import { oneByOne, stemMatcher, type PathMatcher } from './stem-matcher';
import { lastNotBehind } from './text-index';

/** Answers requests against one route list. */
export interface Resolver {
  /** The routes that match, in Envoy's order: the first answers, the others lose. Places in the list. */
  resolve(request: RoutedRequest): readonly number[];
}

/** Up to so many regexes of one stem are tried one by one. */
const FEW = 4;

/** What a resolver may keep of automata before it forgets them: a unit takes some 20 to 150 bytes. */
const MEMORY = { base: 500_000, perRoute: 50 };

/** Makes a resolver: the time for a request does not grow with the number of routes beside its path. */
export function resolver({ routes }: RouteList): Resolver {
  const index = literalIndex(routes);
  const units = MEMORY.base + MEMORY.perRoute * routes.length;
  let memory = budgetOf(units);
  let matchers = new Map<number, PathMatcher>();
  return {
    resolve(request) {
      const { path } = request;
      const found: number[] = [];
      let isBehind = false;
      for (let at = lastNotBehind(index, path); at !== -1; at = index.enclosing[at] ?? -1) {
        // What encloses a beginning of the path is one too.
        isBehind ||= path.startsWith(index.texts[at] ?? '');
        if (!isBehind) continue;
        const node = index.nodeAt(at);
        found.push(...node.prefixes);
        if (node.text === path) found.push(...node.exacts);
        if (node.stems.length > 0) found.push(...stemsMatching(at, node, path));
      }
      return found
        .filter((route) => meetsConditions(routeAt(route).conditions, request))
        .sort((a, b) => a - b);
    },
  };

  /** Which of a node's routes match a path that begins with its text. */
  function stemsMatching(at: number, { stems, text }: LiteralNode, path: string): readonly number[] {
    if (stems.length > FEW) {
      const found = withinBudget(() => {
        const matcher = matchers.get(at) ?? stemMatcher(stems, text, pathOf, memory);
        matchers.set(at, matcher);
        return matcher(path);
      });
      if (found !== undefined) return found.answer;
      matchers = new Map();
      memory = budgetOf(units);
    }
    return oneByOne(stems, pathOf)(path);
  }

  function pathOf(route: number): Route['path'] {
    return routeAt(route).path;
  }

  function routeAt(route: number): Route {
    return routes[route] as Route;
  }
}
