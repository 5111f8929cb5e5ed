import type { Destination } from '../../../routing';
import type { Review } from '../../risks';
import type { Answer, EquivalentChange, RequestChange } from '../../model';
import {
  capitalized,
  EQUIVALENT_WORDS,
  fieldsBesideDestinations,
  inOrderOfRisk,
  NO_DESTINATION,
  REQUEST_KINDS,
  REQUEST_WORDS,
  risksByChange,
  shareOf,
  spellerOf,
  weightChanges,
} from '../text';
import { markup, type Html } from './escape';
import { linksOf } from './links';
import { equivalentFacts, requestFacts, type Facets } from './facets';
import { toldAsIn, whereDetails } from './places';
import { riskLinks } from './risks';
import { fieldTable } from './value';
import { witnessBox } from './witness';

/** Signs of what happens to requests; the words beside say the same. */
const SIGNS = { moved: '→', unanswered: '−', answered: '+', treated: '~' } as const;

/** The requests to which something else happens, and what is edited without that. */
export function requestSection(review: Review, facets: Facets): Html {
  const { verdict, changes, equivalent, undecided, orderDependent } = review.requests;
  const inOrder = inOrderOfRisk(changes, risksByChange(review).ofRequests, REQUEST_KINDS);
  const none =
    verdict === 'undecided'
      ? 'No change of a request was found, but some hosts are undecided.'
      : 'Proved: every request keeps its outcome.';
  const list =
    changes.length === 0
      ? markup`<p class="quiet">${none}</p>`
      : markup`<ol class="cards" data-list="request">${inOrder.map(({ change, index }) => requestCard(review, change, index, facets))}</ol>`;
  const open =
    undecided.length === 0
      ? undefined
      : markup`<div class="callout warning"><h3>Not decided</h3><p>On these hosts, more requests may change than are listed here.</p>${whereDetails(undecided)}</div>`;
  const aged = (['base', 'head'] as const).map((side) => {
    const where = orderDependent.filter((entry) => entry.side === side).map((entry) => entry.where);
    if (where.length === 0) return undefined;
    return markup`<div class="callout warning"><h3>The order of creation decides, ${side === 'base' ? 'before' : 'after'} the change</h3><p>On these hosts VirtualServices overlap. The reported changes assume the creation times of the manifests, or the order of names where they have none.</p>${whereDetails(where)}</div>`;
  });
  const alike =
    equivalent.length === 0
      ? undefined
      : markup`<h3 class="sub">Edited, with the same outcome for every request</h3><ul class="rows" data-list="equivalent">${equivalent.map((change) => equivalentRow(change, facets))}</ul>`;
  return markup`<section id="requests" aria-labelledby="requests-title"><h2 id="requests-title">Requests</h2>${open}${aged}${list}${alike}</section>`;
}

function requestCard(review: Review, change: RequestChange, index: number, facets: Facets): Html {
  const { kind, requests, witness, before, after, where } = change;
  const number = index + 1;
  const spell = spellerOf([before, after].flatMap((answer) => answer?.destinations ?? []));
  const id = `request-${number}`;
  const except =
    requests.except.length === 0
      ? undefined
      : markup`<div class="except">but not <ul>${requests.except.map((match) => markup`<li><code>${match}</code></li>`)}</ul></div>`;
  return markup`
<li class="card ${kind}" id="${id}"${facets.attributes(requestFacts(review, change, index))}><article aria-labelledby="${id}-title">
<div class="kicker"><span class="badge ${kind}"><span aria-hidden="true">${SIGNS[kind]}</span> ${REQUEST_WORDS[kind].what}</span><span>Request change ${number}</span>${riskLinks(review, 'requestChanges', index)}</div>
<h3 id="${id}-title">${joined(requests.matched)}</h3>
${except}
<div class="sides"><div class="side"><span class="label">Before</span>${answerBox(before, spell)}</div><div class="side"><span class="label">After</span>${answerBox(after, spell)}</div></div>
${witnessBox(review, witness, where)}
${weightLine(before, after)}${fieldTable(fieldsBesideDestinations(change), 'What differs in the rule')}
${toldAsIn(where.map(({ namespace }) => namespace))}
${whereDetails(where, markup`${routeLine(review, 'before', before)}${routeLine(review, 'after', after)}`)}
</article></li>`;
}

/** The weights of the destinations where they change. */
function weightLine(before: Answer | undefined, after: Answer | undefined): Html | undefined {
  if (before === undefined || after === undefined) return undefined;
  const weights = weightChanges(before.destinations, after.destinations);
  if (weights === undefined) return undefined;
  return markup`<p class="weights"><span class="label">Weights</span> ${weights}</p>`;
}

/** Matches that a request satisfies, all of them. */
function joined(matched: readonly string[]): Html {
  if (matched.length === 0) return markup`any request`;
  return markup`${matched.map((match, place) => markup`${place === 0 ? '' : markup` <span class="and">and also</span> `}<code>${match}</code>`)}`;
}

function answerBox(answer: Answer | undefined, spell: (one: Destination) => string): Html {
  if (answer === undefined) return markup`<p class="function none">no route: 404</p>`;
  const { function: name, destinations, route } = answer;
  const shares = destinations.map((one) => {
    const share = shareOf(one, destinations).map((text) => markup` <span class="share">${text}</span>`);
    return markup`<li><code>${spell(one)}</code>${share}</li>`;
  });
  const nowhere = markup`<li class="none">${NO_DESTINATION}</li>`;
  return markup`<p class="function">${name ?? ownerName(route)}</p><ul class="destinations">${shares.length === 0 ? nowhere : shares}</ul>`;
}

function ownerName(route: Answer['route']): string {
  return route.virtualService ?? route.gateway;
}

function routeLine(review: Review, side: 'before' | 'after', answer: Answer | undefined): Html | undefined {
  if (answer === undefined) return undefined;
  const { route, file, match } = answer;
  const place =
    route.virtualService === undefined
      ? markup`<code>spec.servers[${route.server}].tls.httpsRedirect</code> of Gateway <code>${route.gateway}</code>`
      : markup`<code>spec.http[${route.rule}].match[${route.match}]</code> of VirtualService <code>${route.virtualService}</code>`;
  return markup`<p class="route-line"><b>${capitalized(side)}:</b> <code>${match}</code>, which is ${place} in ${linksOf(review).manifest(file, side)}</p>`;
}

function equivalentRow(change: EquivalentChange, facets: Facets): Html {
  const { kind, subject, before, after, where } = change;
  return markup`
<li class="row"${facets.attributes(equivalentFacts(change))}><p><span class="sign same" aria-hidden="true">=</span><b>${capitalized(EQUIVALENT_WORDS[kind])}:</b> <code>${subject}</code></p>
<p class="change"><code>${before}</code> <span class="arrow" aria-hidden="true">→</span><span class="vh"> becomes </span> <code>${after}</code></p>
${whereDetails(where)}</li>`;
}
