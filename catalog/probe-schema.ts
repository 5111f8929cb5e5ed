import { z } from 'zod';
import { exactlyOne } from './exactly-one';

/** The longest time that a probe's field can hold, in seconds: a 32-bit integer. */
const SECONDS_LIMIT = 2_147_483_647;

const seconds = (least: number, description: string) =>
  z.int().min(least).max(SECONDS_LIMIT).describe(description);

/**
 * A probe of a function's own container. It has no port: Knative asks the port that gets the requests, and old versions refuse any
 * other.
 */
const probe = (description: string) =>
  z
    .strictObject({
      httpGet: z
        .strictObject({
          path: z
            .string()
            .meta({ description: 'Path that is asked, such as /health', pattern: '^/' })
            .optional(),
          scheme: z.enum(['HTTP', 'HTTPS']).describe('HTTP where it is left out').optional(),
          httpHeaders: z
            .array(
              z.strictObject({
                name: z.string().min(1).describe('Name of the header'),
                value: z.string().describe('Its value'),
              }),
            )
            .describe('Headers of the request')
            .optional(),
        })
        .describe('A GET that must be answered with 200 to 399')
        .optional(),
      tcpSocket: z.strictObject({}).describe('A connection that must open; written as {}').optional(),
      exec: z
        .strictObject({
          command: z.array(z.string()).min(1).describe('The program and its arguments; no shell'),
        })
        .describe('A program in the container that must end with 0')
        .optional(),
      grpc: z
        .strictObject({ service: z.string().describe('The service that is asked for').optional() })
        .describe("gRPC's own health check")
        .optional(),
      initialDelaySeconds: seconds(
        0,
        'Seconds from the start of the container to the first probe; 0 where it is left out',
      ).optional(),
      periodSeconds: seconds(
        1,
        'Seconds between two probes; where readinessProbe leaves it out, Knative asks several times a second until the function is ready',
      ).optional(),
      timeoutSeconds: seconds(
        1,
        'Seconds that one probe may take; 1 where it is left out; needs periodSeconds at readinessProbe',
      ).optional(),
      successThreshold: seconds(1, 'Successes in a row after a failure; 1 where it is left out').optional(),
      failureThreshold: seconds(
        1,
        'Failures in a row until it counts; 3 where it is left out; needs periodSeconds at readinessProbe',
      ).optional(),
    })
    .meta({ description, ...exactlyOne('httpGet', 'tcpSocket', 'exec', 'grpc') });

/** The probes of a function's own container. */
export const probeFields = {
  readinessProbe: probe(
    'Whether the function takes requests; exactly one of httpGet, tcpSocket, exec and grpc. Where it is left out: whether the port is open',
  ).optional(),
  livenessProbe: probe(
    'Whether it lives; a container that does not is started again. None where it is left out',
  ).optional(),
  startupProbe: probe('Whether it has started; until then no other probe counts').optional(),
} as const;
