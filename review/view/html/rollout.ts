import type { Review } from '../../risks';
import type { Rollout, RolloutNeed, RolloutStep } from '../../model';
import { markup, type Html } from './escape';
import type { Facets } from './facets';
import { whereDetails } from './places';
import { witnessBox } from './witness';
import { capitalized, inOrderOfWeight, ROLLOUT_WORDS, spellRequestSet, usualText } from '../text';

/** Signs of how safe orders are; the words beside say the same. */
const SIGNS = {
  none: { sign: '✕', tone: 'error' },
  undecided: { sign: '?', tone: 'warning' },
  ordered: { sign: '!', tone: 'warning' },
  any: { sign: '✓', tone: 'good' },
} as const;

/** In which order the VirtualServices may be applied, one by one. */
export function rolloutSection(review: Review, facets: Facets): Html | undefined {
  const { rollouts } = review;
  if (rollouts.length === 0) return undefined;
  return markup`<section id="rollout" aria-labelledby="rollout-title"><h2 id="rollout-title">Rollout</h2>
<p class="lead">Manifests are applied one by one. An order is safe if every request has its old or its new outcome all the way.</p>
<ol class="cards" data-list="rollout">${inOrderOfWeight(rollouts).map((rollout) => rolloutCard(review, rollout, facets))}</ol></section>`;
}

function rolloutCard(review: Review, rollout: Rollout, facets: Facets): Html {
  const { sign, tone } = SIGNS[rollout.safety];
  return markup`
<li class="card ${tone}"${facets.attributes({ where: rollout.where })}><h3><span class="sign ${tone}" aria-hidden="true">${sign}</span>${capitalized(ROLLOUT_WORDS[rollout.safety])}</h3>
${bodyOf(review, rollout)}${whereDetails(rollout.where)}</li>`;
}

function bodyOf(review: Review, rollout: Rollout): Html | undefined {
  switch (rollout.safety) {
    case 'any':
      return undefined;
    case 'undecided':
      return markup`<p>${rollout.why}</p>`;
    case 'ordered':
      return markup`<ol class="steps">${rollout.order.map((step) => markup`<li>${stepOf(step)}</li>`)}</ol>
<p class="help">${capitalized(usualText(rollout))}.</p>${needList(review, rollout)}`;
    case 'none':
      return markup`<p>Make two pull requests of it. The first only adds matches, the second only takes away. In the first one these VirtualServices keep their old rules, and have the new ones behind them:</p>
<ul class="files">${rollout.keep.map((name) => markup`<li><code>${name}</code></li>`)}</ul>${needList(review, rollout)}`;
  }
}

function needList(
  review: Review,
  { needs, where }: { readonly needs: readonly RolloutNeed[] } & Pick<Rollout, 'where'>,
): Html | undefined {
  if (needs.length === 0) return undefined;
  const items = needs.map(
    ({ first, then, requests, witness }) => markup`
<li><p>${stepsOf(first, 'One of these must be done:')} ${stepsOf(then, 'before the last of these:')} Else these requests are lost for a while: <code>${spellRequestSet(requests, Infinity)}</code></p>${witnessBox(review, witness, where)}</li>`,
  );
  return markup`<details><summary>Why</summary><ol class="needs">${items}</ol></details>`;
}

function stepsOf(steps: readonly RolloutStep[], words: string): Html {
  return markup`${words}<span class="step-list">${steps.map((step) => markup`<span>${stepOf(step)}</span> `)}</span>`;
}

function stepOf({ action, virtualService }: RolloutStep): Html {
  return markup`<b>${action}</b> <code>${virtualService}</code>`;
}
