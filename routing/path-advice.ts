import { spotOf } from './near-conflicts';
import type { RouteProblem, Spot } from './problem';
import { plainPathFinder, type PlainPath } from './path-shape';
import { isRemarked } from './remark';
import { referenceTo, type RouteList } from './route-table';
import { isPathText, ROOT } from './literal-index';

/** From how many regexes on a host Envoy's work for a request that matches none is worth a thought. */
export const MANY_REGEXES = 100;

/** What could be said more cheaply, or does not do what it looks like: one look at each route by itself. */
export function pathAdvice(list: RouteList): RouteProblem[] {
  const plainPaths = plainPathFinder();
  const problems: RouteProblem[] = [];
  let regexes = 0;
  let size = 0;
  let first: Spot | undefined;
  list.routes.forEach((route) => {
    const { path, catchAll, member, rule, match } = route;
    if (isRemarked(path)) return;
    if (path.kind === 'regex') {
      regexes += 1;
      first ??= spotOf(list, route);
      size += path.stem.length + path.rest.size;
    } else if (path.kind !== 'prefix' || path.text.length > ROOT.length) return;
    if (catchAll) return;
    const plain: readonly PlainPath[] | undefined =
      path.kind === 'prefix'
        ? [{ kind: 'prefix', text: ROOT }]
        : plainPaths(path)?.filter(
            ({ kind, text }) => isPathText(text) || (kind === 'prefix' && text === ''),
          );
    // A regex of what is no path matches no request, which is told as such.
    if (plain === undefined || plain.length === 0) return;
    const spots = [
      {
        virtualService: list.members[member]?.index ?? 0,
        path: ['spec', 'http', rule, 'match', match, 'uri', path.kind],
      },
    ];
    const routes = [referenceTo(list, route)];
    const everything = plain.some(({ kind, text }) => kind === 'prefix' && text.length <= ROOT.length);
    if (everything) problems.push({ ...unmoved(route), spots, routes });
    else if (path.kind === 'regex') problems.push({ ...cheaper(path.source, plain), spots, routes });
  });
  if (regexes > MANY_REGEXES) {
    problems.push({
      code: 'KF608',
      severity: 'warning',
      message: `${regexes} of ${list.routes.length} routes of ${list.domain.host} are regexes, of about ${size} instructions: Envoy tries each on a request that none before it matches`,
      help: 'write prefixes and exact paths where they do; keep regexes for what needs them',
      spots: first === undefined ? [] : [first],
    });
  }
  return problems;
}

function unmoved({ path, conditions }: RouteList['routes'][number]): Omit<RouteProblem, 'spots'> {
  const text = path.kind === 'regex' ? path.source : path.kind === 'prefix' ? path.text : '';
  const spelled = `${path.kind} ${JSON.stringify(text)}`;
  const also = conditions.length > 0 ? ' with conditions' : '';
  return {
    code: 'KF609',
    severity: 'warning',
    message: `${spelled}${also} matches every path, but Istio does not move it behind the other routes`,
    help: 'it takes the requests of every VirtualService created later; write prefix "/" without conditions, or a narrower path',
  };
}

function cheaper(source: string, plain: readonly PlainPath[]): Omit<RouteProblem, 'spots'> {
  const texts = plain.map(
    ({ kind, text }) => `the ${kind === 'exact' ? 'path' : 'prefix'} ${JSON.stringify(text)}`,
  );
  return {
    code: 'KF607',
    severity: 'note',
    message: `the regex ${JSON.stringify(source)} is exactly ${texts.join(' or ')}`,
    help: `write ${texts.length === 1 ? `it as ${plain[0]?.kind ?? ''}` : 'them as prefix and exact, one match each'}: Envoy compares plain texts faster than it runs a regex`,
  };
}
