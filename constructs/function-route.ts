import { ANNOTATION, LABEL, spellOrders, spellRollouts, type DeclaredOrder } from '../base';
import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { backendsOf, type FunctionSpec, type RouteDeclaration, type RouteOfFunction } from '../catalog';
import { VirtualService, type VirtualServiceSpecHttp } from '../imports/networking.istio.io';
import type { PlatformProfile } from '../platform';
import { defineFixedObject, MANAGED_BY } from './api-object';
import { namesOf } from './names';
import { destinationsOf, type Destinations } from './route-destinations';
import { matchesOf } from './route-match';
import { answerOf, mirrorOf } from './route-action';
import { treatmentOf } from './route-treatment';

export interface FunctionRouteProps {
  readonly function: FunctionSpec;
  /** The function namespace in which the Knative Service runs. */
  readonly namespace: string;
  readonly profile: PlatformProfile;
  /**
   * The rules of all functions whose routes overlap with this one's, in the order in which they are tried.
   * @default - the function's own rules, in the order of its file
   */
  readonly rules?: readonly RouteOfFunction[];
  /** The orders among these functions that their files declare. @default [] */
  readonly orders?: readonly DeclaredOrder[];
}

/**
 * The VirtualService of one function: which requests on the namespace's gateway host reach it.
 *
 * Requests pass the local gateway twice. This VirtualService catches the first pass: it sets the authority to
 * the Knative Service's own host and sends the request to the same gateway again, where Knative's own
 * VirtualService takes over. It has exactly one host: Istio 1.7 to 1.21 let the routes of one host overwrite
 * those of another where a VirtualService has several (fixed in 1.22.0).
 */
export class FunctionRoute extends Construct {
  public readonly virtualService: ApiObject;

  constructor(scope: Construct, id: string, props: FunctionRouteProps) {
    super(scope, id);
    const { namespace, profile, rules, orders = [] } = props;
    const { ksvc, team } = props.function;
    const names = namesOf(this);

    this.virtualService = defineFixedObject(
      this,
      'VirtualService',
      VirtualService,
      {
        metadata: {
          name: names.virtualServiceName(namespace, ksvc),
          namespace: names.namespace,
          labels: { ...MANAGED_BY, [LABEL.team]: team, [LABEL.function]: ksvc },
          annotations: {
            [ANNOTATION.functions]: functionsOf(props.function, rules),
            ...(orders.length === 0 ? {} : { [ANNOTATION.order]: spellOrders(orders) }),
            ...rolloutsOf(props.function, rules),
          },
        },
        spec: {
          hosts: [names.gatewayHost(namespace)],
          gateways: [...profile.gateways],
          exportTo: profile.exportTo && [...profile.exportTo],
          http:
            rules === undefined
              ? functionRules(props.function, namespace, profile)
              : mergedRules(rules, namespace, profile),
        },
      },
      profile.apiVersions.VirtualService,
    );
  }
}

/**
 * Returns the functions that own the rules of a VirtualService, as `<team>/<name>`: one for each rule, separated by
 * commas, or a single one if it owns all rules.
 */
function functionsOf(own: FunctionSpec, rules: readonly RouteOfFunction[] = []): string {
  const ids = rules.map(({ function: owner }) => idOf(owner));
  return new Set(ids).size > 1 ? ids.join(',') : (ids[0] ?? idOf(own));
}

/** Says how far the rollouts of the functions are whose rules a VirtualService has. */
function rolloutsOf(own: FunctionSpec, rules: readonly RouteOfFunction[] = []): Record<string, string> {
  const specs = [...new Set([own, ...rules.map(({ function: owner }) => owner)])];
  const rollouts = specs.flatMap((spec) => {
    if (spec.rollout === undefined) return [];
    const { from, to, canary, steps, at } = spec.rollout;
    return { function: idOf(spec), from, to, steps: canary === undefined ? steps : ['canary', ...steps], at };
  });
  return rollouts.length === 0 ? {} : { [ANNOTATION.rollout]: spellRollouts(rollouts) };
}

function idOf({ team, name }: FunctionSpec): string {
  return `${team}/${name}`;
}

/** The rules of a function's VirtualService: one for each route, in their order. */
export function functionRules(
  spec: FunctionSpec,
  namespace: string,
  profile: PlatformProfile,
): VirtualServiceSpecHttp[] {
  return spec.routes.map((route) => {
    const answer = answerOf(route, profile);
    if (answer !== undefined) return { match: matchesOf(route.match), ...answer };
    const destinations = destinationsOf(backendsOf(spec, route), namespace, profile);
    return { ...ruleOf(route, destinations, profile), ...mirrorOf(route.mirror, namespace, profile) };
  });
}

/** The rules of several functions. */
function mergedRules(
  rules: readonly RouteOfFunction[],
  namespace: string,
  profile: PlatformProfile,
): VirtualServiceSpecHttp[] {
  return rules.flatMap(({ function: owner, route }) => {
    return functionRules(owner, namespace, profile)[route] ?? [];
  });
}

function ruleOf(
  route: RouteDeclaration,
  { rewrite, ...destinations }: Destinations,
  profile: PlatformProfile,
): VirtualServiceSpecHttp {
  return {
    match: matchesOf(route.match),
    rewrite: rewrite || route.rewrite ? { ...rewrite, ...route.rewrite } : undefined,
    ...destinations,
    timeout: route.timeout,
    retries: retriesOf(route.retries, profile.istio.zeroAttempts),
    ...treatmentOf(route, profile),
  };
}

/** Always written out where that is taken: Istio retries twice by default, and the double pass would square that. */
function retriesOf(
  retries: RouteDeclaration['retries'],
  zeroAttempts: boolean,
): VirtualServiceSpecHttp['retries'] {
  const { attempts = 0, retryOn, ...settings } = retries ?? {};
  if (attempts === 0) return zeroAttempts ? { attempts } : undefined;
  return { attempts, ...settings, retryOn: retryOn?.join(',') };
}
