import type { RoutingRules } from '../model';
import type { Delegate } from './delegates';
import { MESH } from './full-names';
import type { ReadVirtualService, VirtualServiceRemark } from './read-virtual-service';

/** Reports the delegates whose rules no VirtualService takes over. Those that name Gateways are reported as malformed. */
export function unusedDelegates(
  virtualServices: readonly ReadVirtualService[],
  delegates: () => ReadonlyMap<string, Delegate>,
  { delegate }: RoutingRules,
): readonly VirtualServiceRemark[] {
  if (delegate === 'ignored' || virtualServices.every(({ hosts }) => hosts.length > 0)) return [];
  const used = new Set(virtualServices.flatMap(({ delegates: indexes }) => indexes));
  const bound = new Set(
    virtualServices
      .filter(({ gateways }) => gateways.some((name) => name !== MESH))
      .map(({ index }) => index),
  );
  return [...delegates()].flatMap(([name, { index }]): VirtualServiceRemark[] => {
    if (used.has(index) || bound.has(index)) return [];
    const text = `no VirtualService in the input delegates to ${name}, which has no hosts: its rules answer nothing`;
    return [{ kind: 'delegate-unused', text, path: ['spec', 'hosts'], index, position: undefined }];
  });
}
