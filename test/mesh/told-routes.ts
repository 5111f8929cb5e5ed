import { routingRulesOf } from '../../platform';
import {
  destinationsOf,
  requestRouter,
  routeTables,
  type RequestRouter,
  type RouteList,
} from '../../routing';
import type { RawRequest } from './raw-request';

/** The gateways of Knative, on which the rendered VirtualServices are. */
export const GATEWAYS = [
  'knative-serving/knative-local-gateway',
  'knative-serving/knative-ingress-gateway',
] as const;

/** By the rules of Istio's main branch, of which the tested istiod is. */
const RULES = routingRulesOf('1.31');

/** What the engine knows of some VirtualServices. */
export interface ToldRoutes {
  readonly router: RequestRouter;
  /** All hosts that have routes. */
  readonly hosts: readonly string[];
  /** The routes of each host on the local gateway. */
  readonly lists: readonly RouteList[];
}

/** Reads VirtualServices as the engine does. */
export function tableOf(objects: readonly object[]): ToldRoutes {
  if (RULES === undefined) throw new Error('no rules');
  const { tables } = routeTables(objects, RULES);
  const router = requestRouter(tables, RULES);
  const lists = tables
    .filter(({ gateway }) => gateway === GATEWAYS[0])
    .flatMap(({ listeners: [first] }) => first?.list ?? []);
  return { router, hosts: router.hosts, lists };
}

/** Whom the engine says that a request may reach, by authority; nobody where no route takes it. */
export function expected({ router }: ToldRoutes, gateway: string, sent: RawRequest): readonly string[] {
  const [way] = router.ways({ ...sent, headers: sent.headers ?? {} }, gateway);
  const route = way?.list.routes[way.matches[0] ?? -1];
  return route === undefined ? [] : destinationsOf(route.outcome).map(({ authority }) => authority ?? '');
}
