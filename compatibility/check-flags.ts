import { groupBy } from '../base';
import { placeInFunction, type Catalog, type CatalogFunction } from '../catalog';
import type { Finding } from '../findings';
import type { VersionedCluster } from './check-functions';
import { flaggedAsks, type FlaggedAsk } from './service-needs';

/** A flag that a function needs on a cluster. */
interface Occurrence extends FlaggedAsk {
  readonly cluster: VersionedCluster;
}

/**
 * Finds the functions that need a flag of Knative of which nobody says that it is enabled: the webhook refuses their Knative
 * Services where it is not. One note for each function and flag.
 */
export function checkFlags(
  { functions, sources }: Pick<Catalog, 'functions' | 'sources'>,
  clusters: readonly VersionedCluster[],
): Finding[] {
  return functions.flatMap((declared) => {
    // Most functions ask for none, and clusters share a function's specs.
    const asked = new Map([...new Set(declared.specs.values())].map((spec) => [spec, flaggedAsks(spec)]));
    if ([...asked.values()].every((asks) => asks.length === 0)) return [];
    const needed = clusters.flatMap((cluster): Occurrence[] => {
      const spec = declared.specs.get(cluster.target.cluster);
      const asks = (spec && asked.get(spec)) ?? [];
      return asks
        .filter(({ field }) => cluster.profile.knativePod[field] === 'flag')
        .map((ask) => ({ ...ask, cluster }));
    });
    return [...groupBy(needed, ({ flag }) => flag).values()].flatMap((alike) => findingOf(declared, alike));
  });

  function findingOf(declared: CatalogFunction, alike: readonly Occurrence[]): Finding[] {
    const [first] = alike;
    const text = sources.get(declared.file);
    if (first === undefined) return [];
    const names = alike.map(({ cluster }) => cluster.target.cluster).join(', ');
    const { flag } = first;
    const config = flag.startsWith('kubernetes.') ? 'config-features' : 'config-autoscaler';
    return [
      {
        code: 'KF706',
        severity: 'note',
        message: `${declared.id} needs Knative's flag ${flag} on ${names}; without it Knative refuses the function`,
        help: `ask the operators whether it is enabled in ${config}, and name it in overrides.knativeFeatures of the clusters`,
        places: text === undefined ? [] : [placeInFunction(declared, text, first.cluster.target, first.path)],
      },
    ];
  }
}
