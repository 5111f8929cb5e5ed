import { k8s } from 'cdk8s-plus-27';
import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { defineFixedObject, MANAGED_BY } from './api-object';

/** API group of roles, of users and of groups. */
export const RBAC = 'rbac.authorization.k8s.io';

/** One rule of a Role, in so far as rules are rendered here. */
export interface AccessRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  /** The objects that it is about, by their names. @default - all */
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** What gives some subjects some rights. */
export interface AccessProps {
  /** The name of the role and of what binds it. */
  readonly name: string;
  /** Where the rights hold. @default - in all namespaces */
  readonly namespace?: string;
  readonly rules: readonly AccessRule[];
  readonly subjects: readonly k8s.Subject[];
  /** Labels beside that of everything that is rendered. @default {} */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A group, as a binding names it. */
export function groupSubject(name: string): k8s.Subject {
  return { apiGroup: RBAC, kind: 'Group', name };
}

/** A user, as a binding names it. */
export function userSubject(name: string): k8s.Subject {
  return { apiGroup: RBAC, kind: 'User', name };
}

/** A role, and what binds it to somebody: of one namespace, or of the cluster. */
export function defineAccess(scope: Construct, id: string, props: AccessProps): readonly ApiObject[] {
  const { name, namespace, rules, subjects, labels } = props;
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels: { ...MANAGED_BY, ...labels },
  };
  const ofCluster = namespace === undefined;
  const role = { metadata, rules: rules.map((rule) => ({ ...rule })) as k8s.PolicyRule[] };
  const roleRef = { apiGroup: RBAC, kind: ofCluster ? 'ClusterRole' : 'Role', name };
  const binding = { metadata, roleRef, subjects: [...subjects] };
  return [
    defineFixedObject(scope, `${id}Role`, ofCluster ? k8s.KubeClusterRole : k8s.KubeRole, role),
    defineFixedObject(
      scope,
      `${id}Binding`,
      ofCluster ? k8s.KubeClusterRoleBinding : k8s.KubeRoleBinding,
      binding,
    ),
  ];
}
