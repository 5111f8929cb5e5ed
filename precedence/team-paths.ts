import type { FunctionSpec, TeamDeclaration } from '../catalog';
import { budgetOf, shortestPathOutside, withinBudget, type RouteList } from '../routing';
import type { RuleProblem } from './plan-table';

/** Work for one regex. */
const BUDGET = 2_000_000;

/** Regexes of a function that match paths outside its team's prefixes, each with such a path. */
export function outsideTeamPaths(
  list: RouteList,
  member: number,
  { team, routes }: FunctionSpec,
  teams: ReadonlyMap<string, TeamDeclaration>,
): (Omit<RuleProblem, 'rules'> & { readonly rule: number })[] {
  const prefixes = teams.get(team)?.prefixes;
  if (prefixes === undefined || !routes.some(({ match }) => match.regex !== undefined)) return [];
  return routes.flatMap(({ match: { regex } }, rule) => {
    const route = list.routes.find((other) => other.member === member && other.rule === rule);
    if (regex === undefined || route === undefined) return [];
    if (route.path.kind === 'regex' && prefixes.some((prefix) => stemOf(route.path).startsWith(prefix)))
      return [];
    const tried = withinBudget(() => shortestPathOutside(route, prefixes, budgetOf(BUDGET)));
    const path = tried?.answer;
    if (tried !== undefined && path === undefined) return [];
    const owner = path === undefined ? undefined : ownerOf(path, teams);
    const whose = owner === undefined ? '' : `, which is the team ${owner}'s`;
    const what = path === undefined ? 'could not be shown to stay under' : 'goes beyond';
    return [
      {
        code: 'KF402' as const,
        message: `the regex ${JSON.stringify(regex)} ${what} the team's prefixes${path === undefined ? '' : `: it matches ${path}${whose}`}`,
        help: `let it match only paths under a prefix of the team's team.yaml (${prefixes.join(', ')})`,
        rule,
        ...(path === undefined ? {} : { witness: { method: 'GET', path, headers: {}, query: {} } }),
      },
    ];
  });
}

function stemOf(path: RouteList['routes'][number]['path']): string {
  return path.kind === 'regex' ? path.stem : '';
}

function ownerOf(path: string, teams: ReadonlyMap<string, TeamDeclaration>): string | undefined {
  return [...teams].find(([, { prefixes }]) => prefixes.some((prefix) => path.startsWith(prefix)))?.[0];
}
