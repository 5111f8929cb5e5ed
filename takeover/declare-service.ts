import { functionOfRule, listOf, mappingOf, renderedFunctions } from '../base';
import type { PlatformProfile } from '../platform';
import { declareRule, type DeclaredRoute } from './declare-rule';
import { FieldReader } from './field-reader';
import { Remarks } from './remarks';
import type { FoundRoutes } from './source-cluster';
import type { RouteContext } from './route-context';

/** What a VirtualService says of its functions. */
export interface DeclaredVirtualService {
  readonly found: FoundRoutes;
  /** `<namespace>/<name>` */
  readonly name: string;
  /** Its routes, in their order, by the function that owns them: undefined where nothing names it. */
  readonly routes: ReadonlyMap<string | undefined, readonly DeclaredRoute[]>;
  readonly remarks: Remarks;
}

/** The names that the local gateway's Service has in the Knative versions that are known. */
const LOCAL_GATEWAYS = ['cluster-local-gateway', 'knative-local-gateway'].map(
  (name) => `${name}.istio-system.svc.cluster.local`,
);

/**
 * Declares the rules of a VirtualService.
 * @param isDead whether a match answers no request
 */
export function declareVirtualService(
  found: FoundRoutes,
  isDead: (rule: number, match: number) => boolean,
): DeclaredVirtualService {
  const { object, namespace, source } = found;
  const remarks = new Remarks();
  const { namespace: own = 'default', name = '' } = mappingOf(object.metadata);
  const context = routeContext(namespace, String(own), source.profile);
  const spec = new FieldReader(mappingOf(object.spec), ['spec'], remarks);
  // Hosts and Gateways decide which tables it is in: the comparison says what changes with them.
  for (const field of ['hosts', 'gateways', 'exportTo']) spec.take(field);
  const rules = spec.list('http') ?? [];
  spec.finish('is not for requests of HTTP');
  const owners = renderedFunctions(object);
  const routes = new Map<string | undefined, DeclaredRoute[]>();
  rules.forEach((rule, index) => {
    const live = withoutDead(rule, index, isDead, remarks);
    if (live === undefined) return;
    const owner = functionOfRule(owners, index);
    const declared = declareRule(live, ['spec', 'http', index], context, remarks);
    routes.set(owner, [...(routes.get(owner) ?? []), ...declared]);
  });
  if (rules.length === 0) remarks.refuse(['spec'], 'has no rule');
  return { found, name: `${String(own)}/${String(name)}`, routes, remarks };
}

/** What must be known of a cluster to read a rule of a VirtualService. */
export function routeContext(
  namespace: string,
  ownNamespace: string,
  profile: PlatformProfile,
): RouteContext {
  const localGateways = new Set([...LOCAL_GATEWAYS, profile.localGateway.serviceHost]);
  return { namespace, ownNamespace, profile, localGateways };
}

/** A rule without the matches that answer nothing; undefined if none is left. */
function withoutDead(
  rule: unknown,
  index: number,
  isDead: (rule: number, match: number) => boolean,
  remarks: Remarks,
): unknown {
  const matches = listOf(mappingOf(rule).match);
  const isLive = Array.from({ length: Math.max(1, matches.length) }, (_, match) => !isDead(index, match));
  if (isLive.every((live) => live)) return rule;
  const path = ['spec', 'http', index];
  if (isLive.every((live) => !live)) {
    remarks.correct(
      'dead-rule',
      path,
      'the rule is left out: it answers no request, since routes before it match all of them',
    );
    return undefined;
  }
  matches.forEach((_, match) => {
    if (isLive[match] === true) return;
    remarks.correct('dead-rule', [...path, 'match', match], 'the match is left out: it answers no request');
  });
  // Places in the rule stay right, since a null entry is passed over.
  return {
    ...mappingOf(rule),
    match: matches.map((match, place) => (isLive[place] === true ? match : null)),
  };
}
