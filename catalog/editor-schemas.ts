import { z } from 'zod';
import { isMapping, type Mapping } from '../base';
import type { Target } from './overlays';
import { functionSchema, teamSchema } from './schema';
import { withSharedDefinitions } from './shared-definitions';

/**
 * Returns the JSON Schemas (draft-07) of the catalog files, for editors, by file name: the text of each.
 * @param targets every cluster of every environment: editors complete the names of environments and overlays from them
 */
export function editorSchemas(targets: readonly Target[]): ReadonlyMap<string, string> {
  const schemas = {
    'function.schema.json': withOverlayNames(jsonSchema(functionSchemaFor(targets)), targets),
    'team.schema.json': jsonSchema(teamSchema),
  };
  return new Map(
    Object.entries(schemas).map(([name, json]) => [
      name,
      `${JSON.stringify(withSharedDefinitions(json), null, 2)}\n`,
    ]),
  );
}

function jsonSchema(schema: z.ZodType): Mapping {
  return z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
}

/** Names the overlays of a function that the environments and clusters have. Other names stay valid: the check reports them. */
function withOverlayNames(schema: Mapping, targets: readonly Target[]): Mapping {
  const properties = isMapping(schema.properties) ? schema.properties : {};
  const overlays = isMapping(properties.overlays) ? properties.overlays : {};
  const reference = { $ref: '#/definitions/overlay' };
  const described = (description: string) => ({ description, ...reference });
  const environments = new Map(
    targets.map(({ environment }) => [environment, described(`Every cluster of ${environment}`)]),
  );
  const clusters = new Map(
    targets.map(({ environment, cluster }) => [
      cluster,
      described(`The cluster ${cluster} of ${environment}`),
    ]),
  );
  return {
    ...schema,
    properties: {
      ...properties,
      overlays: {
        ...overlays,
        properties: Object.fromEntries([...environments, ...clusters]),
        additionalProperties: reference,
      },
    },
    definitions: { overlay: overlays.additionalProperties },
  };
}

/** The schema of functions for a company: which environments exist is its data. */
function functionSchemaFor(targets: readonly Target[]): z.ZodObject {
  const environments = [...new Set(targets.map(({ environment }) => environment))];
  const { environments: anyNames } = functionSchema.shape;
  const names = z
    .array(z.enum(environments))
    .min(1)
    .describe(anyNames.unwrap().description ?? '')
    .optional();
  return functionSchema.extend({ environments: names }).meta(functionSchema.meta() ?? {});
}
