/**
 * A request's target as Envoy routes it where it normalises paths (`normalize_path`, Istio's BASE): backslashes turn
 * into slashes, `%2e` into a dot, and dot segments are resolved. `//`, `%2F` and the query stay as they are.
 */
export function normalizedTarget(target: string): string {
  // Nearly all targets have nothing to normalise.
  if (!/\\|%2e|\/\./i.test(target)) return target;
  const end = target.search(/[?#]/);
  const path = end === -1 ? target : target.slice(0, end);
  return withoutDotSegments(path.replaceAll('\\', '/').replace(/%2e/gi, '.')) + target.slice(path.length);
}

function withoutDotSegments(path: string): string {
  if (!/\/\.{1,2}(\/|$)/.test(path)) return path;
  const kept: string[] = [];
  const segments = path.split('/').slice(1);
  segments.forEach((segment, place) => {
    if (segment === '..') kept.pop();
    if (segment !== '.' && segment !== '..') kept.push(segment);
    else if (place === segments.length - 1) kept.push('');
  });
  return `/${kept.join('/')}`;
}
