import { Construct } from 'constructs';
import { guardAction, type Cluster, type Guard as GuardSettings, type GuardAction } from '../inventory';
import type { PlatformProfile } from '../platform';
import { defineFixedObject, MANAGED_BY, plainKind } from './api-object';
import {
  askedUsers,
  breakGlass,
  CONTENT_CHANGES,
  guardedObject,
  ROUTES_CHANGE,
  takenHosts,
  text,
  whoMayWrite,
  type Variable,
} from './guard-expressions';
import { namesOf } from './names';

export interface GuardProps {
  readonly guard: GuardSettings;
  readonly cluster: Cluster;
  readonly profile: PlatformProfile;
}

const API_VERSION = 'admissionregistration.k8s.io/v1';

/** The label that Kubernetes gives every namespace. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** What a binding does where a validation fails. Each is in the audit log: a denial says there who was denied, a warning who was warned. */
const VALIDATION_ACTIONS: Readonly<Record<GuardAction, readonly string[]>> = {
  deny: ['Deny', 'Audit'],
  warn: ['Warn', 'Audit'],
  audit: ['Audit'],
};

/** The object of a request, in CEL: `services egress-gateway`. A new one may have no name yet. */
const NAMED_OBJECT = 'request.resource.resource + " " + request.?name.orValue("")';

type Operation = 'CREATE' | 'UPDATE' | 'DELETE';

/** Resources that the guard looks at, in every version that is served. */
interface ResourceRule {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly ['*'];
  readonly operations: readonly Operation[];
  readonly resources: readonly string[];
}

/** A ValidatingAdmissionPolicy, in so far as it is rendered here. */
interface AdmissionPolicy {
  readonly metadata: { readonly name: string; readonly labels: typeof MANAGED_BY };
  readonly spec: {
    readonly failurePolicy: 'Fail';
    readonly matchConstraints: {
      readonly namespaceSelector: {
        readonly matchExpressions: readonly {
          readonly key: string;
          readonly operator: 'In' | 'NotIn';
          readonly values: readonly string[];
        }[];
      };
      readonly resourceRules: readonly ResourceRule[];
    };
    readonly matchConditions: readonly Variable[];
    readonly variables: readonly Variable[];
    readonly validations: readonly {
      readonly expression: string;
      readonly message: string;
      readonly messageExpression: string;
      readonly reason: 'Forbidden';
    }[];
    /** @default [] */
    readonly auditAnnotations?: readonly { readonly key: string; readonly valueExpression: string }[];
  };
}

/** A ValidatingAdmissionPolicyBinding, in so far as it is rendered here. */
interface AdmissionPolicyBinding {
  readonly metadata: AdmissionPolicy['metadata'];
  readonly spec: { readonly policyName: string; readonly validationActions: readonly string[] };
}

/** What differs between the policies. */
interface PolicyParts {
  /** Whether it is about the namespace of KFaas, or about all others. */
  readonly isOwn: boolean;
  readonly resourceRules: readonly ResourceRule[];
  /** What must hold beside the user, so that the rest is looked at. */
  readonly condition: Variable;
  readonly variables: readonly Variable[];
  /** Whether the write is one that the guard does not allow, and what it is, in CEL. */
  readonly isGuarded: string;
  readonly what: string;
  /** What is not allowed and who may, in words. */
  readonly message: string;
  readonly sentence: string;
}

/** Resources of which one more changes what the others do, whoever's it is: what is let in, where requests go, how many pods run. */
const ADDITIVE = [
  'namespaces',
  'virtualservices',
  'destinationrules',
  'networkpolicies',
  'horizontalpodautoscalers',
];

/** The kinds that are rendered into the namespace of KFaas, by their API groups. */
export const RENDERED_RESOURCES: Readonly<Record<string, readonly string[]>> = {
  '': ['configmaps', 'serviceaccounts', 'services'],
  apps: ['deployments'],
  autoscaling: ['horizontalpodautoscalers'],
  policy: ['poddisruptionbudgets'],
  'networking.k8s.io': ['ingresses', 'networkpolicies'],
  'rbac.authorization.k8s.io': ['rolebindings', 'roles'],
  'networking.istio.io': ['destinationrules', 'virtualservices'],
  'cert-manager.io': ['certificates'],
  'monitoring.coreos.com': ['podmonitors', 'prometheusrules'],
};

/** They, the namespace itself, and the way by which Deployments are scaled. No resource of one group has the name of another's. */
const OWN_RULES: readonly ResourceRule[] = [
  rule(Object.keys(RENDERED_RESOURCES), Object.values(RENDERED_RESOURCES).flat(), [
    'CREATE',
    'UPDATE',
    'DELETE',
  ]),
  rule([''], ['namespaces'], ['UPDATE', 'DELETE']),
  rule(['apps'], ['deployments/scale'], ['UPDATE']),
];

