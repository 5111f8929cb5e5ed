import type { z } from 'zod';
import { nearestWord } from '../findings';
import { spellPath, suggest, type Problem, type ValuePath } from './problem';
import { describe, fieldsAt, isUnionAt, kindsAt, patternAt, valuesAt } from './schema-path';

/** A valid value, or its problems. */
export type Shaped<T> = { readonly value: T } | { readonly problems: readonly Problem[] };

/**
 * Checks a value against a schema; reports every difference.
 * @param whole what messages call the value itself
 */
export function checkShape<S extends z.ZodObject>(
  schema: S,
  value: unknown,
  whole = 'the file',
): Shaped<z.infer<S>> {
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data };
  const problems = result.error.issues.flatMap((issue) => explain(issue, schema, value, whole));
  return { problems: withoutMisspelt(problems, schema) };
}

/**
 * Leaves out missing fields that an unknown field is a misspelling of: the cause is reported once. In a union, the field
 * may be that of another member.
 */
function withoutMisspelt(problems: readonly Problem[], schema: z.ZodType): Problem[] {
  const meant = problems
    .filter(({ code }) => code === 'KF201')
    .flatMap(({ path }) => {
      const around = path.slice(0, -1);
      const fields = fieldsAt(schema, around);
      const near = nearestWord(String(path.at(-1)), fields);
      if (near === undefined) return [];
      return (isUnionAt(schema, around) ? fields : [near]).map((field) => spellPath([...around, field]));
    });
  return problems.filter(({ code, path }) => code !== 'KF203' || !meant.includes(spellPath(path)));
}

function explain(issue: z.core.$ZodIssue, schema: z.ZodType, root: unknown, whole: string): Problem[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const field = path.length === 0 ? whole : `"${spellPath(path)}"`;
  const value = valueAt(root, path);
  if (value === undefined && issue.code !== 'unrecognized_keys') {
    return [missing(path, field, hasKey(root, path), schema)];
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        code: 'KF201',
        path: [...path, key],
        at: 'key',
        message: `unknown field "${spellPath([...path, key])}"`,
        help: suggest(key, fieldsAt(schema, path)),
      }));
    case 'invalid_type':
      return [wrongType(path, field, value, [issue.expected], schema)];
    case 'invalid_union': {
      const kinds = kindsAt(schema, path);
      if (kinds.length > 0) return [otherValue(path, field, value, kinds)];
      const likely = likeliestAlternative(issue.errors);
      const inner = likely.map((one): z.core.$ZodIssue => ({ ...one, path: [...issue.path, ...one.path] }));
      if (likely.some(isInside)) return inner.flatMap((one) => explain(one, schema, root, whole));
      return [wrongType(path, field, value, expectedOf(issue.errors), schema)];
    }
    case 'invalid_value': {
      return [otherValue(path, field, value, issue.values.map(String))];
    }
    case 'too_small':
    case 'too_big': {
      const bound = boundOf(issue);
      return [{ code: 'KF204', path, message: `${field} is ${show(value)}`, help: `write ${bound}` }];
    }
    default:
      return [
        { code: 'KF204', path, message: `${field}: ${issue.message}`, help: 'see schemas/ for its shape' },
      ];
  }
}

/** The problem of a value that is none of those that are known. */
function otherValue(path: ValuePath, field: string, value: unknown, known: readonly string[]): Problem {
  const shown = typeof value === 'string' ? JSON.stringify(value) : show(value);
  const help = suggest(typeof value === 'string' ? value : '', known);
  return { code: 'KF204', path, message: `${field} is ${shown}`, help };
}

function missing(path: ValuePath, field: string, hasKey: boolean, schema: z.ZodType): Problem {
  if (!hasKey) {
    const help = `add it: ${valuesAt(schema, path) ?? describe(schema, path) ?? 'it is required'}`;
    return { code: 'KF203', path, message: `missing field ${field}`, help };
  }
  // Only programs have such values: a name that is imported from a file that does not export it, for example.
  const help = 'give it a value, or leave the field out; a name that is imported may not be exported';
  return { code: 'KF203', path, message: `${field} is undefined`, help };
}

function wrongType(
  path: ValuePath,
  field: string,
  value: unknown,
  expected: readonly string[],
  schema: z.ZodType,
): Problem {
  const wanted = expected.map(article).join(' or ');
  const isScalar = expected.join() === 'string' && ['number', 'boolean'].includes(typeof value);
  const help = isScalar ? textFor(String(value), patternAt(schema, path)) : `write ${wanted}`;
  const description = describe(schema, path);
  return {
    code: 'KF202',
    path,
    message: `${field} is ${show(value)}, not ${wanted}`,
    help: description === undefined ? help : `${help} (${description})`,
  };
}

/** Returns what to write instead of a number or a boolean: a duration lacks its unit, other texts lack quotes. */
function textFor(value: string, pattern: RegExp | undefined): string {
  const lacksUnit = pattern !== undefined && !pattern.test(value) && pattern.test(`${value}s`);
  return lacksUnit ? `write ${value}s` : `put it in quotes: "${value}"`;
}

/** Whether an issue of a member of a union is about a part of the value, and not about its type. */
function isInside({ code, path }: z.core.$ZodIssue): boolean {
  return path.length > 0 || code === 'unrecognized_keys';
}

/** Returns the issues of the member of a union that a value fits best: the one with the fewest. */
function likeliestAlternative(
  alternatives: readonly (readonly z.core.$ZodIssue[])[],
): readonly z.core.$ZodIssue[] {
  const [first = [], ...others] = alternatives.filter((issues) => issues.some(isInside));
  return others.reduce((best, issues) => (issues.length < best.length ? issues : best), first);
}

/** Returns the types that the members of a union accept. */
function expectedOf(alternatives: readonly (readonly z.core.$ZodIssue[])[]): string[] {
  const expected = alternatives
    .flat()
    .flatMap((issue) => (issue.code === 'invalid_type' ? [issue.expected] : []));
  return [...new Set(expected)];
}

function boundOf(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const bound = issue.code === 'too_small' ? issue.minimum : issue.maximum;
  const relation =
    issue.code === 'too_big' ? 'at most' : issue.inclusive === false ? 'more than' : 'at least';
  const units: Partial<Record<string, string>> = { array: ' entry', string: ' character' };
  return `${relation} ${bound}${units[issue.origin] ?? ''}`;
}

function article(expected: string): string {
  const names: Record<string, string> = {
    string: 'a text',
    int: 'a whole number',
    number: 'a number',
    array: 'a list',
    object: 'a mapping',
    record: 'a mapping',
    boolean: 'true or false',
    null: 'null',
  };
  return names[expected] ?? expected;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (value === null) return 'empty';
  if (typeof value === 'object') return 'a mapping';
  if (value === '') return 'an empty text';
  if (typeof value === 'string') return `the text ${JSON.stringify(value)}`;
  const isPlain = typeof value === 'number' || typeof value === 'boolean';
  return isPlain ? `the ${typeof value} ${String(value)}` : `a ${typeof value}`;
}

function valueAt(root: unknown, path: ValuePath): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    root,
  );
}

function hasKey(root: unknown, path: ValuePath): boolean {
  const last = path.at(-1);
  const around = valueAt(root, path.slice(0, -1));
  return last !== undefined && typeof around === 'object' && around !== null && Object.hasOwn(around, last);
}
