import type { ReadVirtualService, VirtualServiceRemark } from './read-virtual-service';
import { MOST_CLASSES } from './source-classes';
import type { VirtualHost } from './virtual-host';

/** Reports VirtualServices of a host whose matches ask for more labels and namespaces of proxies than are told apart, each once. */
export function unknownSources(hosts: readonly VirtualHost[]): readonly VirtualServiceRemark[] {
  const found = new Map<number, VirtualServiceRemark>();
  for (const { gateway, host, listeners } of hosts) {
    for (const member of listeners.flatMap(({ members }) => members)) {
      if (member.source !== 'unknown' || found.has(member.index)) continue;
      found.set(member.index, unknownSource(member, host, gateway, firstAsking(member)));
    }
  }
  return [...found.values()];
}

/** Reports a VirtualService of a host with too many classes of proxies. */
export function unknownSource(
  { index }: ReadVirtualService,
  host: string,
  gateway: string,
  path: VirtualServiceRemark['path'],
): VirtualServiceRemark {
  return {
    kind: 'not-modelled',
    text: `a host whose sourceLabels and sourceNamespace tell more than ${MOST_CLASSES} kinds of sources apart (${host} on ${gateway})`,
    path,
    index,
    position: undefined,
    help: 'match on fewer labels and namespaces, or on the request alone',
  };
}

/** The place of the first match that asks something of the proxy; the object where a delegate has it. */
function firstAsking({ rules }: ReadVirtualService): readonly (string | number)[] {
  for (const { matches, source } of rules) {
    const at = matches.findIndex(({ needs }) => needs !== undefined);
    if (at < 0) continue;
    if (source.delegate !== undefined) break;
    return ['spec', 'http', source.rule, 'match', source.matches?.[at] ?? at];
  }
  return ['spec', 'http'];
}
