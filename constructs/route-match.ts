import { headerConditions, type RouteDeclaration } from '../catalog';
import type { VirtualServiceSpecHttpMatch } from '../imports/networking.istio.io';

/** One match per method: alternatives are exact texts, so no regex is needed for `GET` or `POST`. */
export function matchesOf(match: RouteDeclaration['match']): VirtualServiceSpecHttpMatch[] {
  const { prefix, exact, regex, ignoreUriCase, withoutHeaders, query, methods } = match;
  const conditions = {
    uri: { prefix, exact, regex },
    ignoreUriCase,
    headers: headersOf(headerConditions(match)),
    withoutHeaders: headersOf(withoutHeaders),
    queryParams: query,
  };
  if (methods === undefined) return [conditions];
  return [...new Set(methods)].map((method) => ({ ...conditions, method: { exact: method } }));
}

/** Istio asks for the presence of a header by an empty condition. */
function headersOf(headers: RouteDeclaration['match']['headers']): VirtualServiceSpecHttpMatch['headers'] {
  return (
    headers &&
    Object.fromEntries(
      Object.entries(headers).map(([name, { exact, prefix, regex }]) => [name, { exact, prefix, regex }]),
    )
  );
}
