import { stableText, type Names } from '../base';
import type { RouteDeclaration } from '../catalog';
import { answersItself } from './declare-action';
import type { DeclaredRoute } from './declare-rule';

type Backends = NonNullable<RouteDeclaration['backends']>;

/** The part of a function's declaration that its routes make. */
export interface RoutesDeclaration {
  readonly routes?: readonly RouteDeclaration[];
  readonly backends?: Backends;
  readonly deployedElsewhere?: readonly string[];
}

/** The function that some routes are of. */
export interface DeclaredFor {
  readonly team: string;
  readonly name: string;
  /** Whether it is this function that says of a Knative Service that another pipeline deploys it. */
  readonly isDeclarer: (service: string) => boolean;
  readonly names: Names;
}

/**
 * Declares routes in the shortest way: what convention gives is left out, and backends that most routes share are said once, for the function.
 *
 * Example: the one route `/faas/api/saas/tea/` of `saas/tea` that leads to `saas-tea` declares nothing.
 */
export function declarationOfRoutes(
  declared: readonly DeclaredRoute[],
  { team, name, isDeclarer, names }: DeclaredFor,
): RoutesDeclaration {
  const own: Backends = [{ service: `${team}-${name}` }];
  // What Envoy answers by itself asks no backend.
  const asking = declared.filter(({ route }) => !answersItself(route));
  const lists = asking.map(({ backends }) => stableText(backends));
  const common = asking.length === 0 || lists.includes(stableText(own)) ? own : mostCommon(asking, lists);
  const routes = declared.map(({ route, backends }): RouteDeclaration =>
    answersItself(route) || stableText(backends) === stableText(common)
      ? route
      : { ...route, backends: [...backends] },
  );
  const conventional = { match: { prefix: names.conventionalPrefix(team, name) } };
  const services = [
    ...new Set(declared.flatMap(({ backends }) => backends.flatMap(({ service }) => service ?? []))),
  ];
  const elsewhere = services.filter((service) => service !== own[0]?.service && isDeclarer(service));
  return {
    ...(stableText(routes) === stableText([conventional]) ? {} : { routes }),
    ...(stableText(common) === stableText(own) ? {} : { backends: common }),
    ...(elsewhere.length === 0 ? {} : { deployedElsewhere: elsewhere }),
  };
}

/** The backends that most routes have; of several, the first. */
function mostCommon(declared: readonly DeclaredRoute[], lists: readonly string[]): Backends {
  const counts = new Map<string, number>();
  for (const list of lists) counts.set(list, (counts.get(list) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const place = lists.findIndex((list) => counts.get(list) === most);
  return [...(declared[place]?.backends ?? [])];
}
