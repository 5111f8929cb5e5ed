import type { RoutingRules } from '../model';

/**
 * Returns a request's target as Envoy normalises it. `BASE` (`normalize_path`): backslashes become slashes, `%2e`
 * becomes a dot, and dot segments are resolved. `MERGE_SLASHES` merges `//` too, and
 * `DECODE_AND_MERGE_SLASHES` decodes `%2F` and `%5C` first. The query is unchanged.
 */
export function normalizedTarget(target: string, how: RoutingRules['pathNormalization']): string {
  // Most targets need no normalisation.
  if (how === 'NONE' || !/\\|%2e|%2f|%5c|\/\.|\/\//i.test(target)) return target;
  const end = target.search(/[?#]/);
  const whole = end === -1 ? target : target.slice(0, end);
  const decoded = how === 'DECODE_AND_MERGE_SLASHES' ? whole.replace(/%2f|%5c/gi, '/') : whole;
  const path = withoutDotSegments(decoded.replaceAll('\\', '/').replace(/%2e/gi, '.'));
  return (how === 'BASE' ? path : path.replace(/\/{2,}/g, '/')) + target.slice(whole.length);
}

function withoutDotSegments(path: string): string {
  if (!/\/\.{1,2}(\/|$)/.test(path)) return path;
  const kept: string[] = [];
  const segments = path.split('/').slice(1);
  segments.forEach((segment, index) => {
    if (segment === '..') kept.pop();
    if (segment !== '.' && segment !== '..') kept.push(segment);
    else if (index === segments.length - 1) kept.push('');
  });
  return `/${kept.join('/')}`;
}
