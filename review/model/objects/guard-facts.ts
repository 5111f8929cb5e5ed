import { listOf, textOf } from '../../../base';
import { fieldOf, isKind } from './object-facts';

const GROUP = 'admissionregistration.k8s.io';

/** What the name of each policy of KFaas begins with. */
const OWN = 'kfaas-';

/** What a policy of the guard says. */
export interface GuardPolicy {
  /** The users and groups that it lets through. */
  readonly passes: readonly string[];
  /** What it looks at and asks, as one text: two policies are compared by it. */
  readonly rules: string;
}

/** Returns what a binding of a ValidatingAdmissionPolicy does where a rule is not met; undefined for other objects. */
export function bindingActions(object: unknown): readonly string[] | undefined {
  if (!isKind(object, GROUP, 'ValidatingAdmissionPolicyBinding')) return undefined;
  return listOf(fieldOf(object, ['spec', 'validationActions'])).flatMap((action) => textOf(action) ?? []);
}

/**
 * Returns what a policy of the guard says; undefined for other objects. Its variables are no part: they list the gateway hosts, which come and go
 * with function namespaces.
 */
export function guardPolicy(object: unknown): GuardPolicy | undefined {
  if (!isKind(object, GROUP, 'ValidatingAdmissionPolicy')) return undefined;
  const name = textOf(fieldOf(object, ['metadata', 'name'])) ?? '';
  if (!name.startsWith(OWN)) return undefined;
  const part = (field: string) => fieldOf(object, ['spec', field]);
  const handWriters = listOf(part('variables')).filter((each) => fieldOf(each, ['name']) === 'breakGlass');
  const passing = [...listOf(part('matchConditions')), ...handWriters];
  const expressions = passing.map((each) => textOf(fieldOf(each, ['expression'])) ?? '');
  // Who may write by hand is told by their group.
  const asked = listOf(part('validations')).map((each) =>
    textOf(fieldOf(each, ['expression']))?.replace('variables.breakGlass || ', ''),
  );
  return {
    passes: expressions.flatMap((expression) => expression.match(/"(?:[^"\\]|\\.)*"/g) ?? []),
    rules: JSON.stringify([part('failurePolicy'), part('matchConstraints'), asked]),
  };
}
