import type { RouteDeclaration } from './declaration';

/** Where a share of requests goes: a Knative Service, or what is none. */
export type Backend = KnativeBackend | HostBackend;

/** What all backends have. */
interface WeightedBackend {
  /** Its share of the requests, in percent. */
  readonly weight: number;
  /** Changes of headers on the way to it and back, beside those of the route. @default - none */
  readonly headers?: NonNullable<BackendDeclaration['headers']>;
}

/** A Knative Service of the same namespace: its requests pass the local gateway a second time. */
export interface KnativeBackend extends WeightedBackend {
  readonly service: string;
  readonly host?: undefined;
}

/** A Service that is none of Knative's, or another host that the mesh knows: its requests go there at once. */
export interface HostBackend extends WeightedBackend {
  readonly service?: undefined;
  /** The name of a Service of the same namespace, or a host in full. */
  readonly host: string;
  /** @default - the only one that the Service has */
  readonly port?: number;
  /** The Host that requests are sent with. @default - the one that they came with */
  readonly authority?: string;
}

/** A backend as declared. */
export type BackendDeclaration = NonNullable<RouteDeclaration['backends']>[number];

/** Whether a backend is a Knative Service. */
export function isKnative(backend: Backend): backend is KnativeBackend {
  return backend.service !== undefined;
}

/** Returns declared backends with their weights. A single one that gives none gets all requests. */
export function weighted(backends: readonly BackendDeclaration[]): readonly Backend[] {
  return backends.map(({ service, host = '', port, authority, weight = 100, headers }): Backend => {
    const shared = { weight, ...(headers && { headers }) };
    if (service !== undefined) return { service, ...shared };
    return { host, ...(port && { port }), ...(authority && { authority }), ...shared };
  });
}

/** Returns a name for a backend in messages. */
export function nameOfBackend({ service, host, port }: BackendDeclaration): string {
  return service ?? `${host ?? ''}${port === undefined ? '' : `:${port}`}`;
}
