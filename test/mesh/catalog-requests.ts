import { budgetOf, shortestRequest, witnessOf, type RouteList } from '../../routing';
import type { RawRequest } from './raw-request';

/** The path itself, and what lies close to it. */
function around(path: string): string[] {
  const trimmed = path.replace(/\/$/, '');
  const inside = path.replace(/^(\/[^/]+)\//, '$1');
  return [
    path,
    trimmed,
    `${trimmed}/`,
    `${path}x`,
    `${trimmed}x`,
    path.slice(0, -1),
    `${path}?a=b`,
    path.toUpperCase(),
    inside.replace('/', '//'),
    path.replace(/\/([^/]*)$/, '//$1'),
    path.replace(/\/([^/]+\/?)$/, '%2F$1'),
    `${trimmed}/./x`,
    `${trimmed}/../x`,
    `${trimmed}/x/../y`,
  ].map((text) => (text.startsWith('/') ? text : `/${text}`));
}

/** For each route, a request that it matches and requests close to that. */
export function requestsAround(list: RouteList, host: string): RawRequest[] {
  const { routes } = list;
  return routes.flatMap((route) => {
    const request = shortestRequest([route], [], list, budgetOf(1_000_000));
    if (request === undefined) return [];
    const { method, path, headers, query } = witnessOf(request);
    const parameters = Object.entries(query).map(([name, value]) => `${name}=${value}`);
    const search = parameters.length === 0 ? '' : `?${parameters.join('&')}`;
    const close = around(path).map((other) => ({ method, host, path: other, headers }));
    return [
      { method, host, path: `${path}${search}`, headers },
      { method: method === 'GET' ? 'POST' : 'GET', host, path: `${path}${search}`, headers },
      { method, host, path: `${path}${search}`, headers: {} },
      ...close,
    ];
  });
}

/** The same random requests for the same seed: pieces of the routes' own paths, put together anew. */
export function randomRequests(list: RouteList, host: string, count: number, seed: number): RawRequest[] {
  let state = seed;
  const next = (below: number) => {
    state = (state * 48_271) % 0x7fffffff;
    return state % below;
  };
  const pieces = [
    ...new Set(
      list.routes.flatMap(({ path }) =>
        path.kind === 'prefix'
          ? path.text.split('/')
          : path.kind === 'values'
            ? path.values.join('/').split('/')
            : [],
      ),
    ),
    '1',
    'x',
    '..',
    '%2e',
  ];
  return Array.from({ length: count }, () => {
    const segments = Array.from({ length: 1 + next(5) }, () => pieces[next(pieces.length)] ?? '');
    const path = next(4) === 0 ? `/${segments.join('/')}` : `/faas/api/${segments.join('/')}`;
    return {
      method: ['GET', 'POST', 'PUT'][next(3)] ?? 'GET',
      host,
      path: next(5) === 0 ? `${path}?lang=zh` : path,
    };
  });
}
