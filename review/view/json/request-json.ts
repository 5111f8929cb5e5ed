import type { Witness } from '../../../findings';
import type { Destination } from '../../../routing';
import type {
  Answer,
  EquivalentChange,
  HostLocation,
  RequestChange,
  RequestSet,
  RouteTree,
  RouteTreeNode,
} from '../../model';
import { fieldJson } from './object-json';

/** A request change of the document. */
export function requestChangeJson({ kind, requests, witness, before, after, fields, where }: RequestChange) {
  return {
    kind,
    requests: requestSetJson(requests),
    witness: witnessJson(witness),
    before: before === undefined ? null : answerJson(before),
    after: after === undefined ? null : answerJson(after),
    fields: fields.map(fieldJson),
    where: where.map(hostJson),
  };
}

/** A set of requests of the document. */
export function requestSetJson({ matched, except }: RequestSet) {
  return { matched: [...matched], except: [...except] };
}

/** A request of the document. */
export function witnessJson({ method, path, headers, query, scheme }: Witness) {
  return { method, path, headers, query, scheme: scheme ?? null };
}

/** A host of the document. */
export function hostJson({ environment, cluster, namespace, host, gateways, port }: HostLocation) {
  return {
    environment,
    cluster,
    namespace: namespace ?? null,
    host,
    gateways: [...gateways],
    port: port ?? null,
  };
}

/** Something of the document that was edited without a change for any request. */
export function equivalentJson({ kind, subject, before, after, where }: EquivalentChange) {
  return { kind, subject, before, after, where: where.map(hostJson) };
}

/** A route tree of the document. */
export function treeJson({ root, where }: RouteTree) {
  return { root: nodeJson(root), where: where.map(hostJson) };
}

interface NodeJson {
  readonly segment: string;
  readonly routes: readonly object[];
  readonly unchanged: number;
  readonly unchangedAtMost: number;
  readonly children: readonly NodeJson[];
}

function nodeJson({ segment, routes, unchanged, unchangedAtMost, children }: RouteTreeNode): NodeJson {
  return {
    segment,
    routes: routes.map(({ mark, match, before, after, destinationsBefore, destinationsAfter }) => ({
      mark,
      match,
      before: before ?? null,
      after: after ?? null,
      destinationsBefore: destinationsBefore.map(destinationJson),
      destinationsAfter: destinationsAfter.map(destinationJson),
    })),
    unchanged,
    unchangedAtMost: unchangedAtMost ?? unchanged,
    children: children.map(nodeJson),
  };
}

function answerJson({ function: functionId, route, file, match, destinations }: Answer) {
  return {
    function: functionId ?? null,
    route: answerReferenceJson(route),
    file,
    match,
    destinations: destinations.map(destinationJson),
  };
}

/** Returns what answers with the keys of the JSON output: a match, or a server that redirects to HTTPS. */
function answerReferenceJson(route: Answer['route']) {
  if (route.virtualService === undefined) return { gateway: route.gateway, server: route.server };
  const { virtualService, rule, match } = route;
  return { virtualService, rule, match };
}

/** Returns a destination with the keys of the JSON output. */
export function destinationJson({ host, port, subset, weight, authority }: Destination) {
  return { host, port: port ?? null, subset: subset ?? null, weight, authority: authority ?? null };
}
