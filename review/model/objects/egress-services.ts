import { ANNOTATION, annotationOf, isMapping } from '../../../base';

/**
 * Returns the Java services that an egress gateway leads to, as its ConfigMap says; `undefined` where it says nothing, so that it leads to
 * all of them, and for other objects.
 */
export function egressServices(object: unknown): readonly string[] | undefined {
  if (!isMapping(object) || object.kind !== 'ConfigMap') return undefined;
  const named = annotationOf(object, ANNOTATION.javaServices);
  return named?.split(',').filter((name) => name !== '');
}
