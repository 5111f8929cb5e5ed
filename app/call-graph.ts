import { compareText, groupBy } from '../base';
import type { CatalogFunction } from '../catalog';
import { connectedJavaPlatforms, javaServicePath, type Environment } from '../inventory';

/** A function's call of a Java service. */
export interface FunctionCall {
  /** `<team>/<name>` */
  readonly function: string;
  readonly team: string;
  readonly service: string;
  /** The clusters on which it is declared, in the order of `environments/`. */
  readonly clusters: readonly string[];
  /** Their environments. */
  readonly environments: readonly string[];
}

/** A Java service that an environment declares, or that functions call. */
export interface GraphService {
  readonly name: string;
  /** The path that functions call, by environment; only where the environment declares the service. */
  readonly paths: Readonly<Record<string, string>>;
  /** The functions that call it, sorted. */
  readonly calledBy: readonly string[];
}

/** Which functions call which Java services. */
export interface CallGraph {
  /** Sorted by function and service. */
  readonly calls: readonly FunctionCall[];
  /** Sorted by name. */
  readonly services: readonly GraphService[];
}

/**
 * Returns which functions call which Java services, as the catalog says.
 * @param isAsked returns whether a cluster is looked at; by default all are
 */
export function callGraph(
  functions: readonly CatalogFunction[],
  environments: readonly Environment[],
  isAsked: (cluster: string) => boolean = () => true,
): CallGraph {
  const clusters = environments.flatMap((environment) =>
    environment.clusters
      .filter(({ name }) => isAsked(name))
      .map(({ name }) => ({ environment: environment.name, cluster: name })),
  );
  const calls = functions.flatMap(({ id, specs }): FunctionCall[] => {
    const found = clusters.flatMap((target) =>
      (specs.get(target.cluster)?.calls ?? []).map((service) => ({ ...target, service })),
    );
    return [...groupBy(found, ({ service }) => service)].map(([service, on]) => ({
      function: id,
      team: id.slice(0, id.indexOf('/')),
      service,
      clusters: on.map(({ cluster }) => cluster),
      environments: [...new Set(on.map(({ environment }) => environment))],
    }));
  });
  const sorted = calls.sort(
    (a, b) => compareText(a.function, b.function) || compareText(a.service, b.service),
  );
  const asked = environments.filter(({ name }) => clusters.some(({ environment }) => environment === name));
  return { calls: sorted, services: servicesOf(sorted, asked) };
}

function servicesOf(calls: readonly FunctionCall[], environments: readonly Environment[]): GraphService[] {
  const declared = environments.map((environment) => ({
    name: environment.name,
    pathOf: declaredPaths(environment),
  }));
  const names = new Set([
    ...declared.flatMap(({ pathOf }) => [...pathOf.keys()]),
    ...calls.map(({ service }) => service),
  ]);
  return [...names].sort(compareText).map((name) => {
    const callers = calls.filter(({ service }) => service === name);
    return {
      name,
      paths: Object.fromEntries(
        declared.flatMap(({ name: environment, pathOf }) => {
          const path = pathOf.get(name);
          return path === undefined ? [] : [[environment, path]];
        }),
      ),
      calledBy: [...new Set(callers.map((call) => call.function))],
    };
  });
}

/** Returns the paths of the Java services that an environment declares, by the names that functions call them by. */
function declaredPaths(environment: Environment): ReadonlyMap<string, string> {
  const entries = connectedJavaPlatforms(environment).flatMap(({ name, platform: { services = {} } }) =>
    Object.keys(services).map((service) => {
      const path = javaServicePath(service, services);
      return [name === undefined ? service : `${name}/${service}`, path] as const;
    }),
  );
  return new Map(entries);
}
