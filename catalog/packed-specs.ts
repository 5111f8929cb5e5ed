import type { FunctionSpec } from './function-spec';

/** A function's specs as JSON data: each spec once, with the clusters that use it. */
export interface PackedSpecs {
  readonly specs: readonly FunctionSpec[];
  readonly clusters: readonly (readonly [cluster: string, spec: number])[];
}

/** Packs specs; clusters that share one keep sharing it. */
export function packSpecs(specs: ReadonlyMap<string, FunctionSpec>): PackedSpecs {
  const distinct = [...new Set(specs.values())];
  return {
    specs: distinct,
    clusters: [...specs].map(([cluster, spec]) => [cluster, distinct.indexOf(spec)] as const),
  };
}

/** Unpacks specs that {@link packSpecs} packed, also after a round trip through a file. */
export function unpackSpecs({ specs, clusters }: PackedSpecs): ReadonlyMap<string, FunctionSpec> {
  return new Map(
    clusters.flatMap(([cluster, index]) => {
      const spec = specs[index];
      return spec === undefined ? [] : [[cluster, spec] as const];
    }),
  );
}
