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
import { splitStem } from '../re2';
import { budgetOf, pathsAmong, withinBudget } from '../routing';
import { exposedRegions, nearRegions, type ExposedRegion } from './exposed-regions';

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

/** The path of a match: one of the three. */
type MatchPath = Pick<RouteDeclaration['match'], 'prefix' | 'exact' | 'regex'>;

/** How a route that a domain does not name lies to a path that it exposes. */
interface Meeting {
  readonly region: ExposedRegion;
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
  const regions = exposedRegions(domain, exposed);
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

/** Returns what finds the regions that a route meets. */
function meetings(regions: readonly ExposedRegion[], gateway: GatewayKind) {
  const near = nearRegions(regions);
  const searches = new Map(
    regions.map((region) => [region, once(() => pathsAmong({ all: regexOf(region, gateway) }))]),
  );
  return (match: RouteDeclaration['match']): Meeting[] => {
    const { prefix, exact, regex = '' } = literalPath(match);
    const text = exact ?? prefix ?? splitStem(regex).stem;
    return near(text).flatMap((region): Meeting[] => {
      if (exact !== undefined) return meetingOf(region, exact, gateway);
      if (prefix !== undefined) {
        const { path } = region.exposed;
        if (!path.startsWith(prefix)) return meetingOf(region, prefix, gateway);
        // What is written plainly is taken by the function that is named; nginx also lets escaped spellings through.
        return [{ region, severity: region.isTaken ? 'warning' : 'error', example: escaped(path) }];
      }
      const found = withinBudget(() => searches.get(region)?.()({ regex }, budgetOf(BUDGET)));
      if (found !== undefined && found.answer === undefined) return [];
      return [{ region, severity: 'error', example: found?.answer }];
    });
  };
}

/** The path of a match; where letters may be in any case, as the regex that says so. */
function literalPath({ prefix, exact, regex, ignoreUriCase }: RouteDeclaration['match']): MatchPath {
  if (ignoreUriCase === undefined) return { prefix, exact, regex };
  return { regex: `(?i)${quoted(prefix ?? exact ?? '')}${prefix === undefined ? '' : '.*'}` };
}

/** How a path lies to a region, or the paths that begin with it. */
function meetingOf(region: ExposedRegion, text: string, gateway: GatewayKind): Meeting[] {
  const above = parentOf(region, gateway) === text ? `${region.folder}/..;jsessionid=a` : undefined;
  if (above === undefined && !isWithin(region, text)) return [];
  return [{ region, severity: 'error', example: above ?? text }];
}

/** Whether a path is let through as it is written; for a prefix that begins with the exposed path, whether what follows is. */
function isWithin({ exposed: { type, path }, folder }: ExposedRegion, text: string): boolean {
  if (type === 'Exact') return text === path;
  return text === folder || text.startsWith(`${folder}/`);
}

/** Zuul resolves `..;jsessionid=a` at the end, which nginx takes for a name: the path above the folder arrives. */
function parentOf({ exposed: { type }, folder }: ExposedRegion, gateway: GatewayKind): string | undefined {
  if (type === 'Exact' || gateway !== 'zuul') return undefined;
  return folder.slice(0, folder.lastIndexOf('/'));
}

/** A path with its last letter percent-encoded: nginx decodes it to compare it, and Envoy does not. */
function escaped(path: string): string {
  return path.replace(/[^/](?=\/?$)/, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A text as a regex that matches it alone. */
function quoted(text: string): string {
  return text.replace(/[.+*?()[\]{}|^$\\]/g, '\\$&');
}

/** What arrives by an exposed path, as a regex. */
function regexOf(region: ExposedRegion, gateway: GatewayKind): string {
  if (region.exposed.type === 'Exact') return quoted(region.exposed.path);
  const above = parentOf(region, gateway);
  const within = `${quoted(region.folder)}(/.*)?`;
  return above === undefined ? within : `${within}|${quoted(above)}`;
}
