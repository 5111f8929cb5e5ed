import { literalIndex, ROOT, type LiteralIndex } from './literal-index';
import { holdsText } from './language';
import { meetsConditions, type Route, type RoutedRequest } from './route';
import type { RouteList } from './route-table';

/** Answers requests against one route list. */
export interface Resolver {
  /** The routes that match, in Envoy's order: the first answers, the others lose. Places in the list. */
  resolve(request: RoutedRequest): readonly number[];
}

/** Makes a resolver: the time for a request does not grow with the number of plain routes. */
export function resolver({ routes }: RouteList): Resolver {
  const index = literalIndex(routes);
  const enclosing = enclosingNodes(index);
  return {
    resolve(request) {
      const { path } = request;
      const found: number[] = [];
      for (let at = lastNotBehind(index, path); at !== -1; at = enclosing[at] ?? -1) {
        const node = index[at];
        if (node === undefined || !path.startsWith(node.text)) continue;
        found.push(...node.prefixes);
        if (node.text === path) found.push(...node.exacts);
        found.push(...node.stems.filter((route) => holdsText(routeAt(route).path, path)));
      }
      return found
        .filter((route) => meetsConditions(routeAt(route).conditions, request))
        .sort((a, b) => a - b);
    },
  };

  function routeAt(route: number): Route {
    return routes[route] as Route;
  }
}

/** For each node the nearest one whose text it begins with; -1 for none. */
function enclosingNodes(index: LiteralIndex): Int32Array {
  const enclosing = new Int32Array(index.length).fill(-1);
  const open: number[] = [];
  index.forEach(({ text }, at) => {
    while (open.length > 0 && !text.startsWith(index[open.at(-1) ?? 0]?.text ?? '')) open.pop();
    enclosing[at] = open.at(-1) ?? -1;
    open.push(at);
  });
  return enclosing;
}

/** The last node whose text does not come behind a path: it, or one that encloses it, begins the path. */
function lastNotBehind(index: LiteralIndex, path: string): number {
  if (!path.startsWith(ROOT)) return -1;
  let [low, high] = [0, index.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((index[middle]?.text ?? '') <= path) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
