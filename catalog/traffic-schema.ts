import { z } from 'zod';
import { DNS_LABEL_PATTERN, KSVC_NAME_LIMIT } from './names';

/** The shape of `revisionName:` and `traffic:` of a function's Knative Service. */

/** The name of a revision of a Knative Service. */
export const revisionNameSchema = (description: string) =>
  z.string().meta({ description, pattern: DNS_LABEL_PATTERN, maxLength: KSVC_NAME_LIMIT });

/** `traffic:` of a function's Knative Service. */
export const trafficSchema = z
  .array(
    z
      .strictObject({
        revisionName: revisionNameSchema('The revision that gets the requests').optional(),
        latestRevision: z.boolean().describe('true: the newest revision that is ready').optional(),
        tag: z
          .string()
          .meta({
            description: 'Gives the revision an address of its own, <tag>-<Knative Service>',
            pattern: DNS_LABEL_PATTERN,
          })
          .optional(),
        percent: z
          .int()
          .meta({ description: 'Share of the requests, in percent', minimum: 0, maximum: 100 })
          .optional(),
      })
      .describe('A revision: either revisionName or latestRevision: true'),
  )
  .min(1);
