import { z } from 'zod';
import { exactlyOne } from './exactly-one';
import { headerChangesSchema } from './header-schema';
import { ksvcSchema } from './rollout-schema';

/** The shape of `backends:`, and of the other fields of a route that name a host. */

/** The name of a Service of the same namespace, or a host in full, without wildcards. */
export const HOST_PATTERN = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$';

/** A host with a port or without, as a request names it. */
export const AUTHORITY_PATTERN = '^[A-Za-z0-9]([-.A-Za-z0-9]*[A-Za-z0-9])?(:[0-9]{1,5})?$';

/** A host that requests are sent to. */
export const hostFields = {
  host: z
    .string()
    .meta({
      description:
        'A Service of the same namespace that is none of Knative, by its name; or another host, in full',
      pattern: HOST_PATTERN,
      maxLength: 253,
    })
    .optional(),
  port: z
    .int()
    .min(1)
    .max(65_535)
    .describe('The port of the host; its only one where it is left out')
    .optional(),
} as const;

const backend = z
  .strictObject({
    service: ksvcSchema('Name of a Knative Service in the same namespace').optional(),
    ...hostFields,
    authority: z
      .string()
      .meta({
        description: 'The Host that requests are sent to the host with; the one that they came with',
        pattern: AUTHORITY_PATTERN,
      })
      .optional(),
    weight: z
      .int()
      .meta({
        description: 'Share of requests, in percent; 100 for a single backend that gives none',
        minimum: 0,
        maximum: 100,
      })
      .optional(),
    headers: headerChangesSchema
      .describe('Changes of headers on the way to this backend and back; from Istio 1.1 on')
      .optional(),
  })
  .meta({
    description: 'Where a share of the requests goes: a Knative Service, or a host that is none',
    ...exactlyOne('service', 'host'),
  });

/** `backends:` of a function or a route. */
export const backendsSchema = z.array(backend).min(1);
