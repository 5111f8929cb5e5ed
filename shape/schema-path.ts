import { z } from 'zod';
import type { ValuePath } from './problem';

/** Returns the schema of the value at a path. */
function schemaAt(schema: z.core.$ZodType, path: ValuePath): z.core.$ZodType | undefined {
  const inner = unwrap(schema);
  const [step, ...rest] = path;
  if (step === undefined) return inner;
  const next =
    inner instanceof z.ZodObject
      ? fieldOf(inner, step)
      : inner instanceof z.ZodArray
        ? inner.element
        : inner instanceof z.ZodRecord
          ? inner.valueType
          : inner instanceof z.ZodUnion
            ? inner.options.find((member) => schemaAt(member, [step]) !== undefined)
            : undefined;
  if (next === undefined) return undefined;
  return inner instanceof z.ZodUnion ? schemaAt(next, path) : rest.length === 0 ? next : schemaAt(next, rest);
}

/** The field of a mapping; `undefined` for what every object of JavaScript has, such as `constructor`. */
function fieldOf({ shape }: z.ZodObject, step: string | number): z.core.$ZodType | undefined {
  const fields = shape as Record<string, z.core.$ZodType | undefined>;
  return Object.hasOwn(fields, step) ? fields[step] : undefined;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional ||
    schema instanceof z.ZodExactOptional ||
    schema instanceof z.ZodNullable
    ? unwrap(schema.unwrap())
    : schema;
}

/** Returns the fields that a value can have; those of all members of a union. */
export function fieldsAt(schema: z.ZodType, path: ValuePath): string[] {
  const found = schemaAt(schema, path);
  return found === undefined ? [] : fieldsOf(unwrap(found));
}

/** Whether a value has one of several shapes. */
export function isUnionAt(schema: z.ZodType, path: ValuePath): boolean {
  const found = schemaAt(schema, path);
  return found !== undefined && unwrap(found) instanceof z.ZodUnion;
}

function fieldsOf(schema: z.core.$ZodType): string[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(fieldsOf);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** Returns the values that a field can have, in words; undefined where they are not a list. */
export function valuesAt(schema: z.ZodType, path: ValuePath): string | undefined {
  const found = schemaAt(schema, path);
  const inner = found === undefined ? undefined : unwrap(found);
  return inner instanceof z.ZodEnum ? `one of ${inner.options.join(', ')}` : undefined;
}

/** Returns the texts by one of which the members of a union around a value are told apart. */
export function kindsAt(schema: z.ZodType, path: ValuePath): string[] {
  const around = schemaAt(schema, path.slice(0, -1));
  const inner = around === undefined ? undefined : unwrap(around);
  const members = inner instanceof z.ZodUnion ? inner.options : [];
  return members.flatMap((member) => {
    const kind = schemaAt(member, path.slice(-1));
    return kind instanceof z.ZodLiteral ? [...kind.values].map(String) : [];
  });
}

/** Returns the pattern that an editor checks a text with. */
export function patternAt(schema: z.ZodType, path: ValuePath): RegExp | undefined {
  const found = schemaAt(schema, path);
  const pattern = found === undefined ? undefined : z.globalRegistry.get(unwrap(found))?.pattern;
  return typeof pattern === 'string' ? new RegExp(pattern) : undefined;
}

/** Returns the description of a field. */
export function describe(schema: z.ZodType, path: ValuePath): string | undefined {
  const found = path.length === 0 ? undefined : schemaAt(schema, path);
  if (found === undefined) return undefined;
  return z.globalRegistry.get(found)?.description ?? z.globalRegistry.get(unwrap(found))?.description;
}
