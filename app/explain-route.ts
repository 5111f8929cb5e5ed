import type { Finding } from '../findings';
import { firstOfNames, readInputs } from '../manifests';
import { functionOfRule, mappingOf, renderedFunctions, type Mapping } from '../base';
import { routingRulesOf, servedRuleReader, type RoutingRules } from '../platform';
import type { ForeignVirtualService } from '../precedence';
import { gatewayKey, leavesUnknown, objectOf, problemOf, requestRouter, routeTables } from '../routing';
import { isRouting, ROUTING_KINDS, type CheckOptions } from './check-manifests';
import { routeAnswers } from './route-answer';
import type { CatalogRoute, RouteBook } from './route-book';

/** How the inputs of a question are read. */
export interface RouteInputs extends Pick<CheckOptions, 'namespace' | 'mesh'> {
  /**
   * Whether Services are read too: a destination without a port has the only port of its Service.
   * @default false
   */
  readonly services?: boolean;
}

/**
 * Reads the VirtualServices and Gateways of some inputs. If several have the same name, the first is used, as in a check.
 * @param inputs folders, files, and `-` for standard input
 * @returns `undefined` if the Istio version is not known
 */
export function readRoutes(
  inputs: readonly string[],
  istio: string,
  { namespace, mesh, services = false }: RouteInputs = {},
): RouteBook | undefined {
  const usual = routingRulesOf(istio);
  if (usual === undefined) return undefined;
  const rules = { ...usual, ...mesh };
  const { objects, unread } = readInputs(inputs, {
    kinds: ROUTING_KINDS,
    also: services ? ['Service'] : [],
    namespace,
  });
  const findings: Finding[] = unread.map(({ file, line, column, message, isSystem }) => ({
    code: isSystem ? 'KF101' : 'KF102',
    severity: 'warning',
    message: isSystem ? `${file} cannot be read: ${message}` : `broken YAML: ${message}`,
    help: 'fix it: the answer does not include its contents',
    places: isSystem ? [] : [{ file, line, column }],
  }));
  const { kept, repeated } = firstOfNames(objects);
  for (const { message, again } of repeated) {
    if (!isRouting(mappingOf(again.object).kind)) continue;
    findings.push({
      code: 'KF616',
      severity: 'warning',
      message,
      help: 'read one cluster at a time, or leave one out; the answer includes only the first',
      places: [again.placeOf(['metadata', 'name'])],
    });
  }
  const { tables, remarks } = routeTables(kept, rules);
  for (const remark of remarks.filter(leavesUnknown)) {
    const { code, message, help } = problemOf(remark);
    const place = objects[remark.index]?.placeOf(remark.path);
    findings.push({ code, severity: 'warning', message, help, places: place === undefined ? [] : [place] });
  }
  const served = servedRuleReader(istio);
  const book = { rules, served, router: requestRouter(tables, rules), findings, catalogOf: () => undefined };
  return {
    ...book,
    functionOf: (list, route) =>
      route.redirector === undefined
        ? functionOfRule(renderedFunctions(objects[objectOf(list, route) ?? -1]?.object), route.rule)
        : undefined,
    placeOf: (list, route) =>
      objects[objectOf(list, route) ?? -1]?.placeOf(
        route.redirector === undefined
          ? ['spec', 'http', route.rule, 'match', route.match]
          : ['spec', 'servers', route.redirector.server, 'tls', 'httpsRedirect'],
      ),
    answerOf: routeAnswers(book),
  };
}

/** A gateway host, and all that is on it. */
export interface HostRoutes {
  readonly host: string;
  /** The Gateways that functions are bound to. */
  readonly gateways: readonly string[];
  readonly rules: RoutingRules;
  /** The cluster's version. */
  readonly istio: string;
  readonly virtualServices: readonly object[];
  readonly foreign: readonly ForeignVirtualService[];
}

/**
 * Returns the routes of a catalog without errors on one gateway host, and the foreign ones.
 * @param catalogOf returns the catalog route that a rule is rendered from, by the index of its VirtualService
 */
export function catalogRoutes(
  { host, gateways, rules, istio, virtualServices, foreign }: HostRoutes,
  catalogOf: (virtualService: number, rule: number) => CatalogRoute | undefined,
): RouteBook {
  const catalogRouteOf: RouteBook['catalogOf'] = (list, route) =>
    catalogOf(objectOf(list, route) ?? -1, route.rule);
  const foreignOf: RouteBook['foreignOf'] = (list, route) =>
    foreign[(objectOf(list, route) ?? -1) - virtualServices.length]?.placeOf([
      'spec',
      'http',
      route.rule,
      'match',
      route.match,
    ]);
  const objects = [...virtualServices, ...foreign.map(({ object }) => object)];
  const bound = new Set(gateways.map((gateway) => gatewayKey(gateway, '')));
  // Foreign VirtualServices may have other hosts and Gateways, too.
  const tables = routeTables(objects, rules).tables.filter(
    (table) => table.host === host.toLowerCase() && bound.has(table.gateway),
  );
  const router = requestRouter(tables, rules);
  const served = servedRuleReader(istio);
  const book = { rules, served, router, findings: [], catalogOf: catalogRouteOf, foreignOf };
  return {
    ...book,
    functionOf: (list, route) => catalogRouteOf(list, route)?.function,
    placeOf: (list, route) => catalogRouteOf(list, route)?.place ?? foreignOf(list, route),
    answerOf: routeAnswers(book),
  };
}

/**
 * Returns the routes of some objects, as a cluster has them.
 * @param istio the cluster's version, for the retries that it makes where a rule has none
 */
export function objectRoutes(
  objects: readonly Mapping[],
  { rules, istio }: { readonly rules: RoutingRules; readonly istio: string },
): RouteBook {
  const router = requestRouter(routeTables(objects, rules).tables, rules);
  const served = servedRuleReader(istio);
  const book = { rules, served, router, findings: [], catalogOf: () => undefined };
  return {
    ...book,
    placeOf: () => undefined,
    functionOf: (list, route) =>
      route.redirector === undefined
        ? functionOfRule(renderedFunctions(objects[objectOf(list, route) ?? -1]), route.rule)
        : undefined,
    answerOf: routeAnswers(book),
  };
}
