import { join } from 'node:path';
import { readManifests } from '../../../manifests';
import { destinationsOf } from '../../../routing';
import { GATEWAYS, tableOf, type ToldRoutes } from '../../mesh/told-routes';
import { startControlPlane, type ControlPlane } from './control-plane';
import { startFunctions } from './functions';
import { startIstiod } from './istiod';
import { knativeObjects, type KnativeRoute } from './knative-objects';
import { ENVOY_POD, LOCAL_GATEWAY_PORT, startLocalGateway, type LocalGateway } from './local-gateway';
import type { ClusterPrograms } from './programs';
import { send } from './send';
import type { Endpoint } from './service-proxy';

/** Where the local gateway and the public one of Knative are, as Pods' ports. */
export const GATEWAY_ENDPOINTS: Readonly<Record<(typeof GATEWAYS)[number], Endpoint>> = {
  'knative-serving/knative-local-gateway': { address: ENVOY_POD, port: LOCAL_GATEWAY_PORT },
  'knative-serving/knative-ingress-gateway': { address: ENVOY_POD, port: 8080 },
};

/** A cluster with Istio, Knative's gateways and Pods for functions. */
export interface Cluster {
  readonly plane: ControlPlane;
  readonly gateway: LocalGateway;
  /** Applies a folder of rendered manifests, as docs/manifests.md says, and runs the Knative Services of its routes. */
  readonly deploy: (folder: string) => Promise<ToldRoutes>;
  /** Runs the Knative Services that routes lead to, where they do not run yet. */
  readonly serve: (routes: ToldRoutes) => Promise<void>;
  /** The Pods behind an authority of the first pass. */
  readonly podsOf: (authority: string) => readonly string[];
  /** Applies objects, and fails where the API server refuses or warns. */
  readonly apply: (objects: readonly object[]) => Promise<void>;
  /** Waits until Envoy has all that was applied before. */
  readonly settle: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** What a cluster is started with. */
export interface ClusterProps {
  readonly programs: ClusterPrograms;
  /**
   * Changes a Knative Service before it runs.
   * @default - each has one revision, and is visible inside the cluster only
   */
  readonly knative?: (route: KnativeRoute) => KnativeRoute;
}

/** Starts a cluster without functions. There can be one at a time. */
export async function startCluster({ programs, knative = (route) => route }: ClusterProps): Promise<Cluster> {
  const plane = await startControlPlane(programs);
  const stops: (() => unknown)[] = [];
  const stop = async () => {
    for (const end of stops.reverse()) await end();
    plane.stop();
  };
  try {
    await startIstiod(programs, plane);
    const gateway = await startLocalGateway(programs, plane);
    stops.push(() => gateway.stop());
    const functions = await startFunctions();
    stops.push(() => functions.stop());
    return { plane, gateway, stop, ...workings(plane, knative) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What can be done with a cluster that runs. */
function workings(
  plane: ControlPlane,
  knative: (route: KnativeRoute) => KnativeRoute,
): Omit<Cluster, 'plane' | 'gateway' | 'stop'> {
  const pods = new Map<string, readonly string[]>();
  let generation = 0;

  const { apply } = plane;

  async function settle(): Promise<void> {
    generation += 1;
    const wanted = String(generation);
    await apply([marker(wanted)]);
    await plane.processes.until('Envoy has the configuration', async () => {
      const { body } = await send(LOCAL, { path: '/', host: MARKER_HOST });
      return body === wanted;
    });
  }

  async function serve(routes: ToldRoutes): Promise<void> {
    const services = authoritiesOf(routes)
      .filter((authority) => !pods.has(authority))
      .map((authority, index) => knative(knativeRoute(authority, pods.size + index)));
    if (services.length === 0) return;
    await apply(services.flatMap(knativeObjects));
    for (const { namespace, name, revisions } of services) {
      pods.set(
        `${name}.${namespace}.svc.cluster.local`,
        revisions.map(({ pod }) => pod),
      );
    }
    await settle();
    // Endpoints arrive apart from routes.
    await plane.processes.until('every Knative Service answers', async () => {
      for (const host of pods.keys()) {
        if ((await send(LOCAL, { path: '/', host })).status !== 200) return false;
      }
      return true;
    });
  }

  async function deploy(folder: string): Promise<ToldRoutes> {
    for (const part of [join(folder, 'system'), join(folder, 'system'), folder]) {
      await plane.kubectl(['apply', '--server-side', '--recursive', '-f', part]);
    }
    const routes = tableOf(virtualServices(folder));
    await serve(routes);
    return routes;
  }

  return { apply, settle, serve, deploy, podsOf: (authority) => pods.get(authority) ?? [] };
}

/** The host whose one route tells which objects Envoy has. */
const MARKER_HOST = 'generation.kfaas.test';

const LOCAL = GATEWAY_ENDPOINTS[GATEWAYS[0]];

/** A route that tells a text. */
function marker(text: string): object {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'generation', namespace: 'istio-system' },
    spec: {
      hosts: [MARKER_HOST],
      gateways: [GATEWAYS[0]],
      http: [{ directResponse: { status: 200, body: { string: text } } }],
    },
  };
}

/** The VirtualServices of a folder. */
export function virtualServices(folder: string): readonly object[] {
  return readManifests(folder, 'VirtualService').objects.map(({ object }) => object as object);
}

/** The Hosts with which routes send requests on. */
function authoritiesOf({ lists }: ToldRoutes): readonly string[] {
  const authorities = lists.flatMap(({ routes }) =>
    routes.flatMap(({ outcome }) => destinationsOf(outcome).map(({ authority = '' }) => authority)),
  );
  return [...new Set(authorities)].sort();
}

/** The Knative Service of an authority, with an address of its own for its Pod. */
function knativeRoute(authority: string, index: number): KnativeRoute {
  const [name = '', namespace = ''] = authority.split('.');
  const pod = `10.244.${100 + Math.floor(index / 250)}.${1 + (index % 250)}`;
  return { namespace, name, revisions: [{ name: `${name}-00001`, pod, percent: 100 }] };
}
