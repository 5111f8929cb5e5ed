import { z } from 'zod';
import { functionSchema, teamSchema } from './schema';

/** The JSON Schemas (draft-07) of the catalog files, for editors, by file name: the text of each. */
export function editorSchemas(): ReadonlyMap<string, string> {
  const schemas = { 'function.schema.json': functionSchema, 'team.schema.json': teamSchema };
  return new Map(
    Object.entries(schemas).map(([name, schema]) => {
      const json = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
      return [name, `${JSON.stringify(json, null, 2)}\n`];
    }),
  );
}
