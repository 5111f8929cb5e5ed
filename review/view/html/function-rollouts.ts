import type { FunctionRollout, RolloutOnCluster } from '../../model';
import type { Review } from '../../risks';
import { markup, type Html } from './escape';
import { functionRolloutFacts, type Facets } from './facets';
import { spellMove, spellStep } from '../text';

/** How far the rollouts of functions are that the change moves: for each a table of its clusters, in which a step that is taken is filled. */
export function functionRolloutSection({ functionRollouts = [] }: Review, facets: Facets): Html | undefined {
  if (functionRollouts.length === 0) return undefined;
  return markup`<section id="function-rollouts" aria-labelledby="function-rollouts-title"><h2 id="function-rollouts-title">Rollouts of functions</h2>
<p class="lead">How far the requests of each function are on their way from one Knative Service to another, once the change is applied.</p>
<ol class="cards" data-list="function-rollouts">${functionRollouts.map((rollout) => rolloutCard(rollout, facets))}</ol></section>`;
}

function rolloutCard(rollout: FunctionRollout, facets: Facets): Html {
  const { function: id, from, to, steps, clusters } = rollout;
  return markup`
<li class="card"${facets.attributes(functionRolloutFacts(rollout))}><h3>${id}</h3>
<p><code>${from}</code> → <code>${to}</code></p>
<table class="progress"><thead><tr><th scope="col">Cluster</th>${steps.map((step) => markup`<th scope="col">${spellStep(step)}</th>`)}<th scope="col">Change</th></tr></thead>
<tbody>${clusters.map((one) => clusterRow(one, steps))}</tbody></table></li>`;
}

function clusterRow(
  { environment, cluster, before, after }: RolloutOnCluster,
  steps: readonly string[],
): Html {
  const [old, now] = [takenOf(before, steps), takenOf(after, steps)];
  const cells = steps.map((_, index) => {
    const [was, is] = [index < old, index < now];
    const [tone, sign, words] =
      was && is
        ? (['taken', '●', 'taken'] as const)
        : is
          ? (['added', '●', 'taken now'] as const)
          : was
            ? (['removed', '○', 'taken back'] as const)
            : (['', '·', 'not yet'] as const);
    return markup`<td class="${tone}"><span aria-hidden="true">${sign}</span><span class="vh">${words}</span></td>`;
  });
  return markup`<tr><th scope="row">${environment}/${cluster}</th>${cells}<td>${spellMove(before, after, '→')}</td></tr>`;
}

/** How many steps are taken; none before the first. */
function takenOf(step: string | undefined, steps: readonly string[]): number {
  return step === undefined ? 0 : steps.indexOf(step) + 1;
}
