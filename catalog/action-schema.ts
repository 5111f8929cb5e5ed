import { z } from 'zod';
import { AUTHORITY_PATTERN, hostFields } from './backend-schema';

/** The shape of what a route does instead of sending requests to backends, and beside it, with Istio's names. */

/** The statuses that Istio makes redirects with; of another one it makes no route at all (route.go, ApplyRedirect). */
export const REDIRECT_CODES = [301, 302, 303, 307, 308] as const;

/** A path with a query or a fragment, or without. */
export const LOCATION_PATTERN = '^/[!-~]*$';

const { host, port } = hostFields;

/** The fields of a route that say what happens to requests beside backends. */
export const actionFields = {
  redirect: z
    .strictObject({
      uri: z
        .string()
        .meta({
          description: 'The path that clients are sent to; the one that they asked for where it is left out',
          pattern: LOCATION_PATTERN,
        })
        .optional(),
      authority: z
        .string()
        .meta({
          description: 'The host that clients are sent to; the one that they asked where it is left out',
          pattern: AUTHORITY_PATTERN,
        })
        .optional(),
      scheme: z.enum(['http', 'https']).describe('From Istio 1.12 on').optional(),
      port: z.int().min(1).max(65_535).describe('From Istio 1.12 on').optional(),
      redirectCode: z
        .literal(REDIRECT_CODES)
        .describe('The status of the answer; 301 where it is left out. From Istio 1.3 on')
        .optional(),
    })
    .describe('Clients are sent elsewhere, and no backend is asked')
    .optional(),
  directResponse: z
    .strictObject({
      status: z.int().min(200).max(599).describe('The status of the answer, such as 404'),
      body: z.string().describe('The text of the answer; none where it is left out').optional(),
    })
    .describe('Envoy answers by itself, and no backend is asked; from Istio 1.15 on')
    .optional(),
  mirror: z
    .strictObject({
      host: host.unwrap(),
      port,
      percent: z
        .number()
        .gt(0)
        .max(100)
        .describe(
          'Share of requests that are copied, in percent; all where it is left out. From Istio 1.4 on',
        )
        .optional(),
    })
    .describe('Copies of requests go to a host that is no Knative Service, too; its answers are thrown away')
    .optional(),
} as const;
