import { z } from 'zod';
import { ACCESS_NAME_PATTERN, DEFAULT_NAMES, JAVA_CALL_PATTERN, RUNTIMES } from '../base';
import { actionFields } from './action-schema';
import { backendsSchema } from './backend-schema';
import { DURATION_PATTERN } from './duration';
import { matchSchema as match } from './match-schema';
import { OWNER_PATTERN } from './owners';
import { RETRY_CONDITIONS } from './retry-conditions';
import { ksvcSchema as ksvc, rolloutSchema } from './rollout-schema';
import { serviceSchema } from './service-schema';
import { treatmentFields } from './treatment-schema';

/**
 * The shape of the catalog files. The loader checks with it and schemas/*.json is generated from it, so that
 * an editor and the program agree. What a shape cannot express (paths, weights, durations that fit together) is in
 * the files of rules beside this one. Patterns are in `meta`, for editors only: the rules have better messages.
 */

/** A function, as `<team>/<name>`, or a team. */
export const CONSENT_PATTERN = '^[a-z][-a-z0-9]*(/[a-z][-a-z0-9]*)?$';

/** A function, as `<team>/<name>`. */
const FUNCTION_PATTERN = '^[a-z][-a-z0-9]*/[a-z][-a-z0-9]*$';

const duration = (description: string) => z.string().meta({ description, pattern: DURATION_PATTERN });

const retries = z.strictObject({
  attempts: z.int().min(0).max(10).describe('Retries after the first try; 0 for none'),
  perTryTimeout: duration('How long one try may take, such as 2s').optional(),
  retryOn: z
    .array(z.string().meta({ anyOf: [{ enum: RETRY_CONDITIONS }, { pattern: '^[1-5][0-9]{2}$' }] }))
    .min(1)
    .describe("When to try again: Envoy's conditions, such as connect-failure, or a status code in quotes")
    .optional(),
  retryRemoteLocalities: z
    .boolean()
    .describe('Whether retries may go to another region or zone; from Istio 1.6 on')
    .optional(),
  retryIgnorePreviousHosts: z
    .boolean()
    .describe('Whether retries avoid the pods that failed; they do where it is left out. From Istio 1.26 on')
    .optional(),
  backoff: duration(
    'How long to wait at least before a retry, such as 100ms; 25ms where it is left out. From Istio 1.26 on',
  ).optional(),
});

const route = z.strictObject({
  match,
  timeout: duration(
    'How long the whole request may take, such as 10s; no limit where it is left out',
  ).optional(),
  retries: retries
    .describe('Retries; none where it is left out, since the double pass would multiply them')
    .optional(),
  delay: z
    .strictObject({
      percent: z.number().gt(0).max(100).describe('Share of requests that are delayed, in percent'),
      duration: duration('How long they are delayed, such as 2s'),
    })
    .describe('Delay injected into requests, for tests of slowness')
    .optional(),
  ...treatmentFields,
  ...actionFields,
  backends: backendsSchema
    .describe(
      "Where the requests of this route go; the function's backends where it is left out, and no redirect and no directResponse stands there",
    )
    .optional(),
});

const overridable = {
  description: z.string().describe('What the function is for, for people').optional(),
  routes: z
    .array(route)
    .min(1)
    .describe('Which requests reach the function, first match first; by default /faas/api/<team>/<name>/')
    .optional(),
  backends: backendsSchema
    .describe("Where the requests go; by default the function's own Knative Service")
    .optional(),
  calls: z
    .array(z.string().meta({ pattern: JAVA_CALL_PATTERN }))
    .min(1)
    .meta({
      description:
        "Java services that the function calls, as the Java platform names them, or as <platform>/<service> on another Java platform of the environment; their address is in the function's environment",
      uniqueItems: true,
    })
    .optional(),
  deployedElsewhere: z
    .array(ksvc('Name of a Knative Service in the same namespace'))
    .min(1)
    .describe(
      "Knative Services beside the function's own that another pipeline deploys for it, such as a green version: backends may name them",
    )
    .optional(),
  service: serviceSchema
    .describe('Renders the Knative Service too; left out where another pipeline deploys it')
    .optional(),
};

