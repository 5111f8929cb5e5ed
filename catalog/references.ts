import { groupBy } from '../base';
import type { Finding } from '../findings';
import type { ValuePath } from '../shape';
import { remarksOnBackends, remarksOnDeployedElsewhere } from './backend-references';
import { knownOrders, remarksOnBefore } from './declared-orders';
import type { RouteDeclaration } from './declaration';
import type { FunctionSpec } from './function-spec';
import { knownServices } from './known-services';
import type { Catalog } from './load';
import type { CatalogFunction } from './load-function';
import type { Target } from './overlays';
import { withoutNeedlessAnchors } from './path-templates';
import type { Remark } from './remark';
import { placeInFunction } from './route-place';

/*
 * What a function's file says about things outside of it, the Knative Services of other functions, and what is allowed
 * but likely a slip. The findings are found in every run, also for files that an earlier run read: that run keeps only
 * what had no finding, and a backend depends on the whole catalog.
 */

/**
 * The most routes of a function without a warning. A route with methods, headers and retries is up to about 1 KiB of its
 * VirtualService, and `kubectl apply` keeps a copy of the object in an annotation: the annotations of an object have at
 * most 256 KiB (Kubernetes, apimachinery/pkg/api/validation/objectmeta.go, TotalAnnotationSizeLimitB).
 */
const MANY_ROUTES = 250;

/** Checks the backends, the orders and the regexes of all functions. Each finding is reported once, for the first cluster that has it. */
export function checkReferences(
  catalog: Pick<Catalog, 'functions' | 'teams' | 'sources'>,
  root: string,
  targets: readonly Target[],
): Finding[] {
  const orders = knownOrders(catalog, root);
  const surroundings = { services: knownServices(catalog, root), teams: catalog.teams };
  return catalog.functions.flatMap((declared) => {
    const bySpec = groupBy([...declared.specs], ([, spec]) => spec);
    const seen = new Set<string>();
    return [...bySpec].flatMap(([spec, on]) =>
      remarksOn(
        spec,
        on.map(([cluster]) => cluster),
      ).flatMap((remark): Finding[] => {
        const key = `${remark.code} ${remark.message}`;
        if (seen.has(key)) return [];
        seen.add(key);
        const { path, ...finding } = remark;
        return [{ ...finding, places: placesOf(declared, on[0][0], path) }];
      }),
    );
  });

  function remarksOn(spec: FunctionSpec, clusters: readonly string[]): Remark[] {
    return [
      ...remarksOnBackends(spec, clusters, surroundings),
      ...remarksOnDeployedElsewhere(spec, surroundings),
      ...remarksOnBefore(spec, orders),
      ...remarksOnCount(spec),
      ...spec.routes.flatMap(remarksOnRoute),
    ];
  }

  function placesOf(declared: CatalogFunction, cluster: string, path: ValuePath) {
    const text = catalog.sources.get(declared.file);
    if (text === undefined) return [];
    const target = targets.find((one) => one.cluster === cluster) ?? { environment: '', cluster };
    return [placeInFunction(declared, text, target, path)];
  }
}

function remarksOnCount({ routes }: FunctionSpec): Remark[] {
  if (routes.length <= MANY_ROUTES) return [];
  return [
    {
      code: 'KF418',
      severity: 'warning',
      path: ['routes'],
      message: `the function has ${routes.length} routes, all in one VirtualService: Envoy tries them one after the other, and from about ${MANY_ROUTES} on kubectl apply may refuse the object for its size`,
      help: 'write what routes have in common as one prefix or one regex, or divide the function',
    },
  ];
}

/** A regex matches the whole path in every version of Istio, so that anchors around it change nothing. */
function remarksOnRoute({ match: { regex } }: RouteDeclaration, index: number): Remark[] {
  const inner = regex === undefined ? undefined : withoutNeedlessAnchors(regex);
  if (regex === undefined || inner === undefined) return [];
  return [
    {
      code: 'KF415',
      severity: 'warning',
      path: ['routes', index, 'match', 'regex'],
      message: `the regex ${JSON.stringify(regex)} has anchors that it does not need`,
      help: `a regex matches the whole path; write ${JSON.stringify(inner)}`,
    },
  ];
}
