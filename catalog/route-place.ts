import type { Place } from '../findings';
import type { CatalogFunction } from './load-function';
import { originOf, overlaysFor, type Target } from './overlays';
import type { ValuePath } from './problem';
import { locate, parseYaml } from './yaml';

/**
 * The place of a value of a function as it is on one cluster: in the overlay that says it, else in the base.
 * @param text the function's file
 * @param path steps from the function's root, such as `routes`, 0, `match`
 */
export function placeInFunction(
  { id, file }: CatalogFunction,
  text: string,
  target: Target,
  path: ValuePath,
): Place {
  const parsed = parseYaml(file, text);
  const declaration = 'value' in parsed ? (parsed.value as { overlays?: object }) : {};
  const origin = originOf(declaration, overlaysFor(declaration.overlays ?? {}, target), path);
  const [finding] = locate(file, text, [{ code: 'KF204', path: origin, message: '', help: '' }], id);
  return finding?.places[0] ?? { file, line: 1, column: 1, object: id };
}
