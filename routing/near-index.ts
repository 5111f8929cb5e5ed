import { literalIndex } from './literal-index';
import { stemOf, type Language } from './language';
import type { Route } from './route';
import { lastNotBehind } from './text-index';

/**
 * Gives, of some routes, those whose paths may meet some others, by their places: those that begin alike as far as
 * plain text tells. Conservative: of those that it gives, some may not.
 */
export function nearIndex(routes: readonly Route[]): (paths: readonly Language[]) => readonly number[] {
  const index = literalIndex(routes);
  return (paths) => {
    const stem = paths.map(stemOf).reduce((a, b) => (b.length > a.length ? b : a), '/');
    const found: number[] = [];
    const first = lastNotBehind(index, stem);
    for (let at = first; at !== -1; at = index.enclosing[at] ?? -1) {
      if (stem.startsWith(index.texts[at] ?? '')) add(at);
    }
    for (let at = first + 1; at < index.length && (index.texts[at] ?? '').startsWith(stem); at += 1) add(at);
    return found.sort((a, b) => a - b);

    function add(node: number): void {
      for (const route of index.routes.subarray(index.starts[node], index.starts[node + 1]))
        found.push(route);
    }
  };
}
