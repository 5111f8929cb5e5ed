import { z } from 'zod';
import { DURATION_PATTERN } from './duration';

/** Most pods that Knative's annotations can express: a 32-bit integer. */
const SCALE_LIMIT = 2_147_483_647;

const pods = (least: number, description: string) =>
  z.int().min(least).max(SCALE_LIMIT).describe(description);

const duration = (description: string) => z.string().meta({ description, pattern: DURATION_PATTERN });

/** What Knative can scale by. The first two are its own autoscaler's, the others a HorizontalPodAutoscaler's. */
export const SCALE_METRICS = ['concurrency', 'rps', 'cpu', 'memory'] as const;

/** How far and by what a function scales. */
export const scaleSchema = z.strictObject({
  min: pods(0, 'Fewest pods; 0 lets the function sleep').optional(),
  max: pods(0, 'Most pods; 0 for no bound').optional(),
  initial: pods(
    0,
    'Pods of a new revision until it is ready; 1 where it is left out; 0 asks the operators for allow-zero-initial-scale',
  ).optional(),
  activation: pods(2, 'Fewest pods when it wakes up from none').optional(),
  concurrency: z
    .int()
    .min(0)
    .max(1000)
    .describe('Most requests that one pod handles at once (containerConcurrency); 0 for no limit')
    .optional(),
  metric: z
    .enum(SCALE_METRICS)
    .describe(
      'What it scales by: requests at once (concurrency) or a second (rps); or cpu or memory, by a HorizontalPodAutoscaler, which lets no function sleep. concurrency where it is left out',
    )
    .optional(),
  target: z
    .number()
    .min(0.01)
    .describe(
      'How much of the metric one pod should have: requests, requests a second, percent of the CPU request, or MiB of memory; Knative takes 100 requests, 200 a second or 80 percent where it is left out',
    )
    .optional(),
  targetUtilizationPercentage: z
    .number()
    .min(1)
    .max(100)
    .describe('Share of concurrency or target at which pods are added, in percent; 70 where it is left out')
    .optional(),
  window: duration(
    'Time over which the metric is averaged, from 6s to 1h, in whole seconds; 60s where it is left out',
  ).optional(),
  scaleDownDelay: duration(
    'How long load must stay low until pods are removed, up to 1h, in whole seconds',
  ).optional(),
  scaleToZeroPodRetentionPeriod: duration(
    'How long the last pod stays without requests, up to 1h',
  ).optional(),
});
