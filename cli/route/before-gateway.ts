import type { GatewayPassage, Refusal } from '../../catalog';
import type { Row } from './outcome';

/** What happened to a request before the local gateway received it. */
export interface BeforeGateway {
  /** The path as it was sent. */
  readonly path: string;
  /** What the ingress gateway made of it, or the Ingress of a domain in front of it. */
  readonly passage: GatewayPassage;
  /**
   * Who refuses it.
   * @default - the ingress gateway
   */
  readonly by?: string;
}

/** A refusal by the ingress gateway; `undefined` where the request arrives. */
export function refusalOf(before: BeforeGateway | undefined): Refusal | undefined {
  return before === undefined || 'arrives' in before.passage ? undefined : before.passage;
}

/** The row that says how a path arrives, if it does not arrive as it was sent; with the query, if that does not either. */
export function ingressRows(before: BeforeGateway | undefined): Row[] {
  if (before === undefined || !('arrives' in before.passage)) return [];
  const [sent, arrived] = [before.path, before.passage.arrives].map(partsOf);
  if (sent?.query !== arrived?.query)
    return [['ingress', `${before.path} arrives as ${before.passage.arrives}`]];
  return [['ingress', `${sent?.path} arrives as ${arrived?.path}`]];
}

function partsOf(target: string): { readonly path: string; readonly query: string } {
  const [path = ''] = target.split(/[?#]/, 1);
  return { path, query: target.slice(path.length) };
}
