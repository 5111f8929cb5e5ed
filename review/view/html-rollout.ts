import type { Review } from '../judgement';
import type { Rollout, RolloutNeed, RolloutStep } from '../model';
import { markup, type Html } from './html-escape';
import type { Facets } from './html-facets';
import { whereDetails } from './html-places';
import { witnessBox } from './html-witness';
import { capitalized } from './plain-text';
import { spellRequestSet } from './request-text';
import { inOrderOfWeight, ROLLOUT_WORDS, usualText } from './rollout-text';

/** Signs of how safe orders are; the words beside say the same. */
const SIGNS = {
  none: { sign: '✕', tone: 'error' },
  undecided: { sign: '?', tone: 'warning' },
  ordered: { sign: '!', tone: 'warning' },
  any: { sign: '✓', tone: 'good' },
} as const;

/** In which order the VirtualServices may be applied, one by one. */
export function rolloutSection({ rollouts }: Review, facets: Facets): Html | undefined {
  if (rollouts.length === 0) return undefined;
  return markup`<section id="rollout" aria-labelledby="rollout-title"><h2 id="rollout-title">Rollout</h2>
<p class="lead">Manifests are applied one by one. An order is safe if every request has its old or its new outcome all the way.</p>
<ol class="cards" data-list="rollout">${inOrderOfWeight(rollouts).map((rollout) => rolloutCard(rollout, facets))}</ol></section>`;
}

function rolloutCard(rollout: Rollout, facets: Facets): Html {
  const { sign, tone } = SIGNS[rollout.safety];
  return markup`
<li class="card ${tone}"${facets.attributes({ where: rollout.where })}><h3><span class="sign ${tone}" aria-hidden="true">${sign}</span>${capitalized(ROLLOUT_WORDS[rollout.safety])}</h3>
${bodyOf(rollout)}${whereDetails(rollout.where)}</li>`;
}

function bodyOf(rollout: Rollout): Html | undefined {
  switch (rollout.safety) {
    case 'any':
      return undefined;
    case 'undecided':
      return markup`<p>${rollout.why}</p>`;
    case 'ordered':
      return markup`<ol class="steps">${rollout.order.map((step) => markup`<li>${stepOf(step)}</li>`)}</ol>
<p class="help">${capitalized(usualText(rollout))}.</p>${needList(rollout.needs)}`;
    case 'none':
      return markup`<p>Make two pull requests of it. The first only adds matches, the second only takes away. In the first one these VirtualServices keep their old rules, and have the new ones behind them:</p>
<ul class="files">${rollout.keep.map((name) => markup`<li><code>${name}</code></li>`)}</ul>${needList(rollout.needs)}`;
  }
}

function needList(needs: readonly RolloutNeed[]): Html | undefined {
  if (needs.length === 0) return undefined;
  const items = needs.map(
    ({ first, then, requests, witness }) => markup`
<li><p>${stepsOf(first, 'One of these must be done:')} ${stepsOf(then, 'before the last of these:')} Else these requests are lost for a while: <code>${spellRequestSet(requests, Infinity)}</code></p>${witnessBox(witness)}</li>`,
  );
  return markup`<details><summary>Why</summary><ol class="needs">${items}</ol></details>`;
}

function stepsOf(steps: readonly RolloutStep[], words: string): Html {
  return markup`${words}<span class="step-list">${steps.map((step) => markup`<span>${stepOf(step)}</span> `)}</span>`;
}

function stepOf({ action, virtualService }: RolloutStep): Html {
  return markup`<b>${action}</b> <code>${virtualService}</code>`;
}