/** The contents of an overlay: a JSON merge patch (RFC 7386). `null` removes; a list replaces the whole list. */
export const overlaySchema = patchOf(z.strictObject(overridable));

/** functions/<team>/<name>.yaml */
export const functionSchema = z
  .strictObject({
    runtime: z.enum(RUNTIMES).describe('The language that the function is written in'),
    ...overridable,
    rollout: rolloutSchema
      .describe('How the requests go over from one Knative Service to another, step by step')
      .optional(),
    before: z
      .array(z.string().meta({ pattern: FUNCTION_PATTERN }))
      .min(1)
      .meta({
        description:
          "Functions, as <team>/<name>, that this one goes before where routes of the two cross: both match some request, and neither lies within the other. Another team's function needs that team's consent",
        uniqueItems: true,
      })
      .optional(),
    environments: z
      .array(z.string())
      .min(1)
      .describe('Where the function runs; in every environment where it is left out')
      .optional(),
    overlays: z
      .record(z.string(), overlaySchema)
      .describe('Changes for one environment or cluster, by its name: JSON merge patches, environment first')
      .optional(),
  })
  .meta({ title: 'KFaas function', description: 'One function and the requests that reach it' });

/**
 * What editors show and check of a team's prefix.
 * @param reachable the path prefix that the site gateway forwards
 */
export function prefixMeta(reachable: string): { readonly description: string; readonly pattern: string } {
  return {
    description: `A path prefix under ${reachable}, ending in a slash`,
    pattern: `^${reachable.replaceAll('.', '[.]')}([!-"$-.0->@-~]+/)+$`,
  };
}

/** functions/<team>/team.yaml */
export const teamSchema = z
  .strictObject({
    contact: z.string().min(1).describe('Whom to ask: a mail address or a chat channel'),
    description: z.string().describe('What the team does').optional(),
    owners: z
      .array(z.string().meta({ pattern: OWNER_PATTERN }))
      .min(1)
      .describe(
        "Who reviews changes of the team's functions: @user, @organisation/team or a mail address; by default the contact, where it is a mail address",
      )
      .optional(),
    group: z
      .string()
      .meta({
        description:
          "A group of people, as the clusters' authentication names it, that may read the team's Knative Services in the clusters",
        pattern: ACCESS_NAME_PATTERN,
      })
      .optional(),
    prefixes: z
      .array(z.string().meta(prefixMeta(DEFAULT_NAMES.prefix)))
      .min(1)
      .describe("The path prefixes that the team owns; its functions' routes stay under them"),
    consents: z
      .array(z.string().meta({ pattern: CONSENT_PATTERN }))
      .min(1)
      .describe(
        "Functions of other teams, as <team>/<name>, or whole teams, as <team>, that may take requests from this team's routes, use its prefixes, and send requests to its functions",
      )
      .optional(),
  })
  .meta({ title: 'KFaas team', description: 'A team that owns functions' });

/** The same object with every field optional and removable by null, to any depth of mappings. */
function patchOf(schema: z.ZodObject): z.ZodObject {
  const shape = Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, field]) => {
    const inner = field instanceof z.ZodOptional ? (field.unwrap() as z.ZodType) : field;
    const description = inner.description ?? field.description;
    const patch = patchOfValue(inner).nullish();
    return [name, description === undefined ? patch : patch.describe(description)] as const;
  });
  const rest = schema.def.catchall;
  const patched = z.strictObject(Object.fromEntries(shape));
  return rest === undefined || rest instanceof z.ZodNever
    ? patched
    : patched.catchall((rest as z.ZodType).nullish());
}

function patchOfValue(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodObject) return patchOf(schema);
  if (schema instanceof z.ZodRecord) {
    return z.record(schema.keyType as z.ZodString, patchOfValue(schema.valueType as z.ZodType).nullable());
  }
  if (schema instanceof z.ZodUnion && schema.meta()?.type === undefined) {
    return z.union((schema.options as readonly z.ZodType[]).map(patchOfValue));
  }
  return schema;
}
