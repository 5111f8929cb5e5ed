import { isLocalGateway } from '../base';
import { spellPath, type Problem, type ValuePath } from '../shape';
import { LOCATION_PATTERN } from './action-schema';
import { AUTHORITY_PATTERN } from './backend-schema';
import { checkHost } from './backend-rules';
import type { RouteDeclaration } from './declaration';

const LOCATION = new RegExp(LOCATION_PATTERN);

const AUTHORITY = new RegExp(AUTHORITY_PATTERN);

/** Most bytes of an answer that stands in a rule: with others, it must fit into one object of Kubernetes. Istio takes 1 MiB. */
const BODY_LIMIT = 64 * 1024;

/**
 * The fields of a route that are about requests which are sent on. Istio's webhook refuses backends, rewrites and faults beside an
 * answer of Envoy's own (validateHTTPRouteConflict), and the others have no effect there.
 */
const OF_SENT_REQUESTS = [
  'backends',
  'timeout',
  'retries',
  'delay',
  'abort',
  'rewrite',
  'mirror',
] as const satisfies readonly (keyof RouteDeclaration)[];

/** Checks what a route does instead of sending requests to backends, and who gets copies of them. */
export function checkAction(route: RouteDeclaration, at: ValuePath): Problem[] {
  return [
    ...checkKinds(route, at),
    ...checkRedirect(route, [...at, 'redirect']),
    ...checkDirectResponse(route, [...at, 'directResponse', 'body']),
    ...checkMirror(route, [...at, 'mirror', 'host']),
  ];
}

/** One kind of action, and nothing beside an answer of Envoy's own that it leaves nothing to do. */
function checkKinds(route: RouteDeclaration, at: ValuePath): Problem[] {
  const { redirect, directResponse, headers } = route;
  const kind = redirect === undefined ? 'directResponse' : 'redirect';
  if (redirect === undefined && directResponse === undefined) return [];
  const beside: ValuePath[] = [
    ...(redirect !== undefined && directResponse !== undefined ? [['directResponse']] : []),
    ...OF_SENT_REQUESTS.filter((field) => route[field] !== undefined).map((field) => [field]),
    ...(headers?.request === undefined ? [] : [['headers', 'request']]),
  ];
  return beside.map((steps): Problem => {
    const path = [...at, ...steps];
    const message = `"${spellPath(path)}" stands beside ${kind}, by which Envoy answers without sending the request on`;
    return { code: 'KF455', path, message, help: 'leave one of the two out' };
  });
}

function checkRedirect({ match, redirect }: RouteDeclaration, path: ValuePath): Problem[] {
  if (redirect === undefined) return [];
  const { uri, authority, scheme, port } = redirect;
  if ([uri, authority, scheme, port].every((field) => field === undefined)) {
    const message = `"${spellPath(path)}" leads to where the request came from`;
    return [{ code: 'KF456', path, message, help: 'write uri, authority, scheme or port' }];
  }
  const problems: Problem[] = [];
  if (uri !== undefined && !LOCATION.test(uri)) {
    const message = `"${uri}" is not a path`;
    problems.push({
      code: 'KF204',
      path: [...path, 'uri'],
      message,
      help: 'begin it with /, without white space',
    });
  }
  if (authority !== undefined && !AUTHORITY.test(authority)) {
    const message = `"${authority}" is not a host`;
    const help = 'write the host alone, as shop.example.com; scheme and port have fields of their own';
    problems.push({ code: 'KF204', path: [...path, 'authority'], message, help });
  }
  // A prefix may match it too, behind a route that takes it.
  const leads = [authority, scheme, port].some((field) => field !== undefined);
  if (leads || uri === undefined || uri.split(/[?#]/, 1)[0] !== match.exact) return problems;
  const message = `"${uri}" is the path of the route itself, to which clients would come back`;
  return [...problems, { code: 'KF456', path: [...path, 'uri'], message, help: 'send them to another path' }];
}

function checkDirectResponse({ directResponse }: RouteDeclaration, path: ValuePath): Problem[] {
  const size = Buffer.byteLength(directResponse?.body ?? '');
  if (size <= BODY_LIMIT) return [];
  const message = `"${spellPath(path)}" has ${size} bytes`;
  return [{ code: 'KF204', path, message, help: `write at most ${BODY_LIMIT}, or let a function answer` }];
}

/** A mirrored request keeps its Host, so that the local gateway would route it as the request itself. */
function checkMirror({ mirror }: RouteDeclaration, path: ValuePath): Problem[] {
  if (mirror === undefined) return [];
  const misnamed = checkHost(mirror.host, path);
  if (misnamed.length > 0 || !isLocalGateway(mirror.host)) return misnamed;
  const message = 'a copy of a request keeps its Host, and so reaches the same function once more';
  const help = 'copy requests in the function itself, or to a Service that is none of Knative';
  return [{ code: 'KF454', path, message, help }];
}
