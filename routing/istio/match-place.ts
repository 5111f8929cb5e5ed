import { gatewayKey } from './full-names';
import type { ReadMatch } from './plain-match';
import type { ReadVirtualService } from './read-virtual-service';

/** Whether a match is for the Gateway by which its VirtualService takes part, and for a port. */
export function isFor(
  match: ReadMatch,
  { namespace, via }: Pick<ReadVirtualService, 'namespace' | 'via'>,
  port: number | undefined,
): boolean {
  return (
    (match.port === undefined || match.port === port) &&
    (match.gateways === undefined || match.gateways.some((name) => gatewayKey(name, namespace) === via))
  );
}

/** Whether a VirtualService has a route on a port of a Gateway. */
export function hasRoutesAt(virtualService: ReadVirtualService, via: string, port: number): boolean {
  const { appliesEverywhere, rules, namespace } = virtualService;
  return (
    appliesEverywhere ||
    rules.some(({ matches }) => matches.some((match) => isFor(match, { namespace, via }, port)))
  );
}
