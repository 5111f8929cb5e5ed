import { checkShape, type Problem } from '../shape';
import type { RouteDeclaration } from './declaration';
import { checkJsonValue } from './json-value';
import { functionSchema } from './schema';
import { checkSecurity } from './security-rules';
import { checkService } from './service-rules';
import { checkTraffic } from './traffic-rules';

/**
 * Finds what a function's file may not say of its Knative Service: by its shape, or by a rule about it. The path of each problem begins
 * with `service`, or with `routes` where one of them is at odds with it.
 * @param ksvc the name of the Knative Service
 * @param routes those of the function
 */
export function serviceProblems(
  service: unknown,
  ksvc: string,
  routes: readonly RouteDeclaration[] = [],
): readonly Problem[] {
  const file = { runtime: 'nodejs', service };
  const unusable = checkJsonValue(file);
  if (unusable.length > 0) return unusable;
  const shaped = checkShape(functionSchema, file);
  if (!('value' in shaped)) return shaped.problems;
  const declaration = { ...shaped.value, routes: [...routes] };
  return [
    ...checkService(declaration),
    ...checkTraffic(declaration, ksvc),
    ...checkSecurity(declaration.service),
  ];
}
