import { z } from 'zod';
import type { Delivery, Environment } from '../../inventory';
import { deliverySchema, environmentSchema } from '../../inventory/schema';

/**
 * The paths to the texts and numbers of a type, as texts such as `.clusters[].overrides?.exportTo?[]:string`. The compiler
 * compares texts exactly; types that are nested deep it takes for the same without a look.
 */
type Paths<T, Path extends string = ''> = T extends string
  ? `${Path}:${string extends T ? 'string' : T}`
  : T extends number
    ? `${Path}:number`
    : T extends readonly (infer Entry)[]
      ? Paths<Entry, `${Path}[]`>
      : {
          [K in keyof T & string]-?: Paths<
            Exclude<T[K], undefined>,
            `${Path}.${K}${object extends Pick<T, K> ? '?' : ''}`
          >;
        }[keyof T & string];

type Same<A, B> = [Paths<A>] extends [Paths<B>] ? ([Paths<B>] extends [Paths<A>] ? true : false) : false;

// The compiler checks these lines: npm run typecheck. They fail where a type and its schema differ.
const environmentIsSame: Same<Environment, z.infer<typeof environmentSchema>> = true;
const deliveryIsSame: Same<Delivery, z.infer<typeof deliverySchema>> = true;

test('the schemas and the types of environments/ agree', () => {
  expect([environmentIsSame, deliveryIsSame]).toEqual([true, true]);
});

test('every field has a description, which messages show where it is missing', () => {
  const bare: string[] = [];
  const visit = (schema: unknown, path: string): void => {
    if (typeof schema !== 'object' || schema === null) return;
    const {
      properties = {},
      items,
      anyOf = [],
      additionalProperties,
    } = schema as z.core.JSONSchema.BaseSchema;
    for (const [name, field] of Object.entries(properties)) {
      if (typeof field === 'object' && field.description === undefined) bare.push(`${path}.${name}`);
      visit(field, `${path}.${name}`);
    }
    for (const below of [items, additionalProperties, ...anyOf]) visit(below, path);
  };
  visit(z.toJSONSchema(environmentSchema), 'environment');
  visit(z.toJSONSchema(deliverySchema), 'delivery');
  expect(bare).toEqual([]);
});
