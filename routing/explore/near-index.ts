import { literalIndex } from './literal-index';
import { lastNotBehind, stemOf, type Language } from '../text';
import type { Route } from '../model';

/**
 * Returns a function that finds the routes that may overlap some paths, by position: one of the route's literal and the
 * longest stem of the paths begins with the other. Conservative: some of these routes may not overlap.
 */
export function nearIndex(routes: readonly Route[]): (paths: readonly Language[]) => readonly number[] {
  const index = literalIndex(routes);
  return (paths) => {
    const stem = paths.map(stemOf).reduce((a, b) => (b.length > a.length ? b : a), '/');
    const found: number[] = [];
    const first = lastNotBehind(index, stem);
    for (let node = first; node !== -1; node = index.enclosing[node] ?? -1) {
      if (stem.startsWith(index.texts[node] ?? '')) add(node);
    }
    for (let node = first + 1; node < index.length && (index.texts[node] ?? '').startsWith(stem); node += 1) {
      add(node);
    }
    return found.sort((a, b) => a - b);

    function add(node: number): void {
      for (const route of index.routes.subarray(index.starts[node], index.starts[node + 1]))
        found.push(route);
    }
  };
}
