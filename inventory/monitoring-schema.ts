import { z } from 'zod';

/** The shape of `monitoring` of an environment. */
export const monitoring = z.strictObject({
  scrape: z.enum(['pod-monitor', 'annotations']).describe('How pods are found: pod-monitor or annotations'),
  labels: z
    .record(z.string(), z.string())
    .describe("Labels by which a Prometheus selects, such as { release: 'prometheus' }")
    .exactOptional(),
  dashboards: z
    .strictObject({
      labels: z.record(z.string(), z.string()).describe('Labels of the ConfigMaps').exactOptional(),
      annotations: z
        .record(z.string(), z.string())
        .describe("Annotations of the ConfigMaps, such as { grafana_folder: 'KFaas' }")
        .exactOptional(),
    })
    .describe("Grafana's dashboards")
    .exactOptional(),
  alerts: z
    .strictObject({
      labels: z
        .record(z.string(), z.string())
        .describe("Labels of every alert, such as { team: 'platform' }")
        .exactOptional(),
      errorPercent: z.number().describe('Share of answers with 5xx, in percent').exactOptional(),
      timeoutPercent: z
        .number()
        .describe('Share of its timeout that a function takes, in percent')
        .exactOptional(),
      busyPercent: z.number().describe('Share of the requests that a pod stands, in percent').exactOptional(),
      certificateDays: z.number().describe('Days before the end of a certificate').exactOptional(),
    })
    .describe('When somebody is told')
    .exactOptional(),
});
