import type { PlatformProfile } from '../platform';

/** What must be known of a cluster to read a rule of it. */
export interface RouteContext {
  /** The function namespace whose gateway host the rule is for. */
  readonly namespace: string;
  /** The namespace of the VirtualService: short names of Services are in it. */
  readonly ownNamespace: string;
  readonly profile: PlatformProfile;
  /** The names that the local gateway's Service has in any Knative version, in full. */
  readonly localGateways: ReadonlySet<string>;
}

/** The Knative Service that an authority names: `tea.faas-prod.svc.cluster.local`, or shorter; undefined for other names. */
export function knativeServiceOf(
  authority: string,
): { readonly service: string; readonly namespace: string } | undefined {
  const [, service, namespace] =
    /^([a-z0-9-]+)\.([a-z0-9-]+)(?:\.svc(?:\.cluster\.local)?)?$/.exec(authority) ?? [];
  return service === undefined || namespace === undefined ? undefined : { service, namespace };
}

/** The name of a Service of the function namespace, as a function file has it; another host in full. */
export function shortName(host: string, namespace: string): string {
  const end = `.${namespace}.svc.cluster.local`;
  return host.endsWith(end) && !host.slice(0, -end.length).includes('.') ? host.slice(0, -end.length) : host;
}
