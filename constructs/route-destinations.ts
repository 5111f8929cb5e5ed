import { isKnative, type Backend, type HostBackend } from '../catalog';
import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecHttpRoute,
  VirtualServiceSpecHttpRouteDestination,
} from '../imports/networking.istio.io';
import type { PlatformProfile } from '../platform';
import { ksvcHost } from './names';
import { headerChanges } from './route-treatment';

/** Where matching requests go. */
export type Destinations = Pick<VirtualServiceSpecHttp, 'rewrite' | 'route'>;

/**
 * Where the requests of some backends go. A Knative Service is reached by the local gateway and its own Host; any other host
 * at once, with the Host that requests came with unless the backend says another.
 *
 * One backend: the route rewrites the authority. Several: each destination sets its own Host and the route
 * none, since a route's authority overrides those of its destinations in every Istio version. A backend
 * of weight 0 is left out: Istio drops it too, and one backend that is left takes the simpler form.
 */
export function destinationsOf(
  backends: readonly Backend[],
  namespace: string,
  profile: PlatformProfile,
): Destinations {
  const live = backends.filter(({ weight }) => weight > 0);
  const [only] = live;
  if (only !== undefined && live.length === 1) {
    const authority = authorityOf(only, namespace);
    return {
      rewrite: authority === undefined ? undefined : { authority },
      route: [
        { destination: targetOf(only, namespace, profile), weight: 100, headers: headersOf(only, profile) },
      ],
    };
  }
  const route = live.map((backend): VirtualServiceSpecHttpRoute => ({
    destination: targetOf(backend, namespace, profile),
    weight: backend.weight,
    headers: headersOf(backend, profile, authorityOf(backend, namespace)),
  }));
  return { route };
}

function targetOf(
  backend: Backend,
  namespace: string,
  { localGateway: { serviceHost, port } }: PlatformProfile,
): VirtualServiceSpecHttpRouteDestination {
  return isKnative(backend) ? { host: serviceHost, port: { number: port } } : hostOf(backend, namespace);
}

/** The destination of a host; a name without dots is a Service of the function namespace, and the VirtualService is in another. */
export function hostOf(
  { host, port }: Pick<HostBackend, 'host' | 'port'>,
  namespace: string,
): VirtualServiceSpecHttpRouteDestination {
  return {
    host: host.includes('.') ? host : `${host}.${namespace}.svc.cluster.local`,
    port: port === undefined ? undefined : { number: port },
  };
}

/** The Host that a backend is sent; undefined for the one that requests came with. */
function authorityOf(backend: Backend, namespace: string): string | undefined {
  return isKnative(backend) ? ksvcHost(namespace, backend.service) : backend.authority;
}

function headersOf(
  { headers }: Backend,
  { istio }: PlatformProfile,
  host?: string,
): VirtualServiceSpecHttpRoute['headers'] {
  const changes = headerChanges(headers, istio.percentInHeaders);
  if (host === undefined) return changes;
  return { ...changes, request: { ...changes?.request, set: { Host: host, ...changes?.request?.set } } };
}
