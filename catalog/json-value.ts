import { spellPath, type Problem, type ValuePath } from '../shape';

/**
 * Reports the parts of a catalog value that JSON and YAML cannot represent: keys that JavaScript loses, and texts
 * that no YAML reader accepts.
 */
export function checkJsonValue(root: unknown): Problem[] {
  const problems: Problem[] = [];
  visit(root, []);
  return problems;

  function visit(value: unknown, path: ValuePath): void {
    if (typeof value === 'string') {
      if (!value.isWellFormed()) report(path, 'value', `"${spellPath(path)}" has an unpaired surrogate`);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      value.forEach((item, index) => visit(item, [...path, index]));
      return;
    }
    for (const [key, field] of Object.entries(value)) {
      if (key === '__proto__' || !key.isWellFormed()) {
        report([...path, key], 'key', `the key ${JSON.stringify(key)} cannot be used`);
      }
      visit(field, [...path, key]);
    }
  }

  function report(path: ValuePath, at: 'key' | 'value', message: string): void {
    problems.push({ code: 'KF204', path, at, message, help: 'write another' });
  }
}
