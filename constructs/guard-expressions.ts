import type { Guard } from '../inventory';
import { MANAGED_BY } from './api-object';

/*
 * The guard's rules in CEL, the language of ValidatingAdmissionPolicy. `object` is what is written (null where it is deleted), `oldObject` what
 * was there (null where it is created), `.?` selects a field that may be missing.
 */

/** A named expression, which others use as `variables.<name>`. */
export interface Variable {
  readonly name: string;
  readonly expression: string;
}

/** The API group in which programs of Kubernetes and of the cluster's provider run. */
const PROGRAMS = 'system:serviceaccounts:kube-system';

/** The users as which Kubernetes' own programs work where they have no service accounts. */
const PROGRAM_USERS = [
  'system:apiserver',
  'system:kube-controller-manager',
  'system:cloud-controller-manager',
];

/** Whom the guard does not ask: who delivers, and Kubernetes itself, which scales, counts and clears away. */
export function askedUsers({ writers }: Guard): readonly Variable[] {
  return [
    { name: 'not-a-writer', expression: `!(request.userInfo.username in ${list(writers)})` },
    { name: 'not-kubernetes', expression: `!(request.userInfo.username in ${list(PROGRAM_USERS)})` },
    { name: 'not-of-kubernetes', expression: `!(${isInGroup(PROGRAMS)})` },
  ];
}

/** Whether the user is one of those that may write by hand; undefined where nobody is. */
export function breakGlass({ breakGlass: group }: Guard): Variable | undefined {
  return group === undefined ? undefined : { name: 'breakGlass', expression: isInGroup(group) };
}

function isInGroup(group: string): string {
  return `${text(group)} in request.userInfo.?groups.orValue([])`;
}

/** Whether the routes change: another label is no concern of the guard. */
export const ROUTES_CHANGE: Variable = {
  name: 'routes-change',
  expression: 'oldObject == null || object.?spec != oldObject.?spec',
};

/**
 * Which hosts of a VirtualService are gateway hosts, or cover one on the same Gateways.
 * @param namespace where the gateway hosts are
 * @param hosts the gateway hosts
 * @param gateways the Gateways to which functions are bound, as their VirtualServices name them
 */
export function takenHosts(
  namespace: string,
  hosts: readonly string[],
  gateways: readonly string[],
): readonly Variable[] {
  const end = text(`.${namespace}.svc.cluster.local`);
  return [
    { name: 'gatewayHosts', expression: list(hosts) },
    {
      // Envoy compares hosts without regard to case. Istio takes a dot at the end.
      name: 'hosts',
      expression: [
        'object.?spec.?hosts.orValue([]).map(h, h.lowerAscii())',
        '.map(h, h.endsWith(".") ? h.substring(0, size(h) - 1) : h)',
        `.map(h, h.endsWith(${text(`.${namespace}.svc`)}) ? h + ".cluster.local" : h)`,
        `.map(h, h.endsWith(${text(`.${namespace}`)}) ? h + ".svc.cluster.local" : h)`,
      ].join('\n'),
    },
    {
      name: 'onTheirGateways',
      expression: `object.?spec.?gateways.orValue([]).exists(g,\n${any(...gateways.flatMap(gatewayNames))})`,
    },
    {
      name: 'taken',
      expression: [
        'variables.hosts.filter(h, h in variables.gatewayHosts ||',
        'h.startsWith("*") && variables.onTheirGateways &&',
        // What all gateway hosts end with comes first, since each comparison counts for what the API server lets a rule cost.
        `(${end}.endsWith(h.substring(1)) || h.endsWith(${end}) && variables.gatewayHosts.exists(g, g.endsWith(h.substring(1)))))`,
      ].join('\n'),
    },
  ];
}

/** The ways in which the text `g` may name a Gateway: with its namespace in the forms of all Istio versions, or from inside of it. */
function gatewayNames(gateway: string): readonly string[] {
  const isNew = gateway.includes('/');
  const parts = gateway.split(isNew ? '/' : '.');
  const [namespace = '', name = ''] = isNew ? parts : [parts[1], parts[0]];
  const old = `${name}.${namespace}`;
  return [
    `g in ${list([`${namespace}/${name}`, old])}`,
    `g.startsWith(${text(`${old}.`)})`,
    `object.metadata.namespace == ${text(namespace)} && g in ${list([name, `./${name}`])}`,
  ];
}

/** What of objects is their content, whatever their kind. */
const CONTENT = [
  'spec',
  'data',
  'binaryData',
  'immutable',
  'automountServiceAccountToken',
  'imagePullSecrets',
  'rules',
  'roleRef',
  'subjects',
];

/** Labels of the namespace that say what its pods may be. */
const NAMESPACE_LABELS = [
  'istio-injection',
  'pod-security.kubernetes.io/enforce',
  'pod-security.kubernetes.io/enforce-version',
];

/** The label by which objects are told apart from those of other programs. */
const LABEL_NAME: keyof typeof MANAGED_BY = 'app.kubernetes.io/managed-by';

/**
 * Whether the content of an object changes. Controllers write other fields (annotations, finalizers), and those are not compared. Owners are:
 * who goes takes what they own along. So is the label, without which the object would be nobody's.
 */
export const CONTENT_CHANGES: Variable = {
  name: 'content-changes',
  expression: any(
    'request.operation != "UPDATE"',
    ...CONTENT.map((field) => `object.?${field} != oldObject.?${field}`),
    'object.metadata.?ownerReferences != oldObject.metadata.?ownerReferences',
    ...[LABEL_NAME, ...NAMESPACE_LABELS].map(
      (label) => `object.metadata.?labels[?${text(label)}] != oldObject.metadata.?labels[?${text(label)}]`,
    ),
  ),
};

/**
 * Whether an object is one that KFaas renders, by its label, or adds to those that it renders.
 * @param additive resources of which every object does
 */
export function guardedObject(additive: readonly string[]): Variable {
  const labelled = (object: string) =>
    `${object} != null && ${object}.metadata.?labels[?${text(LABEL_NAME)}].orValue("") == ${text(MANAGED_BY[LABEL_NAME])}`;
  return {
    name: 'guarded',
    expression: any(
      `request.resource.resource in ${list(additive)}`,
      // A scale has no labels.
      'request.?subResource.orValue("") == "scale"',
      labelled('object'),
      labelled('oldObject'),
    ),
  };
}

/** Who may write, and what to do instead, in words. */
export function whoMayWrite({ writers, breakGlass: group }: Guard, remedy: string): string {
  const named = writers.slice(0, NAMED);
  const more = writers.length - named.length;
  const users = `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const emergency = group === undefined ? '' : ` In an emergency, members of the group ${group} may.`;
  return `is written by ${users} alone. ${remedy}${emergency}`;
}

/** Most writers that a message names. */
const NAMED = 3;

/** A text in CEL, which spells texts as JSON does. */
export function text(value: string): string {
  return JSON.stringify(value);
}

/** A list of texts in CEL. */
function list(values: readonly string[]): string {
  return `[${values.map(text).join(', ')}]`;
}

/** Some conditions of which one must hold, each on a line. */
function any(...conditions: readonly string[]): string {
  return conditions.join(' ||\n');
}
