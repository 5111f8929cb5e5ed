import type { ConnectionChange } from '../../model';

/** Says what becomes of connections: `TLS connections to port 443 of i/gw with the server name a.com: one.x -> two.x`. */
export function connectionSentence({
  gateway,
  field,
  port,
  serverNames,
  before,
  after,
}: ConnectionChange): string {
  const to = port === undefined ? 'other ports' : `port ${port}`;
  const named = serverNames.length === 1 ? ' with the server name ' : ' with the server names ';
  const names = serverNames.length === 0 ? '' : `${named}${serverNames.join(', ')}`;
  return `${field.toUpperCase()} connections to ${to} of ${gateway}${names}: ${spell(before)} -> ${spell(after)}`;
}

function spell(destinations: ConnectionChange['before']): string {
  if (destinations === undefined) return 'no route';
  const isShared = destinations.length > 1;
  return destinations
    .map(({ host, port, subset, weight }) => {
      const share = isShared ? ` (${weight})` : '';
      return `${host}${port === undefined ? '' : `:${port}`}${subset === undefined ? '' : ` subset ${subset}`}${share}`;
    })
    .join(', ');
}
