import { groupBy, stableText, type Mapping } from '../base';
import { patchBetween } from './patch-between';

/** What a function declares on one cluster. */
export interface TargetDeclaration {
  readonly environment: string;
  readonly cluster: string;
  readonly declaration: Mapping;
}

/** A declaration for all clusters. */
export interface MergedDeclaration {
  readonly declaration: Mapping;
  /** The clusters of its environments on which it was not, and will be. */
  readonly added: readonly string[];
}

/**
 * Merges what a function declares on each cluster into one declaration: what most clusters share is its base, what an environment or a cluster
 * says otherwise is an overlay.
 *
 * Example: `timeout: 10s` on the two clusters of prod, and `5s` on that of test: the base has 10 s, and the overlay `test` 5 s.
 *
 * Invariant: with the overlays of its environment and its own, the base is again what a cluster declares.
 * @param clusters the clusters of each environment, in the order in which a change travels
 */
export function mergeTargets(
  targets: readonly TargetDeclaration[],
  clusters: ReadonlyMap<string, readonly string[]>,
): MergedDeclaration {
  const base = mostCommon(targets.map(({ declaration }) => declaration));
  const byEnvironment = groupBy(targets, ({ environment }) => environment);
  const overlays: Record<string, Mapping> = {};
  for (const environment of clusters.keys()) {
    const own = byEnvironment.get(environment) ?? [];
    if (own.length === 0) continue;
    const shared = mostCommon(
      own.map(({ declaration }) => declaration),
      base,
    );
    const patch = patchBetween(base, shared);
    if (patch !== undefined) overlays[environment] = patch;
    for (const { cluster, declaration } of own) {
      const further = patchBetween(shared, declaration);
      if (further !== undefined) overlays[cluster] = further;
    }
  }
  const named = [...clusters.keys()].filter((environment) => byEnvironment.has(environment));
  const present = new Set(targets.map(({ cluster }) => cluster));
  return {
    declaration: {
      ...base,
      ...(named.length === clusters.size ? {} : { environments: named }),
      ...(Object.keys(overlays).length === 0 ? {} : { overlays }),
    },
    added: named.flatMap((environment) =>
      (clusters.get(environment) ?? []).filter((one) => !present.has(one)),
    ),
  };
}

/** The declaration that most clusters have; of several, the preferred one, else the first. */
function mostCommon(declarations: readonly Mapping[], preferred: Mapping = {}): Mapping {
  const groups = [...groupBy(declarations, stableText).values()];
  const most = Math.max(...groups.map((group) => group.length));
  const largest = groups.filter((group) => group.length === most);
  const [first] = largest.find(([one]) => stableText(one) === stableText(preferred)) ?? largest[0] ?? [];
  return first ?? {};
}
