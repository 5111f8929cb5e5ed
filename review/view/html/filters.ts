import { FINDING_CODES } from '../../../findings';
import { markup, type Html } from './escape';
import type { Facets } from './facets';
import { clusterKey } from './places';

/** The page's filters. They do nothing without the script, which shows them. */
export function filterBar({ teams, clusters, risks }: Facets): Html {
  const environments = [...new Set(clusters.map(({ environment }) => environment))];
  return markup`<form class="filters" id="filters" role="search" aria-label="Filter" hidden>
${choice(
  'team',
  'Team',
  'every team',
  teams.map((team, place) => option(team, place, team)),
)}
${choice(
  'cluster',
  'Cluster',
  'every cluster',
  environments.map((environment) => {
    const options = clusters.map((cluster, place) =>
      cluster.environment === environment ? option(clusterKey(cluster), place, cluster.cluster) : undefined,
    );
    return environment === '' ? options : markup`<optgroup label="${environment}">${options}</optgroup>`;
  }),
)}
${choice(
  'risk',
  'Risk',
  'any or none',
  risks.map((code, place) => option(code, place, `${code} ${FINDING_CODES[code]}`)),
)}
<button type="reset">Show all</button>
<p class="shown" id="shown" role="status" aria-live="polite"></p>
</form>`;
}

function choice(
  name: string,
  label: string,
  all: string,
  options: readonly (Html | undefined | readonly (Html | undefined)[])[],
): Html | undefined {
  if (options.length === 0) return undefined;
  return markup`<label for="filter-${name}">${label} <select id="filter-${name}" name="${name}" autocomplete="off"><option value="">${all}</option>${options}</select></label>`;
}

/** @param place what entries are marked with */
function option(value: string, place: number, text: string): Html {
  return markup`<option value="${value}" data-place="${place}">${text}</option>`;
}
