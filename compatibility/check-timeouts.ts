import { groupBy, longestRequest, spellDuration } from '../base';
import {
  backendsOf,
  declaredDelay,
  declaredTimes,
  placeInFunction,
  type Catalog,
  type CatalogFunction,
  type FunctionSpec,
} from '../catalog';
import type { Finding } from '../findings';
import type { RequestTimeouts } from '../platform';
import type { VersionedCluster } from './check-functions';
import type { ValuePath } from './need';

/** A cluster, and the time limits on the way to its functions. */
export interface TimedCluster extends Pick<VersionedCluster, 'target'> {
  readonly timeouts: RequestTimeouts;
}

/** A route that asks for more time than there is, or than is known to be there. */
interface LongRoute extends Pick<Finding, 'severity' | 'message' | 'help'> {
  readonly path: ValuePath;
}

/**
 * Finds the routes whose requests would be cut on the way before the route itself ends them. One finding for all clusters
 * on which it is so.
 */
export function checkTimeouts(
  { functions, sources }: Pick<Catalog, 'functions' | 'sources'>,
  clusters: readonly TimedCluster[],
): Finding[] {
  const alike = [...groupBy(clusters, ({ timeouts }) => JSON.stringify(timeouts)).values()];
  return functions.flatMap((declared) => {
    const seen = new Map<FunctionSpec, boolean>();
    for (const spec of declared.specs.values()) {
      if (!seen.has(spec))
        seen.set(spec, spec.service?.timeoutSeconds !== undefined || spec.routes.some(saysTimes));
    }
    if (![...seen.values()].includes(true)) return [];
    return alike.flatMap((group) => judge(declared, group));
  });

  function judge(declared: CatalogFunction, group: readonly TimedCluster[]): Finding[] {
    const placed = group.flatMap((cluster) => {
      const spec = declared.specs.get(cluster.target.cluster);
      return spec === undefined ? [] : [{ cluster, spec }];
    });
    return [...groupBy(placed, ({ spec }) => spec)].flatMap(([spec, on]) => {
      const [{ cluster }] = on;
      const names = on.map(({ cluster: { target } }) => target.cluster).join(', ');
      const text = sources.get(declared.file);
      return longRoutes(spec, cluster.timeouts).map(({ path, message, ...rest }): Finding => ({
        code: 'KF705',
        ...rest,
        message: `${declared.id} ${message}, on ${names}`,
        places: text === undefined ? [] : [placeInFunction(declared, text, cluster.target, path)],
      }));
    });
  }
}

function saysTimes({ timeout, retries }: FunctionSpec['routes'][number]): boolean {
  return timeout !== undefined || retries !== undefined;
}

function longRoutes(spec: FunctionSpec, limits: RequestTimeouts): LongRoute[] {
  return [...longFunction(spec, limits), ...longTries(spec, limits)];
}

/** Whether the function itself may take longer than Knative lets any. */
function longFunction({ service }: FunctionSpec, { knativeMaximum }: RequestTimeouts): LongRoute[] {
  const { timeoutSeconds = 0 } = service ?? {};
  if (timeoutSeconds <= knativeMaximum) return [];
  const message = `may take ${timeoutSeconds} s; Knative refuses more than ${knativeMaximum} s`;
  const help = `write at most ${knativeMaximum}, or raise timeouts.knativeMaximum in environments/ and max-revision-timeout-seconds in the cluster`;
  return [{ severity: 'error', path: ['service', 'timeoutSeconds'], message, help }];
}

function longTries(spec: FunctionSpec, limits: RequestTimeouts): LongRoute[] {
  return spec.routes.flatMap((route, index): LongRoute[] => {
    const times = declaredTimes(route);
    const asked = longestRequest(times);
    if (asked === undefined) return [];
    const path = ['routes', index, ...(route.timeout === undefined ? ['retries'] : ['timeout'])];
    const delay = declaredDelay(route);
    const { request, gateway, knativeDefault } = limits;
    if (asked + delay > request * 1000) {
      const delayed = delay > 0 ? ` after a delay of ${spellDuration(delay)}` : '';
      const message = `lets a request take ${spellDuration(asked)}${delayed}; functions have ${request} s, and the gateway cuts after ${gateway} s`;
      const help = `write at most ${request}s, or raise timeouts.request in environments/`;
      return [{ severity: 'error', path, message, help }];
    }
    const longestTry = times.perTry ?? asked;
    const others = backendsOf(spec, route).filter(
      ({ service, weight }) => weight > 0 && (spec.service === undefined || service !== spec.ksvc),
    );
    if (longestTry <= knativeDefault * 1000 || others.length === 0) return [];
    const named = others.map(({ service }) => service).join(', ');
    return [
      {
        severity: 'warning',
        path,
        message: `lets a try take ${spellDuration(longestTry)}; Knative ends it after ${knativeDefault} s unless ${named} says timeoutSeconds`,
        help: `say timeoutSeconds where the Knative Service is declared, or write at most ${knativeDefault}s`,
      },
    ];
  });
}
