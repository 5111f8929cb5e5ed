/** A name of a Service that other namespaces know: the Service, its namespace, `svc`, and the cluster's domain or nothing. */
const SERVICE_HOST = /^([a-z0-9][-a-z0-9]*)\.([a-z0-9][-a-z0-9]*)\.svc(?:\..+)?$/;

/** The Services of Knative's gateways for requests from inside the cluster, in all Knative versions. */
const LOCAL_GATEWAY = /^(?:cluster|knative)-local-gateway\.istio-system(?:\.svc(?:\..+)?)?$/;

/** A Service of a namespace. */
export interface ServiceName {
  readonly namespace: string;
  readonly name: string;
}

/** Reads the name of a Service that other namespaces know it by; `undefined` for other hosts. */
export function serviceOfHost(host: string): ServiceName | undefined {
  const [, name, namespace] = SERVICE_HOST.exec(host) ?? [];
  return name === undefined || namespace === undefined ? undefined : { namespace, name };
}

/** Whether a host is Knative's gateway for requests from inside the cluster, as a destination names it. */
export function isLocalGateway(host: string): boolean {
  return LOCAL_GATEWAY.test(host);
}
