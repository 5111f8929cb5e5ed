import { lastResult } from '../base';
import type { Place } from '../findings';
import type { ValuePath } from '../shape';
import type { FunctionDeclaration } from './declaration';
import type { CatalogFunction } from './load-function';
import { originOf, overlaysFor, type Target } from './overlays';
import { declaredPath } from './rollout-spec';
import { parseYaml, placeInFile } from './yaml';

/**
 * Returns the place of a value of a function on one cluster: in the overlay that sets it, else in the base.
 * @param text the function's file
 * @param path steps from the function's root, such as `routes`, 0, `match`
 */
export function placeInFunction(
  { id, file, specs }: CatalogFunction,
  text: string,
  target: Target,
  path: ValuePath,
): Place {
  const declaration = declarationOf(text);
  const spec = specs.get(target.cluster);
  const declared = spec === undefined ? path : declaredPath(spec, path);
  const origin = originOf(declaration, overlaysFor(declaration.overlays ?? {}, target), declared);
  return placeInFile(file, text, origin, id);
}

/** What a text without errors declares. */
export const declarationOf = lastResult((text: string): Partial<FunctionDeclaration> => {
  const parsed = parseYaml('', text);
  return 'value' in parsed ? (parsed.value as Partial<FunctionDeclaration>) : {};
});
