import { z } from 'zod';
import { DURATION_PATTERN } from './duration';

/** The shape of what bounds the requests to one revision, with Istio's names: fields of `service:`. */

/** Most that Istio's fields can express: a 32-bit integer. */
const LIMIT = 2_147_483_647;

const requests = (description: string) => z.int().min(1).max(LIMIT).describe(description);

const duration = (description: string) => z.string().meta({ description, pattern: DURATION_PATTERN });

/** The fields of `service:` that become a DestinationRule for its revisions. */
export const boundsFields = {
  connectionPool: z
    .strictObject({
      http2MaxRequests: requests(
        "Requests at once, of HTTP/1.1 too; those beyond get 503. The environment's requestsPerFunction where it is left out",
      ).optional(),
      http1MaxPendingRequests: requests(
        'Requests that may wait for a connection; as many as http2MaxRequests where it is left out',
      ).optional(),
    })
    .describe(
      'What one pod of the local gateway sends to a revision at once, in place of what the environment gives each function; asks for revisionName and Istio 1.5',
    )
    .optional(),
  outlierDetection: z
    .strictObject({
      consecutive5xxErrors: requests(
        'Answers of 500 to 599, one after the other, after which a pod gets no requests for a while; 5 where it is left out',
      ).optional(),
      interval: duration(
        'How often pods are looked at, such as 10s, which holds where it is left out',
      ).optional(),
      baseEjectionTime: duration(
        'How long a pod gets none, times how often it happened; 30s where it is left out',
      ).optional(),
      maxEjectionPercent: z
        .int()
        .min(1)
        .max(100)
        .describe('Most pods that get none at a time, in percent; 50 where it is left out')
        .optional(),
    })
    .describe(
      "Takes pods that fail out for a while; asks for revisionName, a scale of two pods or more by cpu or memory, so that Knative's activator is not between, and Istio 1.5",
    )
    .optional(),
} as const;
