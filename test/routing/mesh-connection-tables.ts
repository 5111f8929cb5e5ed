import type { CheckedTable } from '../../routing';
import { CLIENT, SERVICE, type PlainConnecting } from './mesh-connection-builders';

/** VirtualServices with the service that they meet at. */
export function meshObjects(
  virtualServices: readonly PlainConnecting[],
  protocol: string,
  port: number,
): readonly object[] {
  const service = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name: 'service', namespace: 'shop' },
    spec: { hosts: [SERVICE], ports: [{ number: port, name: 'port', protocol }] },
  };
  const objects = virtualServices.map((one) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    ...one,
  }));
  return [service, ...objects];
}

/** The table of {@link SERVICE} for {@link CLIENT}: of those whose needs it fulfils, the one with the most. */
export function tableOfClient(tables: readonly CheckedTable[]): CheckedTable | undefined {
  const own = tables.flatMap((table) => {
    const needs = /^mesh(?: for (.*))?$/.exec(table.gateway)?.[1]?.split(/ in |,/) ?? [];
    const isMet = needs.every((need) => need === CLIENT.namespace || need === `app=${CLIENT.labels.app}`);
    return isMet && table.host.endsWith(` of ${SERVICE}`) ? [{ table, size: needs.length }] : [];
  });
  return own.sort((a, b) => b.size - a.size)[0]?.table;
}
