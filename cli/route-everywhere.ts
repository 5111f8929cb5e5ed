import { answerLine, unservedLine } from '../explain-route';
import type { GatewayRequest, RequestWay } from '../routing';
import type { CatalogHost } from '../explain-catalog';
import { printable, spellVerdict, spellWays } from './route-text';

/** Stands as a request's host for every host there is. */
export const ANY_HOST = '*';

/** What one gateway host of a cluster does with a request. */
interface Answer {
  readonly at: CatalogHost;
  /** The request as the local gateway gets it. */
  readonly sent: GatewayRequest;
  readonly ways: readonly RequestWay[];
}

/** What is said to a request, and whether any cluster has a route for it. */
export interface EverywhereAnswer {
  readonly text: string;
  readonly matched: boolean;
}

/**
 * The whole way of a request in every environment, cluster and function namespace that serves its host. Clusters of
 * an environment that answer alike by the same Istio version are told together.
 */
export function spellEverywhere(
  sent: GatewayRequest,
  hosts: readonly CatalogHost[],
  color: boolean,
): EverywhereAnswer {
  const answers = answersOf(sent, hosts);
  const blocks = new Map<
    string,
    { readonly at: CatalogHost; readonly clusters: string[]; readonly text: string }
  >();
  for (const { at, sent: arrived, ways } of answers) {
    const text = spellWays(arrived, ways, at.book, color);
    const key = JSON.stringify([at.environment, at.istio, text]);
    const alike = blocks.get(key);
    if (alike === undefined) blocks.set(key, { at, clusters: [at.cluster], text });
    else alike.clusters.push(at.cluster);
  }
  const behind = answers.some(({ at }) => at.domains.includes(nameOf(sent)))
    ? `, behind ${nameOf(sent)}`
    : '';
  const told = [...blocks.values()].map(({ at, clusters, text }) => {
    const head = `${at.environment} / ${clusters.join(', ')} / ${at.namespace} (Istio ${at.istio})${behind}`;
    return `${head}\n${text}`;
  });
  return {
    text: told.length === 0 ? nobodyServes(sent, hosts) : told.join('\n'),
    matched: answers.some(({ ways }) => isMatched(ways)),
  };
}

/** One line for each cluster and gateway host that serves a request's host. */
export function verdictsEverywhere(sent: GatewayRequest, hosts: readonly CatalogHost[]): string {
  const lines = answersOf(sent, hosts).map(
    ({ at, sent: arrived, ways: [way] }) =>
      `${at.environment}/${at.cluster}: ${spellVerdict(arrived, way, at.book)}\n`,
  );
  return lines.length === 0 ? nobodyServes(sent, hosts) : lines.join('');
}

/**
 * One line of JSON for each cluster and gateway host that serves a request's host, and one without a cluster where
 * none does.
 * @param given JSON text of the request
 */
export function linesEverywhere(
  given: string,
  sent: GatewayRequest,
  hosts: readonly CatalogHost[],
): EverywhereAnswer {
  const answers = answersOf(sent, hosts);
  const lines = answers.map(({ at, ways }) => {
    const { environment, cluster, namespace, host } = at;
    const where = JSON.stringify({ environment, cluster, namespace, host }).slice(1, -1);
    return `${answerLine(given, ways, at.book, `${where},`)}\n`;
  });
  return {
    text: lines.length === 0 ? `${unservedLine(given)}\n` : lines.join(''),
    matched: answers.some(({ ways }) => isMatched(ways)),
  };
}

function answersOf(sent: GatewayRequest, hosts: readonly CatalogHost[]): Answer[] {
  const known = new Map<CatalogHost['book'], readonly RequestWay[]>();
  return hosts.flatMap((at): Answer[] => {
    const arrived = arriveAt(at, sent);
    if (arrived === undefined) return [];
    const ways = known.get(at.book) ?? at.book.router.ways(arrived);
    known.set(at.book, ways);
    return [{ at, sent: arrived, ways }];
  });
}

/** The request as a gateway host gets it; nothing where it is for another. */
function arriveAt({ host, domains }: CatalogHost, sent: GatewayRequest): GatewayRequest | undefined {
  if (sent.host === ANY_HOST) return { ...sent, host };
  const name = nameOf(sent);
  if (name === host) return sent;
  // The Java gateway in between sends it on by plain HTTP, to the gateway host.
  return domains.includes(name) ? { ...sent, host, scheme: 'http', port: 80 } : undefined;
}

function nameOf({ host }: GatewayRequest): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}

function isMatched(ways: readonly RequestWay[]): boolean {
  return ways.some(({ matches }) => matches.length > 0);
}

function nobodyServes({ method, host, path }: GatewayRequest, hosts: readonly CatalogHost[]): string {
  const served = [...new Set(hosts.flatMap(({ host: own, domains }) => [own, ...domains]))];
  const request = printable(`${method} http://${host}${path}`);
  return `${request} -> 404: no cluster serves this host\n  hosts     ${served.join('\n            ')}\n`;
}
