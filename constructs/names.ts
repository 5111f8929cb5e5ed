import type { Construct } from 'constructs';
import { DEFAULT_NAMES, type Names } from '../base';

/** The key of the names in the context of a construct tree. */
const CONTEXT = 'kfaas/names';

/** Gives a tree the names of a company, before it has children. Returns its root. */
export function withNames<T extends Construct>(root: T, names: Names): T {
  root.node.setContext(CONTEXT, names);
  return root;
}

/** The names of the company that a construct is rendered for; the defaults where its tree was given none. */
export function namesOf(scope: Construct): Names {
  return (scope.node.tryGetContext(CONTEXT) as Names | undefined) ?? DEFAULT_NAMES;
}

/** DNS name under which the local gateway knows a Knative Service. */
export function ksvcHost(functionNamespace: string, ksvc: string): string {
  return `${ksvc}.${functionNamespace}.svc.cluster.local`;
}
