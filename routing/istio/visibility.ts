import { listOf, textOf } from '../../base';

/** The namespaces whose proxies see a VirtualService: all, or those that `exportTo` names. */
export type Visibility = 'public' | readonly string[];

/** How early Istio takes a VirtualService for proxies of a namespace: those of the namespace, those exported to it, those for all. */
export const RANKS = 3;

/**
 * Reads `exportTo`: `*` for all, `.` for the own namespace, `~` for none, or namespaces. Without it, the default of the mesh holds.
 * @param usual the default, `meshConfig.defaultVirtualServiceExportTo`
 */
export function visibilityOf(exportTo: unknown, namespace: string, usual: readonly string[]): Visibility {
  if ((exportTo ?? undefined) === undefined && usual.includes('*')) return 'public';
  const given = listOf(exportTo).flatMap((to) => textOf(to) ?? []);
  const names = given.length === 0 ? usual : given;
  if (names.includes('*')) return 'public';
  if (names.includes('~')) return [];
  return [...new Set(names.map((name) => (name === '.' ? namespace : name)))].sort();
}

/**
 * Returns the rank of a VirtualService for proxies of a namespace; undefined where they do not see it. Those of a lower rank come first,
 * whatever their age (Istio 1.1 to 1.31, push_context.go, VirtualServicesForGateway; virtualservice.go, SelectVirtualServices).
 */
export function rankIn(
  proxies: string,
  { namespace, visibility }: { readonly namespace: string; readonly visibility: Visibility },
): number | undefined {
  if (visibility === 'public') return RANKS - 1;
  if (!visibility.includes(proxies)) return undefined;
  return namespace === proxies ? 0 : 1;
}

/**
 * Returns the namespace in which the Pods of a Gateway are assumed to run: that of the Gateway, unless VirtualServices of other
 * namespaces are exported to one namespace and none to that of the Gateway.
 *
 * Example: VirtualServices on `knative-serving/knative-local-gateway` are exported to `istio-system`, where its Pods run.
 */
export function namespaceOfPods(
  gateway: string,
  members: readonly { readonly namespace: string; readonly visibility: Visibility }[],
): string {
  const [own = ''] = gateway.split('/', 1);
  const meant = new Set(
    members.flatMap(({ namespace, visibility }) =>
      visibility === 'public' ? [] : visibility.filter((name) => name !== namespace),
    ),
  );
  const [only, ...others] = [...meant].sort();
  return only === undefined || others.length > 0 || meant.has(own) ? own : only;
}
