import { groupBy } from '../../base';
import { answerLine, functionsMatched, unservedLine, type CatalogHost, type OwnerOf } from '../../app';
import { throughIngressGateway, type GatewayPassage } from '../../catalog';
import { isExposed } from '../../compatibility';
import type { GatewayRequest, RequestWay } from '../../routing';
import type { BeforeGateway } from './before-gateway';
import { spellSent } from './request';
import { spellWays } from './text';
import { printable, spellVerdict } from './verdict';

/** A request host that means all hosts. */
export const ANY_HOST = '*';

/** What answers are read from. */
export interface AnswerSource {
  readonly hosts: readonly CatalogHost[];
  /** Returns the owner of a function. */
  readonly ownerOf: OwnerOf;
  /** The folder of rendered manifests. @default - the catalog */
  readonly rendered?: string;
}

/** The answer of one gateway host of a cluster. */
export interface Answer {
  readonly catalogHost: CatalogHost;
  /** The request as the local gateway receives it. */
  readonly sent: GatewayRequest;
  /** What is made of the path before it arrives. @default - nothing, or the request comes to the local gateway itself */
  readonly passage?: GatewayPassage;
  /** Whether the Ingress of the domain refuses the request. @default - it comes no further than its ingress gateway, or arrives */
  readonly isUnexposed?: boolean;
  /** Without matches where the request is refused on its way. */
  readonly ways: readonly RequestWay[];
}

/** The text of all answers to a request, and whether any cluster has a route for it. */
export interface EverywhereAnswer {
  readonly text: string;
  readonly matched: boolean;
}

/**
 * Explains the route of a request in every environment, cluster and function namespace that serves its host. Those
 * whose answers differ only in the name of the function namespace share one block.
 */
export function spellEverywhere(
  sent: GatewayRequest,
  { hosts, ownerOf }: AnswerSource,
  color: boolean,
): EverywhereAnswer {
  const answers = answersOf(sent, hosts);
  const texts = answers.map((answer) => {
    const { catalogHost, sent: arrived, ways } = answer;
    const { book, namespace } = catalogHost;
    const before = beforeOf(answer, sent);
    const text = spellWays(arrived, ways, book, color, { ownerOf, before });
    return { text, key: withoutName(text, namespace) };
  });
  const blocks = groupBy(answers.keys(), (index) => texts[index]?.key);
  const behind = answers.some(({ catalogHost: at }) => at.domains.some(({ host }) => host === nameOf(sent)))
    ? `, behind ${nameOf(sent)}`
    : '';
  const spelled = [...blocks.values()].map((indexes) => {
    const alike = indexes.flatMap((index) => answers[index]?.catalogHost ?? []);
    return headOf(alike, behind) + (texts[indexes[0]]?.text ?? '');
  });
  return {
    text: spelled.length === 0 ? nobodyServes(sent, hosts) : spelled.join('\n'),
    matched: answers.some(({ ways }) => isMatched(ways)),
  };
}

/** Returns the heading of a block: a line for each environment, with the clusters and namespaces that answer alike. */
function headOf(alike: readonly CatalogHost[], behind: string): string {
  const inClusters = groupBy(alike, (at) => JSON.stringify([at.environment, at.istio, at.namespace]));
  const rows = [...inClusters.values()].map((group) => ({
    at: group[0],
    clusters: group.map(({ cluster }) => cluster).join(', '),
  }));
  const lines = groupBy(rows, ({ at, clusters }) => JSON.stringify([at.environment, at.istio, clusters]));
  const heads = [...lines.values()].map((group) => {
    const [{ at, clusters }] = group;
    const namespaces = group.map((row) => row.at.namespace).join(', ');
    return `${at.environment} / ${clusters} / ${namespaces} (Istio ${at.istio})${behind}\n`;
  });
  const [first] = alike;
  const isOne = alike.every(({ namespace }) => namespace === first?.namespace);
  return (
    heads.join('') + (isOne ? '' : `The answers are the same; the names are those of ${first?.namespace}:\n`)
  );
}

/** Replaces the name of a namespace by a placeholder, where it is a whole part of a name. */
function withoutName(text: string, namespace: string): string {
  return text.replace(new RegExp(`(?<![A-Za-z0-9])${namespace}(?![A-Za-z0-9])`, 'g'), '\u0000');
}

/** Returns one line for each cluster and gateway host that serves a request's host. */
export function verdictsEverywhere(sent: GatewayRequest, { hosts }: AnswerSource): string {
  const lines = answersOf(sent, hosts).map((answer) => {
    const { catalogHost: at, sent: arrived, ways } = answer;
    const [way] = ways;
    const before = beforeOf(answer, sent);
    return `${at.environment}/${at.cluster}: ${spellVerdict(arrived, way, at.book, { before })}\n`;
  });
  return lines.length === 0 ? nobodyServes(sent, hosts) : lines.join('');
}

/**
 * Returns one line of JSON for each cluster and gateway host that serves a request's host, or one line without a
 * cluster if none does.
 * @param given JSON text of the request
 */
export function linesEverywhere(
  given: string,
  sent: GatewayRequest,
  { hosts, ownerOf, rendered }: AnswerSource,
): EverywhereAnswer {
  const answers = answersOf(sent, hosts);
  const lines = answers.map(({ catalogHost: at, passage, isUnexposed = false, ways }) => {
    const { environment, cluster, namespace, host } = at;
    const [first] = functionsMatched(ways.slice(0, 1), at.book);
    const owner = first === undefined ? undefined : ownerOf(first);
    const origin = { environment, cluster, namespace, host };
    return `${answerLine(given, ways, at.book, {
      origin,
      ...(isUnexposed ? { ingress: passage } : { passage }),
      rendered,
      owner,
    })}\n`;
  });
  return {
    text: lines.length === 0 ? `${unservedLine(given, { rendered })}\n` : lines.join(''),
    matched: answers.some(({ ways }) => isMatched(ways)),
  };
}

