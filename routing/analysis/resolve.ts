import { budgetOf, lastNotBehind, withinBudget } from '../text';
import { literalIndex, oneByOne, stemMatcher, type LiteralNode, type PathMatcher } from '../explore';
import { meetsConditions, type Route, type RoutedRequest } from '../model';
import type { RouteList } from '../istio';

/** Finds the routes of one route list that match a request. */
export interface Resolver {
  /** Returns the indexes of the routes that match, in Envoy's order: the first one answers. */
  resolve(request: RoutedRequest): readonly number[];
}

/** Maximum number of regexes of one stem that are tried one by one. */
const FEW = 4;

/** Limit of the automata that a resolver caches, in units of 20 to 150 bytes. */
const MEMORY = { base: 500_000, perRoute: 50 };

/** Creates a resolver. The time for a request does not depend on the number of routes with unrelated paths. */
export function resolver({ routes }: RouteList): Resolver {
  const index = literalIndex(routes);
  const units = MEMORY.base + MEMORY.perRoute * routes.length;
  let memory = budgetOf(units);
  let matchers = new Map<number, PathMatcher>();
  return {
    resolve(request) {
      const { path } = request;
      const found: number[] = [];
      let isPrefixOfPath = false;
      for (
        let position = lastNotBehind(index, path);
        position !== -1;
        position = index.enclosing[position] ?? -1
      ) {
        // A text that encloses a prefix of the path is also a prefix of the path.
        isPrefixOfPath ||= path.startsWith(index.texts[position] ?? '');
        if (!isPrefixOfPath) continue;
        const node = index.nodeAt(position);
        found.push(...node.prefixes);
        if (node.text === path) found.push(...node.exacts);
        if (node.stems.length > 0) found.push(...stemsMatching(position, node, path));
      }
      return found
        .filter((route) => meetsConditions(routeAt(route).conditions, request))
        .sort((a, b) => a - b);
    },
  };

  /** Returns the stem routes of a node that match a path with the node's text as prefix. */
  function stemsMatching(position: number, { stems, text }: LiteralNode, path: string): readonly number[] {
    if (stems.length > FEW) {
      const found = withinBudget(() => {
        const matcher = matchers.get(position) ?? stemMatcher(stems, text, pathOf, memory);
        matchers.set(position, matcher);
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
