import { isMapping, listOf, textOf } from '../../../base';
import { fieldOf, isKind } from './object-facts';

const RBAC = 'rbac.authorization.k8s.io';

/** Whom a RoleBinding or ClusterRoleBinding gives which role, one text each: `Group oncall the ClusterRole kfaas-reader`. */
export function boundSubjects(object: unknown): readonly string[] {
  if (!isKind(object, RBAC, 'RoleBinding') && !isKind(object, RBAC, 'ClusterRoleBinding')) return [];
  const [kind, name] = ['kind', 'name'].map((field) => textOf(fieldOf(object, ['roleRef', field])) ?? '');
  return listOf(object.subjects)
    .filter(isMapping)
    .map((subject) => {
      const { kind: of, name: who, namespace } = subject;
      const place = textOf(namespace);
      const subjectName = place === undefined ? String(who) : `${place}/${String(who)}`;
      return `${String(of)} ${subjectName} the ${kind} ${name}`;
    });
}

/**
 * What a Role or ClusterRole allows, one text for each verb and kind: `get services of serving.knative.dev`, and `by name` where some
 * objects alone are meant.
 */
export function allowedByRole(object: unknown): readonly string[] {
  if (!isKind(object, RBAC, 'Role') && !isKind(object, RBAC, 'ClusterRole')) return [];
  return listOf(object.rules)
    .filter(isMapping)
    .flatMap((rule) =>
      textsOf(rule.verbs).flatMap((verb) =>
        textsOf(rule.resources).flatMap((resource) =>
          textsOf(rule.apiGroups).map((group) => {
            const of = group === '' ? '' : ` of ${group}`;
            return `${verb} ${resource}${of}${listOf(rule.resourceNames).length > 0 ? ' by name' : ''}`;
          }),
        ),
      ),
    );
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((text): text is string => typeof text === 'string');
}
