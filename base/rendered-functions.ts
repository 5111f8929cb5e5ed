import { annotationOf } from './annotation';
import { ANNOTATION } from './labels';

/**
 * Returns the functions that a VirtualService names as the owners of its rules; empty if KFaas did not render it.
 * @returns `<team>/<name>`: one for all rules, or one for each rule
 */
export function renderedFunctions(virtualService: unknown): readonly string[] {
  const named = annotationOf(virtualService, ANNOTATION.functions);
  return named?.split(',').map((name) => name.trim()) ?? [];
}

/** Returns the function of one rule of a VirtualService; undefined if the manifest does not name one. */
export function functionOfRule(functions: readonly string[], rule: number): string | undefined {
  return functions.length === 1 ? functions[0] : functions[rule];
}
