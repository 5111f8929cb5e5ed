import { mappingOf, textOf } from './mapping';

/** Returns an annotation of an object; undefined where it has none of that name, or is no object. */
export function annotationOf(object: unknown, name: string): string | undefined {
  return textOf(mappingOf(mappingOf(mappingOf(object).metadata).annotations)[name]);
}
