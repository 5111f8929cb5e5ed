import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readManifests } from '../../manifests';
import { routingRulesOf } from '../../platform';
import { outcomes, requestRouter, routeTables, spellMatch, type GatewayRequest } from '../../routing';

/** The route that answers a request. */
export interface RenderedAnswer {
  /** `<team>/<name>` */
  readonly function: string;
  readonly match: string;
  /** The same for two answers exactly if the same becomes of the request by both. */
  readonly outcome: string;
}

/** Sends requests to rendered manifests. */
export interface RenderedRoutes {
  /** `<environment>/<cluster>`, with the gateway hosts there. */
  readonly clusters: ReadonlyMap<string, readonly string[]>;
  /** Undefined where no route answers. */
  readonly answer: (cluster: string, request: GatewayRequest) => RenderedAnswer | undefined;
}

interface Metadata {
  readonly name: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Reads a folder of rendered manifests, past all that a review reads them with. */
export function renderedRoutes(folder: string): RenderedRoutes {
  const keyOf = outcomes().keyOf;
  const clusters = readdirSync(folder).flatMap((environment) =>
    readdirSync(join(folder, environment)).map((cluster) => `${environment}/${cluster}`),
  );
  const routers = new Map(
    clusters.map((cluster) => {
      const [declaration] = metadataIn(join(folder, cluster, 'system'), 'Namespace').filter(
        ({ name }) => name === 'kfaas-system',
      );
      const rules = routingRulesOf(declaration?.annotations?.['kfaas.io/istio'] ?? '');
      if (rules === undefined) throw new Error(`${cluster} does not say its Istio`);
      const { objects } = readManifests(join(folder, cluster), 'VirtualService');
      const { tables } = routeTables(
        objects.map(({ object }) => object),
        rules,
      );
      const functions = metadataIn(join(folder, cluster), 'VirtualService').map(({ annotations }) =>
        (annotations?.['kfaas.io/functions'] ?? '').split(','),
      );
      return [cluster, { router: requestRouter(tables, rules), functions }] as const;
    }),
  );
  return {
    clusters: new Map([...routers].map(([cluster, { router }]) => [cluster, router.hosts])),
    answer: (cluster, request) => {
      const known = routers.get(cluster);
      const [way] = known?.router.ways(request) ?? [];
      const route = way?.list.routes[way.matches[0] ?? -1];
      if (known === undefined || way === undefined || route === undefined) return undefined;
      const names = known.functions[way.list.members[route.member]?.index ?? -1] ?? [];
      return {
        function: (names.length === 1 ? names[0] : names[route.rule]) ?? '',
        match: spellMatch(route),
        outcome: keyOf(route),
      };
    },
  };
}

function metadataIn(folder: string, kind: string): readonly Metadata[] {
  return readManifests(folder, kind).objects.map(({ object }) => (object as { metadata: Metadata }).metadata);
}
