import type { Route } from '../../../routing';

/** The most segments of a path; it bounds the depth of the tree. */
const MOST_SEGMENTS = 32;

/**
 * Returns the position of a route in the tree of paths: the segments of its literal path with their final slashes, such
 * as `/`, `faas/`, `api/`. A regex is cut at the last slash of its literal prefix. A match without a path has no
 * segments.
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
