import { z } from 'zod';
import { DEFAULT_NAMES, isMapping, type Mapping } from '../base';
import type { Target } from './overlays';
import { functionSchema, prefixMeta, teamSchema } from './schema';
import { withSharedDefinitions } from './shared-definitions';

/**
 * Returns the JSON Schemas (draft-07) of the catalog files, for editors, by file name: the text of each.
 * @param targets every cluster of every environment: editors complete the names of environments and overlays from them
 * @param prefix the path prefix that the site gateway forwards
 */
export function editorSchemas(
  targets: readonly Target[],
  prefix = DEFAULT_NAMES.prefix,
): ReadonlyMap<string, string> {
  const schemas = {
    'function.schema.json': withOverlayNames(jsonSchema(functionSchemaFor(targets)), targets),
    'team.schema.json': jsonSchema(teamSchemaFor(prefix)),
  };
  return new Map(
    Object.entries(schemas).map(([name, json]) => [
      name,
      // Texts for people name the prefix as an example.
      `${JSON.stringify(withSharedDefinitions(json), null, 2)}\n`.replaceAll(DEFAULT_NAMES.prefix, prefix),
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

/** The schema of teams for a company: under which prefix paths are is its data. */
function teamSchemaFor(prefix: string): z.ZodObject {
  const described = teamSchema.shape.prefixes.description ?? '';
  const prefixes = z
    .array(z.string().meta(prefixMeta(prefix)))
    .min(1)
    .describe(described);
  return teamSchema.extend({ prefixes }).meta(teamSchema.meta() ?? {});
}
