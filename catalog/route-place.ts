import { lastResult } from '../base';
import type { Place } from '../findings';
import type { ValuePath } from '../shape';
import type { CatalogFunction } from './load-function';
import { originOf, overlaysFor, type Target } from './overlays';
import { parseYaml, placeInFile } from './yaml';

/**
 * Returns the place of a value of a function on one cluster: in the overlay that sets it, else in the base.
 * @param text the function's file
 * @param path steps from the function's root, such as `routes`, 0, `match`
 */
export function placeInFunction(
  { id, file }: CatalogFunction,
  text: string,
  target: Target,
  path: ValuePath,
): Place {
  const declaration = declarationOf(text);
  const origin = originOf(declaration, overlaysFor(declaration.overlays ?? {}, target), path);
  return placeInFile(file, text, origin, id);
}

/** What a text without errors declares. */
const declarationOf = lastResult((text: string): { readonly overlays?: object } => {
  const parsed = parseYaml('', text);
  return 'value' in parsed ? (parsed.value as { overlays?: object }) : {};
});
