import { z } from 'zod';
import { suggest, type Problem, type ValuePath } from './problem';

/** A value that has the shape, or what is wrong with it. */
export type Shaped<T> = { readonly value: T } | { readonly problems: readonly Problem[] };

/** Checks a value against a schema; reports every place where it differs. */
export function checkShape<S extends z.ZodObject>(schema: S, value: unknown): Shaped<z.infer<S>> {
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data };
  return { problems: result.error.issues.flatMap((issue) => explain(issue, schema, value)) };
}

function explain(issue: z.core.$ZodIssue, schema: z.ZodType, root: unknown): Problem[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const field = path.length === 0 ? 'the file' : `"${spellPath(path)}"`;
  const value = valueAt(root, path);
  if (value === undefined && issue.code !== 'unrecognized_keys') {
    const help = `add it: ${describe(schema, path) ?? 'it is required'}`;
    return [{ code: 'KF203', path, message: `missing field ${field}`, help }];
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
      return [wrongType(path, field, value, [issue.expected], describe(schema, path))];
    case 'invalid_union':
      return [wrongType(path, field, value, expectedOf(issue.errors), describe(schema, path))];
    case 'invalid_value': {
      const known = issue.values.map(String);
      const message = `${field} is ${JSON.stringify(value)}`;
      return [{ code: 'KF204', path, message, help: suggest(String(value), known) }];
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

function wrongType(
  path: ValuePath,
  field: string,
  value: unknown,
  expected: readonly string[],
  description: string | undefined,
): Problem {
  const wanted = expected.map(article).join(' or ');
  const quoted = expected.join() === 'string' && ['number', 'boolean'].includes(typeof value);
  const help = quoted ? `put it in quotes: "${String(value)}"` : `write ${wanted}`;
  return {
    code: 'KF202',
    path,
    message: `${field} is ${show(value)}, not ${wanted}`,
    help: description === undefined ? help : `${help} (${description})`,
  };
}

/** The types that some member of a union would have accepted. */
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
    null: 'null',
  };
  return names[expected] ?? expected;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (value === null) return 'empty';
  if (typeof value === 'object') return 'a mapping';
  if (value === '') return 'an empty text';
  return typeof value === 'string'
    ? `the text ${JSON.stringify(value)}`
    : `the ${typeof value} ${typeof value === 'number' ? value : JSON.stringify(value)}`;
}

/** `routes[0].match.prefix` */
export function spellPath(path: ValuePath): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : (index === 0 ? '' : '.') + step))
    .join('');
}

function valueAt(root: unknown, path: ValuePath): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    root,
  );
}

/** The schema of the value at a path. */
function schemaAt(schema: z.core.$ZodType, path: ValuePath): z.core.$ZodType | undefined {
  const inner = unwrap(schema);
  const [step, ...rest] = path;
  if (step === undefined) return inner;
  const next =
    inner instanceof z.ZodObject
      ? (inner.shape as Record<string, z.core.$ZodType | undefined>)[step]
      : inner instanceof z.ZodArray
        ? inner.element
        : inner instanceof z.ZodRecord
          ? inner.valueType
          : undefined;
  return next === undefined ? undefined : rest.length === 0 ? next : schemaAt(next, rest);
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? unwrap(schema.unwrap())
    : schema;
}

function fieldsAt(schema: z.ZodType, path: ValuePath): string[] {
  const found = schemaAt(schema, path);
  const inner = found === undefined ? undefined : unwrap(found);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

function describe(schema: z.ZodType, path: ValuePath): string | undefined {
  const found = path.length === 0 ? undefined : schemaAt(schema, path);
  if (found === undefined) return undefined;
  return z.globalRegistry.get(found)?.description ?? z.globalRegistry.get(unwrap(found))?.description;
}
