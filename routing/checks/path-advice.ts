import { isPathText, ROOT_PATH } from '../text';
import { positionOf, type RouteProblem, type MatchPosition } from './route-problem';
import { literalPathFinder, type LiteralPath } from './path-shape';
import { isRemarked, pathRewrite } from '../model';
import { objectOf, referenceTo, type RouteList } from '../istio';

/** Number of regexes on a host above which a request that matches none of them is expensive for Envoy. */
export const MANY_REGEXES = 100;

/**
 * Returns advice on single routes: regexes that could be literal paths, and routes that match every path.
 * @param isMerged whether Istio merges the VirtualServices of the host; where it does not, a route takes no requests of others
 */
export function pathAdvice(list: RouteList, isMerged: boolean): RouteProblem[] {
  const literalPathsOf = literalPathFinder();
  const problems: RouteProblem[] = [];
  let regexes = 0;
  let size = 0;
  let first: MatchPosition | undefined;
  list.routes.forEach((route) => {
    const { path, catchAll, rule, match } = route;
    if (isRemarked(path)) return;
    if (path.kind === 'regex') {
      regexes += 1;
      first ??= positionOf(list, route);
      size += path.stem.length + path.rest.size;
    } else if (path.kind !== 'prefix' || path.text.length > ROOT_PATH.length) return;
    if (catchAll) return;
    const literals: readonly LiteralPath[] | undefined =
      path.kind === 'prefix'
        ? [{ kind: 'prefix', text: ROOT_PATH }]
        : literalPathsOf(path)?.filter(
            ({ kind, text }) => isPathText(text) || (kind === 'prefix' && text === ''),
          );
    // A regex that matches no valid path is reported as unmatchable.
    if (literals === undefined || literals.length === 0) return;
    const positions = [
      {
        virtualService: objectOf(list, route) ?? 0,
        path: ['spec', 'http', rule, 'match', match, 'uri', path.kind],
      },
    ];
    const routes = [referenceTo(list, route)];
    const matchesEverything = literals.some(
      ({ kind, text }) => kind === 'prefix' && text.length <= ROOT_PATH.length,
    );
    if (matchesEverything) {
      if (isMerged) problems.push({ ...unmoved(route), positions, routes });
    } else if (path.kind === 'regex' && rewritesAlike(route, literals)) {
      problems.push({ ...cheaper(path.source, literals), positions, routes });
    }
  });
  if (regexes > MANY_REGEXES) {
    problems.push({
      code: 'KF608',
      severity: 'warning',
      message: `${regexes} of ${list.routes.length} routes of ${list.domain.host} are regexes, of about ${size} instructions: Envoy evaluates each of them until one matches`,
      help: 'use prefixes and exact paths where they suffice; keep regexes for the paths that need them',
      positions: first === undefined ? [] : [first],
    });
  }
  return problems;
}

/** Whether a route does the same by literal paths: a rewrite replaces all that a regex matches, and of a path the prefix alone. */
function rewritesAlike(
  { outcome, path }: RouteList['routes'][number],
  literals: readonly LiteralPath[],
): boolean {
  return pathRewrite(outcome, path) === undefined || literals.every(({ kind }) => kind === 'exact');
}

function unmoved({ path, conditions }: RouteList['routes'][number]): Omit<RouteProblem, 'positions'> {
  const text = path.kind === 'regex' ? path.source : path.kind === 'prefix' ? path.text : '';
  const spelled = `${path.kind} ${JSON.stringify(text)}`;
  const also = conditions.length > 0 ? ' with conditions' : '';
  return {
    code: 'KF609',
    severity: 'warning',
    message: `${spelled}${also} matches every path, but Istio does not move it after the other routes`,
    help: 'it takes the requests of every VirtualService created later; write prefix "/" without conditions, or a narrower path',
  };
}

function cheaper(source: string, literals: readonly LiteralPath[]): Omit<RouteProblem, 'positions'> {
  const texts = literals.map(
    ({ kind, text }) => `the ${kind === 'exact' ? 'path' : 'prefix'} ${JSON.stringify(text)}`,
  );
  return {
    code: 'KF607',
    severity: 'note',
    message: `the regex ${JSON.stringify(source)} is exactly ${texts.join(' or ')}`,
    help: `write ${texts.length === 1 ? `it as ${literals[0]?.kind ?? ''}` : 'them as prefix and exact, one match each'}: Envoy compares literal text faster than it evaluates a regex`,
  };
}