/** Returns the functions whose routes match a request on any cluster. */
export function functionsEverywhere(
  sent: GatewayRequest,
  hosts: readonly CatalogHost[],
): ReadonlySet<string> {
  return new Set(
    answersOf(sent, hosts).flatMap(({ catalogHost, ways }) => functionsMatched(ways, catalogHost.book)),
  );
}

/** Routes a request on each gateway host that serves its host, as it arrives there. */
export function answersOf(sent: GatewayRequest, hosts: readonly CatalogHost[]): Answer[] {
  const known = new Map<CatalogHost['book'], Map<string, readonly RequestWay[]>>();
  const through = passages(sent.path);
  return hosts.flatMap((catalogHost): Answer[] => {
    const asked = arriveAt(catalogHost, sent);
    if (asked === undefined) return [];
    const refusal = refusedByIngress(catalogHost, sent);
    if (refusal !== undefined) {
      const ways = waysOf(catalogHost, asked, refusal);
      return [{ catalogHost, sent: asked, passage: refusal, isUnexposed: true, ways }];
    }
    const passage = asked === sent ? undefined : through(catalogHost);
    const arrived =
      passage !== undefined && 'arrives' in passage ? { ...asked, path: passage.arrives } : asked;
    const ofBook = known.get(catalogHost.book) ?? new Map<string, readonly RequestWay[]>();
    known.set(catalogHost.book, ofBook);
    const key = `${catalogHost.ingressGateway} ${arrived.host}`;
    const ways = ofBook.get(key) ?? waysOf(catalogHost, arrived, passage);
    ofBook.set(key, ways);
    return [{ catalogHost, sent: arrived, passage, ways }];
  });
}

/** What ingress gateways make of a path, by what they run and forward; `undefined` where it arrives as it was sent. */
function passages(path: string): (at: CatalogHost) => GatewayPassage | undefined {
  const known = new Map<string, GatewayPassage>();
  return ({ ingressGateway: kind, prefix }) => {
    const key = `${kind} ${prefix}`;
    const passage = known.get(key) ?? throughIngressGateway(path, kind, prefix);
    known.set(key, passage);
    return 'arrives' in passage && passage.arrives === path ? undefined : passage;
  };
}

/** The routing of a request on some ports; a Gateway that nobody declares takes it on each, and counts once. */
function waysByPorts(at: CatalogHost, arrived: GatewayRequest, ports: readonly number[]): RequestWay[] {
  const all = ports.flatMap((port) => at.book.router.ways({ ...arrived, port }));
  return [...new Map(all.map((way) => [`${way.table.gateway} ${way.matches.join()}`, way])).values()];
}

/** The routing of a request that the ingress gateway lets pass; of another one, the tables that it does not come to. */
function waysOf(
  at: CatalogHost,
  arrived: GatewayRequest,
  passage: GatewayPassage | undefined,
): readonly RequestWay[] {
  const { book, ports } = at;
  const ways = ports === undefined ? book.router.ways(arrived) : waysByPorts(at, arrived, ports);
  if (passage === undefined || 'arrives' in passage) return ways;
  return ways.map((way) => ({ ...way, matches: [] }));
}

/**
 * Returns the request that is made of a gateway host; `undefined` if it is one for another host. Whoever names the gateway host
 * itself asks the local gateway (the request is `sent`, unchanged); all others come through the ingress gateway.
 */
function arriveAt({ host, domains }: CatalogHost, sent: GatewayRequest): GatewayRequest | undefined {
  if (sent.host === ANY_HOST) return { ...sent, host };
  const name = nameOf(sent);
  if (name === host) return sent;
  // The Java gateway forwards it to the gateway host over HTTP.
  return domains.some((domain) => domain.host === name)
    ? { ...sent, host, scheme: 'http', port: 80 }
    : undefined;
}

/** What the Ingress of a domain answers by itself; `undefined` where it lets the request through, or the request asks for no domain. */
function refusedByIngress({ domains }: CatalogHost, sent: GatewayRequest): GatewayPassage | undefined {
  const domain = domains.find(({ host }) => host === nameOf(sent));
  if (domain === undefined || isExposed(domain.paths, sent.path)) return undefined;
  const reason =
    domain.paths.length === 0
      ? `${domain.host} exposes nothing here`
      : `${domain.host} does not expose this path: see exposes in environments/`;
  return { refused: 404, reason };
}

/** What happens to a request before it comes to the gateway host. */
export function beforeOf(
  { passage, isUnexposed = false }: Answer,
  sent: GatewayRequest,
): BeforeGateway | undefined {
  if (passage === undefined) return undefined;
  return { path: sent.path, passage, ...(isUnexposed ? { by: 'the Ingress' } : {}) };
}

function nameOf({ host }: GatewayRequest): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}

function isMatched(ways: readonly RequestWay[]): boolean {
  return ways.some(({ matches }) => matches.length > 0);
}

function nobodyServes(sent: GatewayRequest, hosts: readonly CatalogHost[]): string {
  const served = [
    ...new Set(hosts.flatMap(({ host: own, domains }) => [own, ...domains.map((domain) => domain.host)])),
  ];
  return `${printable(spellSent(sent))} -> 404: no cluster serves this host\n  hosts     ${served.join('\n            ')}\n`;
}
