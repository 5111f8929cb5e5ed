import { KFAAS_NAMESPACE } from '../inventory';

/** Name of the ExternalName Service that represents a function namespace's local gateway. */
export function gatewayServiceName(functionNamespace: string): string {
  return `${functionNamespace}-ksvc-gateway`;
}

/** The gateway host: the one host that all functions of a namespace share on the local gateway. */
export function gatewayHost(functionNamespace: string): string {
  return `${gatewayServiceName(functionNamespace)}.${KFAAS_NAMESPACE}.svc.cluster.local`;
}

/**
 * Name of the Java gateway that forwards `/faas/api/**` to a function namespace.
 * @param platform the Java platform that it forwards from; by default the company's own
 */
export function ingressGatewayName(functionNamespace: string, platform?: string): string {
  return `${functionNamespace}-${platform === undefined ? '' : `${platform}-`}ingress-gateway`;
}

/**
 * Name of the Java gateway through which functions call Java services.
 * @param platform their Java platform; by default the company's own
 */
export function egressGatewayName(platform?: string): string {
  return `${platform === undefined ? '' : `${platform}-`}egress-gateway`;
}

/** Where functions call the services of a Java platform; the path of a service follows. */
export function egressUrl(platform?: string): string {
  return `http://${egressGatewayName(platform)}.${KFAAS_NAMESPACE}.svc.cluster.local`;
}

/**
 * Name of a function's VirtualService in `kfaas-system`. Unique, since no function namespace contains `-ns-`:
 * the first `-ns-` ends the namespace.
 */
export function virtualServiceName(functionNamespace: string, ksvc: string): string {
  return `${functionNamespace}-ns-${ksvc}-ksvc-virtualservice`;
}

/** DNS name under which the local gateway knows a Knative Service. */
export function ksvcHost(functionNamespace: string, ksvc: string): string {
  return `${ksvc}.${functionNamespace}.svc.cluster.local`;
}
