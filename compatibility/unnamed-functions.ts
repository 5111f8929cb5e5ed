import { once, type GatewayKind } from '../base';
import {
  placeInFunction,
  type Catalog,
  type CatalogFunction,
  type FunctionSpec,
  type RouteDeclaration,
  type Target,
} from '../catalog';
import { listedExposure, type Domain, type EnvironmentProblem } from '../inventory';
import { budgetOf, pathsAmong, withinBudget } from '../routing';
import { contains, ofPath, pathsOfFunction, type ExposedPath } from './exposed-paths';

/** Work for one regex. Where it does not suffice, the function is told. */
const BUDGET = 500_000;

/** A domain on one cluster, as far as it decides on which functions it leads to. */
export interface ServedDomain {
  readonly target: Target;
  readonly environment: number;
  readonly domain: Domain;
  /** The steps to what it exposes, from the environment on. */
  readonly own: EnvironmentProblem['path'];
  readonly ingressGateway: GatewayKind;
}

/** Paths that reach Envoy by one exposed path, and the functions that it is exposed for. */
interface Region {
  readonly exposed: ExposedPath;
  /** Its functions answer whatever comes: no route of theirs with this path asks for more than the path. */
  readonly isTaken: boolean;
}

/** How a route that a domain does not name lies to a path that it exposes. */
interface Meeting {
  readonly region: Region;
  readonly severity: 'error' | 'warning';
  /** A path by which it is reached. */
  readonly example: string | undefined;
}

/**
 * Finds functions that a domain leads to without naming them, by the paths of those that it names: their routes lie within such a path,
 * or around it. What a domain lists as paths is meant for whoever answers there.
 */
export function unnamedFunctions(
  { functions, sources }: Catalog,
  exposed: readonly FunctionSpec[],
  { domain, environment, own, target, ingressGateway }: ServedDomain,
): EnvironmentProblem[] {
  const regions = regionsOf(domain, exposed);
  if (regions.length === 0) return [];
  const named = new Set(listedExposure(domain.exposes).functions);
  const meets = meetings(regions, ingressGateway);
  return functions.flatMap((declared): EnvironmentProblem[] => {
    const spec = declared.specs.get(target.cluster);
    if (spec === undefined || named.has(declared.id)) return [];
    const met = spec.routes.flatMap(({ match }, route) => meets(match).map((one) => ({ ...one, route })));
    const worst = met.find(({ severity }) => severity === 'error') ?? met[0];
    if (worst === undefined) return [];
    const { region, severity, example, route } = worst;
    const by = example === undefined ? '' : `, as by ${example}`;
    return [
      {
        code: 'KF515',
        severity,
        environment,
        path: [...own, 'functions'],
        message: `domain ${domain.host} exposes ${region.exposed.path}, and with it ${declared.id}, which it does not name${by}`,
        help: 'name it too, move its routes elsewhere, or list in exposes.paths what may be reached, whoever answers',
        others: placesOf(declared, route),
      },
    ];
  });

  function placesOf(declared: CatalogFunction, route: number) {
    const text = sources.get(declared.file);
    return text === undefined ? [] : [placeInFunction(declared, text, target, ['routes', route, 'match'])];
  }
}

/** The paths that a domain exposes for its functions, without those that it also lists. */
function regionsOf({ exposes }: Domain, exposed: readonly FunctionSpec[]): Region[] {
  const listed = listedExposure(exposes).paths.map(ofPath);
  const conditional = new Map<string, boolean>();
  const all = new Map<string, ExposedPath>();
  for (const spec of exposed) {
    for (const { match } of spec.routes) {
      for (const one of pathsOfFunction({ ...spec, routes: [{ match }] })) {
        const key = `${one.type} ${one.path}`;
        const { methods, headers, query } = match;
        const asksMore = [methods, headers, query].some((field) => field !== undefined);
        all.set(key, one);
        conditional.set(key, asksMore && conditional.get(key) !== false);
      }
    }
  }
  return [...all]
    .filter(([, one]) => !listed.some((other) => contains(other, one)))
    .map(([key, one]) => ({ exposed: one, isTaken: conditional.get(key) === false }));
}

/** Returns what finds the regions that a route meets. */
function meetings(regions: readonly Region[], gateway: GatewayKind) {
  const searches = regions.map((region) => ({
    region,
    search: once(() => pathsAmong({ all: regexOf(region.exposed) })),
  }));
  return ({ prefix, exact, regex = '' }: RouteDeclaration['match']): Meeting[] =>
    searches.flatMap(({ region, search }): Meeting[] => {
      const { path } = region.exposed;
      if (exact !== undefined) {
        const above = parentOf(region.exposed, exact, gateway);
        if (above !== undefined) return [{ region, severity: 'error', example: above }];
        return isWithin(region.exposed, exact) ? [{ region, severity: 'error', example: exact }] : [];
      }
      if (prefix === undefined) {
        const found = withinBudget(() => search()({ regex }, budgetOf(BUDGET)));
        if (found !== undefined && found.answer === undefined) return [];
        return [{ region, severity: 'error', example: found?.answer }];
      }
      if (path.startsWith(prefix)) {
        // Whatever comes as it is written is taken by the function that is named; nginx also lets escaped spellings through.
        return [{ region, severity: region.isTaken ? 'warning' : 'error', example: escaped(path) }];
      }
      return isWithin(region.exposed, prefix) ? [{ region, severity: 'error', example: prefix }] : [];
    });
}

/** Whether a path is let through as it is written; for a prefix that begins with the exposed path, whether what follows is. */
function isWithin({ type, path }: ExposedPath, text: string): boolean {
  const folder = path.replace(/\/$/, '');
  if (type === 'Exact') return text === path;
  return text === folder || text.startsWith(`${folder}/`);
}

/** Zuul resolves `..;jsessionid=a` at the end, which nginx takes for a name: the path above arrives. */
function parentOf({ type, path }: ExposedPath, exact: string, gateway: GatewayKind): string | undefined {
  if (type === 'Exact' || gateway !== 'zuul') return undefined;
  const folder = path.replace(/\/$/, '');
  return folder.slice(0, folder.lastIndexOf('/')) === exact ? `${folder}/..;jsessionid=a` : undefined;
}

/** A path with its last letter percent-encoded: nginx decodes it to compare it, and Envoy does not. */
function escaped(path: string): string {
  return path.replace(/[^/](?=\/?$)/, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function regexOf({ type, path }: ExposedPath): string {
  const quoted = (text: string) => text.replace(/[.+*?()[\]{}|^$\\]/g, '\\$&');
  return type === 'Exact' ? quoted(path) : `${quoted(path.replace(/\/$/, ''))}(/.*)?`;
}
