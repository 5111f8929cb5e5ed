import { mappingOf, textOf, type Mapping } from '../base';
import { answerReference, type RequestWay } from '../routing';
import { writerOf } from './drift-writers';
import { domainCauses, hostCauses, notReady, type Cause } from './live-conditions';
import { ask, spelled } from './live-findings';
import type { LiveHost } from './live-hosts';
import { objectKey } from './live-objects';
import { actionOf, knativeServiceOf } from './route-action';
import type { RouteBook } from './route-book';

/** A request to a gateway host of a cluster, routed as it is and as the manifests say. */
export interface LiveQuestion {
  readonly at: LiveHost;
  /** The tables of the cluster that the request comes to, one for each gateway. */
  readonly live: readonly RequestWay[];
  readonly git: readonly RequestWay[];
  /** The domain that was asked for. @default - the gateway host itself, or any host */
  readonly domain?: string;
}

/** Who answers a request. */
export interface LiveAnswer {
  /** `<team>/<name>` of a function. @default - the VirtualService names none */
  readonly function?: string;
  /** `<namespace>/<name>` */
  readonly virtualService?: string;
  /** `<namespace>/<name>` of Knative Services. */
  readonly knativeServices: readonly string[];
}

/** Whether a cluster answers as the manifests say, and what keeps it from it. */
export interface LiveDiagnosis {
  readonly live: LiveAnswer | undefined;
  readonly git: LiveAnswer | undefined;
  /** Whether both treat the request alike: the same rule, destinations, timeout and retries. */
  readonly agrees: boolean;
  readonly causes: readonly Cause[];
}

/** Finds out whether a cluster answers a request as the manifests say, and if it does not, why. */
export function diagnoseLive({ at, live, git, domain }: LiveQuestion): LiveDiagnosis {
  // What one gateway answers otherwise than git says is told before what others do.
  const pairs = live.map((way): WayPair => [
    way,
    git.find(({ table }) => table.gateway === way.table.gateway),
  ]);
  const isAlike = ([one, other]: WayPair) => textOfWay(one, at.live.book) === textOfWay(other, at.git.book);
  const [one, other] = pairs.find((pair) => !isAlike(pair)) ?? pairs[0] ?? [undefined, git[0]];
  const [now, said] = [answerOf(one, at.live.book), answerOf(other, at.git.book)];
  const agrees = isAlike([one, other]);
  const { comparison } = at;
  const services = (now ?? said)?.knativeServices ?? [];
  return {
    live: now,
    git: said,
    agrees,
    causes: [
      ...(agrees ? [] : routeCauses(at, now, said)),
      ...services.flatMap((service) => serviceCauses(at, service)),
      ...hostCauses(comparison, at.live.host),
      ...(domain === undefined ? [] : domainCauses(comparison, domain)),
    ],
  };
}

/** The same gateway in the cluster and in the manifests. */
type WayPair = readonly [live: RequestWay | undefined, git: RequestWay | undefined];

function answerOf(way: RequestWay | undefined, book: RouteBook): LiveAnswer | undefined {
  const route = way?.list.routes[way.matches[0] ?? -1];
  if (way === undefined || route === undefined) return undefined;
  const { virtualService } = answerReference(way.list, route);
  const name = book.functionOf(way.list, route);
  const services = actionOf(route, book.rules).destinations.flatMap((destination) => {
    const ksvc = knativeServiceOf(destination);
    return ksvc === undefined || destination.weight === 0 ? [] : [`${ksvc.namespace}/${ksvc.name}`];
  });
  return {
    ...(name === undefined ? {} : { function: name }),
    ...(virtualService === undefined ? {} : { virtualService }),
    knativeServices: [...new Set(services)],
  };
}

/** What an answer is, without the other routes that match. */
function textOfWay(way: RequestWay | undefined, book: RouteBook): string {
  if (way === undefined) return '';
  const answer = JSON.parse(book.answerOf(way).json) as Record<string, unknown>;
  return JSON.stringify({ ...answer, alsoMatched: undefined, orderDecides: undefined });
}

/** Why the cluster routes a request otherwise than the manifests. */
function routeCauses(
  { comparison }: LiveHost,
  now: LiveAnswer | undefined,
  said: LiveAnswer | undefined,
): readonly Cause[] {
  const { live, sorted, rendered } = comparison;
  const find = (name: string | undefined) =>
    [...sorted.own, ...sorted.routing].find(
      (object) => objectKey(object) === `networking.istio.io/VirtualService ${name ?? ''}`,
    );
  const [taker, wanted] = [find(now?.virtualService), find(said?.virtualService)];
  const review = `kfaas diff --live --cluster ${live.cluster}`;
  if (said !== undefined && wanted === undefined) {
    const message = `VirtualService ${said.virtualService ?? ''} is in the manifests, and not in the cluster`;
    return [{ message: `not applied: ${message}`, help: `see what is not applied: ${review}` }];
  }
  if (taker !== undefined && taker !== wanted) {
    const isForeign = sorted.foreignRoutes.includes(taker);
    const stale = rendered.has(objectKey(taker)) ? '' : ', which is not in the manifests any more';
    const message = isForeign
      ? `taken by ${spelled(taker)}, which KFaas did not render: ${ask(taker)}${thanWhich(wanted)}`
      : `taken by ${spelled(taker)}${stale}: ${ask(taker)}`;
    return [{ message, help: `see all that it takes: kfaas check --live --cluster ${live.cluster}` }];
  }
  if (wanted === undefined) return [];
  const writer = writerOf(wanted, 'spec.http');
  const by =
    writer === undefined
      ? ''
      : `, last written by ${writer.manager}${writer.at === undefined ? '' : ` at ${writer.at}`}`;
  return [
    {
      message: `${spelled(wanted)} is not as the manifests have it${by}`,
      help: `see how it differs: ${review}`,
    },
  ];
}

function thanWhich(wanted: Mapping | undefined): string {
  const created = textOf(mappingOf(wanted?.metadata).creationTimestamp);
  return wanted === undefined || created === undefined ? '' : `, and ${spelled(wanted)} at ${created}`;
}

function serviceCauses({ comparison }: LiveHost, service: string): readonly Cause[] {
  const [namespace = '', name = ''] = service.split('/');
  const problem = notReady(comparison, 'serving.knative.dev/Service', namespace, name);
  if (problem === undefined) return [];
  return [
    {
      message: `Knative Service ${service} ${problem}`,
      help: `kubectl -n ${namespace} describe ksvc ${name}`,
    },
  ];
}
