import { z } from 'zod';
import { weighted } from './backend';
import type { FunctionSpec } from './function-spec';
import { backendsSchema } from './backend-schema';
import { functionSchema } from './schema';

/** A function's specs as JSON data: each spec once, with the clusters that use it. */
interface PackedSpecs {
  readonly specs: readonly FunctionSpec[];
  /** Clusters, each with the index of its spec. */
  readonly clusters: readonly (readonly [cluster: string, spec: number])[];
}

const { runtime, routes, service, rollout } = functionSchema.shape;

/** The step of a cluster. */
const step = z.union([z.int(), z.literal('canary')]);

/** The shape of packed specs that were read from a file. */
const packedSchema = z.strictObject({
  specs: z.array(
    z
      .strictObject({
        team: z.string(),
        name: z.string(),
        ksvc: z.string(),
        runtime,
        routes: routes.unwrap(),
        backends: backendsSchema.transform(weighted),
        deployedElsewhere: z.array(z.string()),
        rollout: rollout
          .unwrap()
          .pick({ to: true, canary: true, steps: true })
          .extend({ from: z.string(), at: step, canaryRoutes: z.array(z.int()) })
          // JSON has no undefined.
          .transform(({ canary, ...state }) => ({ ...state, canary }))
          .optional(),
        before: z.array(z.string()),
        calls: z.array(z.string()),
        service,
      })
      // JSON has no undefined.
      .transform(({ service: own, rollout: state, ...spec }) => ({ ...spec, service: own, rollout: state })),
  ),
  clusters: z.array(z.tuple([z.string(), z.int()])),
});

/** Packs specs into plain data; clusters that share one keep sharing it. */
export function packSpecs(specs: ReadonlyMap<string, FunctionSpec>): PackedSpecs {
  const distinct = [...new Set(specs.values())];
  return {
    specs: distinct,
    clusters: [...specs].map(([cluster, spec]) => [cluster, distinct.indexOf(spec)] as const),
  };
}

/**
 * Unpacks specs that {@link packSpecs} packed, also after a round trip through a file.
 * @returns `undefined` for anything else
 */
export function unpackSpecs(packed: unknown): ReadonlyMap<string, FunctionSpec> | undefined {
  const { data } = packedSchema.safeParse(packed);
  if (data === undefined) return undefined;
  const specs = new Map<string, FunctionSpec>();
  for (const [cluster, index] of data.clusters) {
    const spec = data.specs[index];
    if (spec === undefined) return undefined;
    specs.set(cluster, spec);
  }
  return specs;
}
