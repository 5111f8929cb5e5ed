import { isMapping, listOf, type Mapping } from '../../../base';
import { destinationsOf } from '../../../routing';
import type { FieldChange, ObjectChange } from '../../model';
import { isDestinationField, weightChanges } from './destination-text';

/** What the changed destinations of a VirtualService come to, and the fields that are left to tell. */
export interface ObjectWeights {
  /** One for each rule whose destinations change: `saas-showroom.faas-prod 90 → 50, saas-showroom-green.faas-prod 10 → 50`. */
  readonly weights: readonly string[];
  readonly fields: readonly FieldChange[];
}

/**
 * Tells the changed destinations of a VirtualService as weights, rule by rule. Rules are compared one by one, so where
 * rules are added or removed the fields stay as they are.
 */
export function objectWeights({ object, kind, before, after, fields }: ObjectChange): ObjectWeights {
  const [rulesBefore, rulesAfter] = [rulesOf(before), rulesOf(after)];
  if (object.kind !== 'VirtualService' || kind !== 'changed' || rulesBefore.length !== rulesAfter.length) {
    return { weights: [], fields };
  }
  const told = new Map<number, string>();
  const left = fields.filter((field) => {
    const [, index, path] = /^spec\.http\[(\d+)\]\.(.*)$/s.exec(field.path) ?? [];
    if (index === undefined || path === undefined || !isDestinationField({ ...field, path })) return true;
    const rule = Number(index);
    const weights = weightChanges(
      destinationsOf(rulesBefore[rule] ?? {}),
      destinationsOf(rulesAfter[rule] ?? {}),
    );
    if (weights !== undefined) told.set(rule, weights);
    return weights === undefined;
  });
  return { weights: [...new Set(told.values())], fields: left };
}

function rulesOf(object: unknown): readonly Mapping[] {
  const spec = isMapping(object) ? object.spec : undefined;
  return listOf(isMapping(spec) ? spec.http : undefined).filter(isMapping);
}
