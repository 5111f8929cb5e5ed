import type { RouteReference, Witness } from '../../../findings';
import { destinationsOf } from '../../../routing';
import type { Risk } from '../../../review/risks';
import { risksOf } from '../../../review/risks/risks';
import type { ReviewInput } from '../../../review/risks/review-input';
import type {
  Answer,
  FieldChange,
  HostLocation,
  ObjectChange,
  RequestChange,
  RequestReview,
} from '../../../review/model';

/** A cluster by its name: `prod-cn` is in `prod`. */
export function host(cluster: string, namespace = 'faas-prod'): HostLocation {
  return {
    environment: cluster.split('-')[0] ?? '',
    cluster,
    namespace,
    host: `${namespace}-ksvc-gateway.kfaas-system.svc.cluster.local`,
    gateways: ['knative-serving/knative-local-gateway'],
    port: undefined,
  };
}

export const PROD_CN = host('prod-cn');
export const PROD_US = host('prod-us');

/** The VirtualService of a function. */
export function virtualServiceOf(of: string): string {
  return `faas-prod-ns-${of.replace('/', '-')}-ksvc-virtualservice`;
}

/** Where Knative Services are reached. */
export function authority(service: string): string {
  return `${service}.faas-prod.svc.cluster.local`;
}

interface AnswerParts {
  readonly rule?: number;
  readonly match?: string;
  readonly matchIndex?: number;
  /** Weights by Knative Service. */
  readonly shares?: Readonly<Record<string, number>>;
  /** Further fields of the rule: its timeout, its retries. */
  readonly treatment?: object;
}

/** The answer of a function's route. */
export function answer(of: string, parts: AnswerParts = {}): Answer & { readonly route: RouteReference } {
  const { rule: place = 0, match = `prefix /${of}/`, matchIndex = 0, treatment = {} } = parts;
  const { shares = { [of.replace('/', '-')]: 100 } } = parts;
  const host = 'knative-local-gateway.istio-system.svc.cluster.local';
  const route = Object.entries(shares).map(([service, weight]) => ({
    destination: { host, port: { number: 80 } },
    weight,
    headers: { request: { set: { Host: authority(service) } } },
  }));
  const outcome = { match: [{ uri: { prefix: `/${of}/` } }], route, ...treatment };
  return {
    function: of,
    route: { virtualService: `kfaas-system/${virtualServiceOf(of)}`, rule: place, match: matchIndex },
    file: `prod/prod-cn/faas-prod/${of.replace('/', '-')}.yaml`,
    match,
    destinations: destinationsOf(outcome),
    rule: outcome,
  };
}

interface ChangeParts {
  readonly matched?: readonly string[];
  readonly except?: readonly string[];
  readonly where?: readonly HostLocation[];
  readonly fields?: readonly FieldChange[];
  readonly witness?: Witness;
  /**
   * Those that are not idempotent.
   * @default - POST and PATCH
   */
  readonly methods?: readonly string[];
}

/** A change of requests; its kind follows from who answers. */
export function requestChange(
  before: Answer | undefined,
  after: Answer | undefined,
  parts: ChangeParts = {},
): RequestChange {
  const match = (after ?? before)?.match ?? '';
  const { matched = [match], except = [], where = [PROD_CN], fields = [] } = parts;
  const { methods = ['POST', 'PATCH'] } = parts;
  const witness = parts.witness ?? { method: 'GET', path: '/x', headers: {}, query: {} };
  const notIdempotent = methods.map((method) => ({ ...witness, method }));
  const kind =
    before === undefined
      ? 'answered'
      : after === undefined
        ? 'unanswered'
        : before.function === after.function
          ? 'treated'
          : 'moved';
  return { kind, requests: { matched, except }, notIdempotent, witness, before, after, fields, where };
}

interface ObjectParts {
  readonly kind: string;
  readonly apiVersion: string;
  readonly namespace?: string;
  readonly name: string;
  readonly where?: readonly HostLocation[];
  readonly fields?: readonly FieldChange[];
}

/** A change of an object; its kind follows from the sides. */
export function objectChange(before: unknown, after: unknown, parts: ObjectParts): ObjectChange {
  const { kind, apiVersion, namespace = 'kfaas-system', name, where = [PROD_CN], fields = [] } = parts;
  const full = (value: unknown) =>
    value === undefined
      ? undefined
      : { apiVersion, kind, metadata: { name, namespace }, ...(value as object) };
  return {
    kind: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
    object: { apiVersion, kind, namespace, name },
    from: undefined,
    fields,
    meaning: [],
    where: where.map(({ environment, cluster }) => ({
      environment,
      cluster,
      namespace,
      name,
      file: `${environment}/${cluster}/${name}.yaml`,
    })),
    before: full(before),
    after: full(after),
  };
}

/** A rule that leads to a function's Knative Service. */
export function rule(of: string, match: readonly unknown[], parts: object = {}): object {
  return {
    match,
    route: [{ destination: { host: 'knative-local-gateway.istio-system.svc.cluster.local' }, weight: 100 }],
    rewrite: { authority: authority(of.replace('/', '-')) },
    ...parts,
  };
}

/** A change of a function's VirtualService, by its rules on either snapshot. */
export function routesChange(
  of: string,
  before: readonly object[] | undefined,
  after: readonly object[] | undefined,
  where: readonly HostLocation[] = [PROD_CN],
): ObjectChange {
  const spec = (http: readonly object[] | undefined) => http && { spec: { http } };
  return objectChange(spec(before), spec(after), {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    name: virtualServiceOf(of),
    where,
  });
}

/** A Knative Service that the change removes. */
export function serviceGone(name: string, where: readonly HostLocation[] = [PROD_CN]): ObjectChange {
  return objectChange({ spec: {} }, undefined, {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    namespace: 'faas-prod',
    name,
    where,
  });
}

export const SAME: RequestReview = {
  verdict: 'same',
  compared: { clusters: 6, hosts: 8, routes: 300, alike: 0 },
  changes: [],
  equivalent: [],
  undecided: [],
  orderDependent: [],
  trees: [],
  unserved: [],
};

/** The risks of a change that has what is given, and nothing else. */
export function risksIn(
  changes: readonly RequestChange[],
  {
    requests,
    objects = [],
    rollouts = [],
    environments,
  }: Partial<Omit<ReviewInput, 'requests'>> & { requests?: Partial<RequestReview> } = {},
): readonly Risk[] {
  return risksOf({ requests: { ...SAME, changes, ...requests }, objects, rollouts, environments });
}

/** Codes and severities, as a test compares them. */
export function told(risks: readonly Risk[]): readonly string[] {
  return risks.map(({ code, severity }) => `${code} ${severity}`);
}
