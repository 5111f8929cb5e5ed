import { regexProblem } from '../re2';
import type { Problem, ValuePath } from '../shape';

/**
 * Checks that Envoy takes a regex.
 * @param of what it is a regex of, for the message
 */
export function checkRegex(regex: string, path: ValuePath, of = ''): Problem[] {
  const problem = regexProblem(regex);
  if (problem === undefined) return [];
  const message = `the regex ${quote(regex)}${of === '' ? '' : ` of "${of}"`} ${problem}`;
  const help = 'Envoy would reject the whole route table with it; write an RE2 expression';
  return [{ code: 'KF403', path, message, help }];
}

/** A text in quotes, cut where it is long. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 117)}...` : text);
}
