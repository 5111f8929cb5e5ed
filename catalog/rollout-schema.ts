import { z } from 'zod';
import { cookieSchema, headersSchema } from './match-schema';
import { DNS_LABEL_PATTERN, KSVC_NAME_LIMIT } from './names';

/** The shape of `rollout:` in a function's file. */

/** The name of a Knative Service. */
export const ksvcSchema = (description: string) =>
  z.string().meta({ description, pattern: DNS_LABEL_PATTERN, maxLength: KSVC_NAME_LIMIT });

const names = (description: string) => z.array(z.string()).min(1).describe(description);

/** `rollout:` of a function's file. */
export const rolloutSchema = z.strictObject({
  from: ksvcSchema(
    "The Knative Service that has the requests; the function's own where it is left out",
  ).optional(),
  to: ksvcSchema('The Knative Service that the requests go over to'),
  canary: z
    .strictObject({ headers: headersSchema.optional(), cookie: cookieSchema.optional() })
    .describe('Requests that go over first, before the steps, and stay there; none where it is left out')
    .optional(),
  steps: z
    .array(z.int().min(1).max(100))
    .min(1)
    .describe('Shares of the requests that go over, in percent, rising to 100'),
  order: names(
    'Environments and clusters, in the order in which they go over; the environments where it is left out',
  ).optional(),
  hold: names('Environments and clusters that stay behind').optional(),
  at: z
    .record(
      z.string(),
      z
        .union([z.int().min(0).max(100), z.literal('canary')])
        .describe('Its step: a share in percent, canary, or 0 where it has not begun'),
    )
    .describe('Where each entry of the order is; one that is left out has not begun')
    .optional(),
});
