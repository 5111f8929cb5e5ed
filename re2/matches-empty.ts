import { RE2JS } from 're2js';

/**
 * Whether a regex that RE2 takes matches the empty text.
 * @throws Error where RE2 does not take it; ask regexProblem first
 */
export function matchesEmpty(regex: string): boolean {
  return RE2JS.matches(regex, '');
}
