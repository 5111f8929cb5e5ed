import { groupBy } from '../base';
import { placeInFunction, type Catalog } from '../catalog';
import type { Finding } from '../findings';
import { missingSecurityFields } from '../platform';
import type { VersionedCluster } from './check-functions';

/**
 * Finds the clusters whose Knative does not take all that confines the Knative Services that are rendered there. One
 * finding for all clusters that lack the same; none where no Knative Service is rendered.
 */
export function checkConfinement(
  { functions, sources }: Pick<Catalog, 'functions' | 'sources'>,
  clusters: readonly VersionedCluster[],
): Finding[] {
  const lacking = clusters.filter(({ profile }) => missingSecurityFields(profile.knativeSecurity).length > 0);
  const byFields = groupBy(lacking, ({ profile }) =>
    missingSecurityFields(profile.knativeSecurity).join(', '),
  );
  return [...byFields].flatMap(([fields, alike]): Finding[] => {
    const affected = alike.filter(({ target }) =>
      functions.some(({ specs }) => specs.get(target.cluster)?.service !== undefined),
    );
    const [first] = affected;
    if (first === undefined) return [];
    const { target } = first;
    const rendered = functions.filter(({ specs }) => specs.get(target.cluster)?.service !== undefined);
    const places = rendered.slice(0, 1).flatMap((declared) => {
      const text = sources.get(declared.file);
      return text === undefined ? [] : [placeInFunction(declared, text, target, ['service'])];
    });
    const named = affected.map(
      ({ target: { cluster }, versions }) => `${cluster} (Knative ${versions.knative})`,
    );
    return [
      {
        code: 'KF704',
        severity: 'warning',
        message: `functions that KFaas renders run without ${fields} on ${named.join(', ')}: Knative refuses or drops it there`,
        help: 'upgrade to Knative 1.9, which takes them all; until then use images whose user is not root, and give the default service account no rights',
        places,
      },
    ];
  });
}
