import { isMapping } from '../base';
import type { RouteDeclaration } from '../catalog';
import { hostSetBy } from '../routing';
import type { ValuePath } from '../shape';
import { answersItself, declareAction } from './declare-action';
import { declareDestinations } from './declare-destinations';
import { declareMatches } from './declare-match';
import { declareRewrite, declareTreatment, withoutUnset } from './declare-treatment';
import { FieldReader } from './field-reader';
import type { Remarks } from './remarks';
import type { RouteContext } from './route-context';

type Backend = NonNullable<RouteDeclaration['backends']>[number];

/** A route of a function, and where it comes from. */
export interface DeclaredRoute {
  /** Without its backends. */
  readonly route: RouteDeclaration;
  readonly backends: readonly Backend[];
  /** The rule in the VirtualService. */
  readonly path: ValuePath;
}

/**
 * Declares a rule of a VirtualService as routes of a function: one for each of its matches. What the catalog cannot say goes to `remarks`; the
 * routes are then not those of the rule.
 */
export function declareRule(
  value: unknown,
  path: ValuePath,
  context: RouteContext,
  remarks: Remarks,
): readonly DeclaredRoute[] {
  if (!isMapping(value)) {
    remarks.refuse(path, 'is no mapping');
    return [];
  }
  const rule = new FieldReader(value, path, remarks);
  // A name is for people and statistics, and decides nothing.
  rule.take('name');
  moveWeight(rule, remarks);
  const rewrite = rule.fields('rewrite');
  const authority = rewrite?.text('authority') ?? hostSetBy({ headers: rule.peek('headers') });
  const matches = declareMatches(rule, remarks, (at) =>
    remarks.refuse(at, 'matches every path, and functions have those under the prefix of the site gateway'),
  );
  const backends = declareDestinations(rule, authority, context, remarks);
  const action = declareAction(rule, context);
  const isAnswer = answersItself(action);
  const treatment = declareTreatment(rule, isAnswer, context, remarks);
  const rewritten = declareRewrite(rewrite);
  if (backends.length === 0 && !isAnswer && rule.names().length === 0)
    remarks.refuse(path, 'sends requests nowhere');
  rule.finish();
  const route = withoutUnset({ ...treatment, rewrite: rewritten, ...action });
  return matches.map((match) => ({ route: { match, ...route }, backends, path }));
}

/** Envoy never sees a weight that stands beside `route`: Istio does not read it there. */
function moveWeight(rule: FieldReader, remarks: Remarks): void {
  const weight = rule.take('weight');
  if (weight === undefined) return;
  const message = `the weight ${JSON.stringify(weight)} beside "route" is left out: Istio reads weights in the entries of "route" alone`;
  remarks.correct('misplaced-weight', [...rule.path, 'weight'], message);
}