function rule(
  apiGroups: readonly string[],
  resources: readonly string[],
  operations: readonly Operation[],
): ResourceRule {
  return { apiGroups, apiVersions: ['*'], operations, resources };
}

/**
 * Two policies of the API server, each with its binding. `kfaas-gateway-hosts`: VirtualServices of other namespaces that name a gateway host, or
 * cover one on the same Gateways, are written by the writers alone. `kfaas-namespace`: so is what is rendered in `kfaas-system`, by hand or
 * by kubectl scale. Both look at the user first, so that who delivers and Kubernetes' own controllers wait for nothing.
 *
 * A rule that cannot be evaluated counts as not met (`failurePolicy: Fail`): nothing is asked over the network, and a write that is too large
 * to be judged would get by otherwise.
 */
export class Guard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: GuardProps,
  ) {
    super(scope, id);
    const { guard, cluster, profile } = props;
    if (!profile.features.admissionPolicy) return;
    const names = namesOf(this);
    const { namespace } = names;
    const hosts = cluster.functionNamespaces.map((one) => names.gatewayHost(one));
    const routes = whoMayWrite(
      guard,
      'Declare the routes in the catalog of functions and open a pull request, or give this object other hosts.',
    );
    this.define('kfaas-gateway-hosts', {
      isOwn: false,
      resourceRules: [rule(['networking.istio.io'], ['virtualservices'], ['CREATE', 'UPDATE'])],
      condition: ROUTES_CHANGE,
      variables: takenHosts(namespace, hosts, profile.gateways),
      isGuarded: 'size(variables.taken) > 0',
      what: '"routes of " + variables.taken.join(", ")',
      message: `A VirtualService with a gateway host of KFaas ${routes}`,
      sentence: `variables.taken[0] + ${text(` is a gateway host of KFaas, or covers one: a VirtualService with it ${routes}`)}`,
    });
    const own = whoMayWrite(guard, 'Change the catalog or the environments and open a pull request.');
    this.define('kfaas-namespace', {
      isOwn: true,
      resourceRules: OWN_RULES,
      condition: CONTENT_CHANGES,
      variables: [guardedObject(ADDITIVE)],
      isGuarded: 'variables.guarded',
      what: `request.operation + " of " + ${NAMED_OBJECT}`,
      message: `What KFaas renders in ${namespace} ${own}`,
      sentence: `${NAMED_OBJECT} + ${text(` in ${namespace} is rendered by KFaas and ${own}`)}`,
    });
  }

  private define(name: string, parts: PolicyParts): void {
    const { guard } = this.props;
    const metadata = { name, labels: MANAGED_BY };
    const { isOwn, resourceRules, condition, variables, isGuarded, what, message, sentence } = parts;
    const handWriter = breakGlass(guard);
    const isHandWriter = `variables.${handWriter?.name ?? ''}`;
    const { namespace } = namesOf(this);
    const selected = { key: NAMESPACE_NAME, operator: isOwn ? 'In' : 'NotIn', values: [namespace] } as const;
    defineFixedObject(
      this,
      `${name}-policy`,
      plainKind<AdmissionPolicy>(API_VERSION, 'ValidatingAdmissionPolicy'),
      {
        metadata,
        spec: {
          failurePolicy: 'Fail',
          matchConstraints: { namespaceSelector: { matchExpressions: [selected] }, resourceRules },
          matchConditions: [...askedUsers(guard), condition],
          variables: [...variables, ...(handWriter === undefined ? [] : [handWriter])],
          validations: [
            {
              expression: handWriter === undefined ? `!(${isGuarded})` : `${isHandWriter} || !(${isGuarded})`,
              message,
              messageExpression: sentence,
              reason: 'Forbidden',
            },
          ],
          ...(handWriter === undefined
            ? {}
            : {
                auditAnnotations: [
                  {
                    key: 'break-glass',
                    // An empty text is no annotation.
                    valueExpression: `${isHandWriter} && ${isGuarded} ? ${what} + " by " + request.userInfo.username : ""`,
                  },
                ],
              }),
        },
      },
    );
    const binding = plainKind<AdmissionPolicyBinding>(API_VERSION, 'ValidatingAdmissionPolicyBinding');
    defineFixedObject(this, `${name}-binding`, binding, {
      metadata,
      spec: { policyName: name, validationActions: VALIDATION_ACTIONS[guardAction(guard)] },
    });
  }
}
