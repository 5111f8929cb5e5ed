import type { Route } from '../../routing';

/** Most segments that are told apart: paths have a few, and what follows the tree must not nest without end. */
const MOST_SEGMENTS = 32;

/**
 * Where a route stands in a tree of paths: the segments of its literal path, each with the slash that ends it:
 * `/`, `faas/`, `api/`. A regex stands at the last slash before whatever in it is not plain; a match without a path
 * stands at the root, without segments.
 */
export function pathSegments(path: Route['path']): readonly string[] {
  const segments = literalPath(path).match(/[^/]*\/|[^/]+$/g) ?? [];
  if (segments.length <= MOST_SEGMENTS) return segments;
  return [...segments.slice(0, MOST_SEGMENTS - 1), segments.slice(MOST_SEGMENTS - 1).join('')];
}

function literalPath(path: Route['path']): string {
  switch (path.kind) {
    case 'any':
      return '';
    case 'values':
      return path.values.length === 1 ? (path.values[0] ?? '') : '';
    case 'prefix':
    case 'folded':
      return path.text;
    case 'regex':
      return path.stem.slice(0, path.stem.lastIndexOf('/') + 1);
  }
}
