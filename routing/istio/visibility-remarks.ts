import { MESH } from './full-names';
import type { ReadVirtualService, VirtualServiceRemark } from './read-virtual-service';
import { podNamespaces } from './visible-members';

/**
 * Reports VirtualServices that the Pods of a Gateway do not see, and, once for each Gateway, in which namespace its Pods are assumed to
 * run where that decides what they see: manifests do not tell it.
 */
export function unseenByGateways(
  virtualServices: readonly ReadVirtualService[],
): readonly VirtualServiceRemark[] {
  const hidden = virtualServices.filter(({ visibility }) => visibility !== 'public');
  if (hidden.length === 0) return [];
  const podsOf = podNamespaces(virtualServices);
  const told = new Set<string>();
  return hidden.flatMap(({ gateways, visibility, namespace, name, index }) =>
    gateways.flatMap((gateway): VirtualServiceRemark[] => {
      if (gateway === MESH || visibility === 'public') return [];
      const pods = podsOf(gateway);
      const remark = { path: ['spec', 'exportTo'], index, position: undefined };
      if (!visibility.includes(pods)) {
        const whom = visibility.length === 0 ? 'no namespace' : visibility.join(', ');
        const text = `${namespace}/${name} is exported to ${whom}: the Pods of the Gateway ${gateway}, taken to run in ${pods}, do not see it`;
        return [{ ...remark, kind: 'unseen', text }];
      }
      if (told.has(gateway)) return [];
      told.add(gateway);
      const text = `assuming that the Pods of the Gateway ${gateway} run in the namespace ${pods}, to which VirtualServices are exported`;
      return [{ ...remark, kind: 'assumed-namespace', text }];
    }),
  );
}
