import type { Problem, ValuePath } from './problem';
import { spellPath } from './shape';

/**
 * Finds what a catalog value must not hold, whatever its shape: a value inside itself, keys that JavaScript
 * would lose, texts that no YAML reader takes back.
 */
export function checkPlain(root: unknown): Problem[] {
  const problems: Problem[] = [];
  visit(root, [], []);
  return problems;

  function visit(value: unknown, path: ValuePath, around: readonly unknown[]): void {
    if (typeof value === 'string') {
      if (!value.isWellFormed()) report(path, 'value', `"${spellPath(path)}" has half a character`);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    if (around.includes(value)) {
      report(path, 'value', `"${spellPath(path)}" is an alias of a value that it stands in`);
      return;
    }
    const within = [...around, value];
    if (Array.isArray(value)) {
      value.forEach((item, index) => visit(item, [...path, index], within));
      return;
    }
    for (const [key, field] of Object.entries(value)) {
      if (key === '__proto__' || !key.isWellFormed()) {
        report([...path, key], 'key', `the key ${JSON.stringify(key)} cannot be used`);
      }
      visit(field, [...path, key], within);
    }
  }

  function report(path: ValuePath, at: 'key' | 'value', message: string): void {
    problems.push({ code: 'KF204', path, at, message, help: 'write another' });
  }
}
