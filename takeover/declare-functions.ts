import { stableText, type Mapping, type Names } from '../base';
import type { BackendUsers } from './backend-users';
import type { CollectedFunction, PlacedRoutes } from './collect-functions';
import { declarationOfRoutes } from './declaration-of-routes';
import type { Identity } from './identify';
import { mergeTargets, type TargetDeclaration } from './merge-targets';

/** A function of the catalog that what runs becomes. */
export interface ImportedFunction {
  /** `<team>/<name>` */
  readonly id: string;
  readonly identity: Identity;
  /** Its file, without defaults. */
  readonly declaration: Mapping;
  readonly placed: readonly PlacedRoutes[];
  /** Clusters and namespaces where it was not, and where the catalog will have it. */
  readonly added: readonly string[];
  /** Namespaces that say otherwise than the first one of their cluster: the catalog says the same in all. */
  readonly divided: readonly PlacedRoutes[];
}

/** What declarations are made with. */
export interface DeclaringRules {
  readonly names: Names;
  /** The clusters of each environment, and the function namespaces of each cluster. */
  readonly clusters: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  /** Who uses which Knative Service. */
  readonly users: BackendUsers;
  /** What function files say beside their routes. */
  readonly besides: (placed: PlacedRoutes, id: string) => Mapping;
}

/** Declares a function for all clusters on which it has routes. */
export function declareFunction(
  { id, identity, placed }: CollectedFunction,
  { names, clusters, users, besides }: DeclaringRules,
): ImportedFunction {
  const { team, name } = identity;
  const first = new Map<string, { readonly target: TargetDeclaration; readonly namespaces: string[] }>();
  const divided: PlacedRoutes[] = [];
  for (const one of placed) {
    const { environment, cluster } = one.service.found.source;
    const routes = declarationOfRoutes(one.routes, {
      team,
      name,
      isDeclarer: (service) => users.declarerOf(service) === id,
      names,
    });
    const declaration = { ...besides(one, id), ...routes };
    const known = first.get(cluster.name);
    if (known === undefined) {
      const target = { environment: environment.name, cluster: cluster.name, declaration };
      first.set(cluster.name, { target, namespaces: [one.service.found.namespace] });
    } else {
      known.namespaces.push(one.service.found.namespace);
      if (stableText(known.target.declaration) !== stableText(declaration)) divided.push(one);
    }
  }
  const order = new Map([...clusters].map(([environment, own]) => [environment, [...own.keys()]]));
  const merged = mergeTargets(
    [...first.values()].map(({ target }) => target),
    order,
  );
  const lacking = [...first].flatMap(([cluster, { target, namespaces }]) => {
    const all = clusters.get(target.environment)?.get(cluster) ?? [];
    return all
      .filter((namespace) => !namespaces.includes(namespace))
      .map((namespace) => `${cluster}/${namespace}`);
  });
  return {
    id,
    identity,
    declaration: merged.declaration,
    placed,
    added: [...merged.added, ...lacking],
    divided,
  };
}
