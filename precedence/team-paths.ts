import { longestPrefix, type FunctionSpec, type PathOwnership } from '../catalog';
import { budgetOf, shortestPathOutside, withinBudget, type Route, type RouteList } from '../routing';
import type { RuleProblem } from './plan-table';

/** Work for one regex. */
const BUDGET = 2_000_000;

type PathProblem = Pick<RuleProblem, 'code' | 'message' | 'help' | 'witness'>;

/** Regexes of a function that match paths of others, each with such a path. */
export function outsideTeamPaths(
  list: RouteList,
  member: number,
  { routes }: FunctionSpec,
  ownership: PathOwnership,
): (PathProblem & { readonly rule: number })[] {
  // A broken team.yaml is reported once. The paths of its functions are then not checked.
  if (ownership.own.length === 0) return [];
  return routes.flatMap(({ match: { regex } }, rule) => {
    const route = list.routes.find((other) => other.member === member && other.rule === rule);
    if (regex === undefined || route === undefined) return [];
    const problem = problemBeyond(regex, route, ownership) ?? problemWithin(regex, route, ownership);
    return problem === undefined ? [] : [{ ...problem, rule }];
  });
}

/** The regex matches a path outside of all prefixes that the function may use. */
function problemBeyond(
  regex: string,
  route: Route,
  { own, consented, ownerOf }: PathOwnership,
): PathProblem | undefined {
  const prefixes = [...own, ...consented];
  if (longestPrefix(stemOf(route), prefixes) !== undefined) return undefined;
  const tried = withinBudget(() => shortestPathOutside(route, prefixes, budgetOf(BUDGET)));
  const path = tried?.answer;
  if (tried !== undefined && path === undefined) return undefined;
  const owner = path === undefined ? undefined : ownerOf(path);
  const whose = owner === undefined ? '' : `, which is the team ${owner}'s`;
  const what = path === undefined ? 'could not be shown to stay under' : 'goes beyond';
  return {
    code: 'KF402',
    message: `the regex ${JSON.stringify(regex)} ${what} the team's prefixes${path === undefined ? '' : `: it matches ${path}${whose}`}`,
    help: `let it match only paths under a prefix of the team's team.yaml (${own.join(', ')})`,
    ...(path === undefined ? {} : { witness: requestTo(path) }),
  };
}

/**
 * All paths of the regex are in prefixes that other teams have within the function's. A regex that also matches paths of
 * its own team is accepted, as a broader prefix is: the routes of the inner prefix go before it.
 */
function problemWithin(
  regex: string,
  route: Route,
  { id, own, consented, excluded, ownerOf }: PathOwnership,
): PathProblem | undefined {
  const foreign = excluded.filter((inner) => ![...own, ...consented].some((deep) => deep.startsWith(inner)));
  if (foreign.length === 0) return undefined;
  const rest = withinBudget(() => shortestPathOutside(route, foreign, budgetOf(BUDGET)));
  if (rest === undefined || rest.answer !== undefined) return undefined;
  const path = withinBudget(() => shortestPathOutside(route, [], budgetOf(BUDGET)))?.answer;
  const owner = path === undefined ? undefined : ownerOf(path);
  if (path === undefined || owner === undefined) return undefined;
  return {
    code: 'KF402',
    message: `the regex ${JSON.stringify(regex)} matches only paths of other teams: ${path} is the team ${owner}'s`,
    help: `choose paths outside ${foreign.join(', ')}; to take them over, let the team ${owner} add to its team.yaml the lines "consents:" and "  - ${id}"`,
    witness: requestTo(path),
  };
}

/** The text that all paths of a regex start with. */
function stemOf({ path }: Route): string {
  return path.kind === 'regex' ? path.stem : '';
}

function requestTo(path: string): RuleProblem['witness'] {
  return { method: 'GET', path, headers: {}, query: {} };
}
