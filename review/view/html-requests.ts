import type { Review } from '../judgement';
import type { Answer, EquivalentChange, RequestChange } from '../model';
import { markup, type Html } from './html-escape';
import { equivalentFacts, requestFacts, type Facets } from './html-facets';
import { toldAsIn, whereDetails } from './html-places';
import { riskLinks } from './html-risks';
import { fieldTable } from './html-value';
import { witnessBox } from './html-witness';

/** What happens to requests: the sign, and the words. */
const KINDS = {
  moved: { sign: '→', words: 'go elsewhere' },
  unanswered: { sign: '−', words: 'no longer answered' },
  answered: { sign: '+', words: 'newly answered' },
  treated: { sign: '~', words: 'treated otherwise' },
} as const;

const EQUIVALENT = {
  'function-renamed': 'A function is renamed',
  'routes-rewritten': 'Routes are written otherwise',
  versions: 'Istio is another',
  'local-gateway': 'The second pass takes another Service',
  gateways: 'The host is bound to other Gateways',
} as const;

/** The requests to which something else happens, and what is edited without that. */
export function requestSection(review: Review, facets: Facets): Html {
  const { verdict, changes, equivalent, undecided, orderDependent } = review.requests;
  const none =
    verdict === 'undecided'
      ? 'No request was found to change; not everything is decided.'
      : 'Every request has the outcome that it had: that is proved.';
  const list =
    changes.length === 0
      ? markup`<p class="quiet">${none}</p>`
      : markup`<ol class="cards" data-list="request">${changes.map((change, index) => requestCard(review, change, index, facets))}</ol>`;
  const open =
    undecided.length === 0
      ? undefined
      : markup`<div class="callout warning"><h3>Not decided</h3><p>Of these hosts it is not known whether more requests change than is listed here.</p>${whereDetails(undecided)}</div>`;
  const aged = (['base', 'head'] as const).map((side) => {
    const where = orderDependent.filter((entry) => entry.side === side).map((entry) => entry.where);
    if (where.length === 0) return undefined;
    return markup`<div class="callout warning"><h3>The order of creation decides, ${side === 'base' ? 'before' : 'after'} the change</h3><p>On these hosts VirtualServices overlap. What is said here holds for them in the order of their ages as the manifests tell them, else of their names.</p>${whereDetails(where)}</div>`;
  });
  const alike =
    equivalent.length === 0
      ? undefined
      : markup`<h3 class="sub">Edited, and yet the same for every request</h3><ul class="rows" data-list="equivalent">${equivalent.map((change) => equivalentRow(change, facets))}</ul>`;
  return markup`<section id="requests" aria-labelledby="requests-title"><h2 id="requests-title">Requests</h2>${open}${aged}${list}${alike}</section>`;
}

function requestCard(review: Review, change: RequestChange, index: number, facets: Facets): Html {
  const { kind, requests, witness, before, after, fields, where } = change;
  const { sign, words } = KINDS[kind];
  const id = `request-${index + 1}`;
  const except =
    requests.except.length === 0
      ? undefined
      : markup`<div class="except">but not <ul>${requests.except.map((match) => markup`<li><code>${match}</code></li>`)}</ul></div>`;
  return markup`
<li class="card ${kind}" id="${id}"${facets.attributes(requestFacts(review, change, index))}><article aria-labelledby="${id}-title">
<div class="kicker"><span class="badge ${kind}"><span aria-hidden="true">${sign}</span> ${words}</span>${riskLinks(review, 'requestChanges', index)}</div>
<h3 id="${id}-title">${joined(requests.matched)}</h3>
${except}
<div class="sides"><div class="side"><span class="label">Before</span>${answerBox(before)}</div><div class="side"><span class="label">After</span>${answerBox(after)}</div></div>
${witnessBox(witness)}
${fieldTable(fields, 'What differs in the rule')}
${toldAsIn(where.map(({ namespace }) => namespace))}
${whereDetails(where, markup`${routeLine('Before', before)}${routeLine('After', after)}`)}
</article></li>`;
}

/** Matches of which a request meets all. */
function joined(matched: readonly string[]): Html {
  if (matched.length === 0) return markup`any request`;
  return markup`${matched.map((match, place) => markup`${place === 0 ? '' : markup` <span class="and">and also</span> `}<code>${match}</code>`)}`;
}

function answerBox(answer: Answer | undefined): Html {
  if (answer === undefined) return markup`<p class="function none">no route: 404</p>`;
  const { function: name, destinations, route } = answer;
  const total = destinations.reduce((sum, { weight }) => sum + weight, 0);
  const shares = destinations.map(({ host, port, weight, authority }) => {
    const of = total === 100 ? `${weight} %` : `${weight} of ${total}`;
    const share = destinations.length > 1 ? markup` <span class="share">${of}</span>` : undefined;
    const target = authority ?? `${host}${port === undefined ? '' : `:${port}`}`;
    return markup`<li><code>${target}</code>${share}</li>`;
  });
  const nowhere = markup`<li class="none">no destination: it redirects, responds itself or delegates</li>`;
  return markup`<p class="function">${name ?? route.virtualService}</p><ul class="destinations">${shares.length === 0 ? nowhere : shares}</ul>`;
}

function routeLine(side: string, answer: Answer | undefined): Html | undefined {
  if (answer === undefined) return undefined;
  const { route, file, match } = answer;
  return markup`<p class="route-line"><b>${side}:</b> <code>${match}</code>, which is <code>spec.http[${route.rule}].match[${route.match}]</code> of VirtualService <code>${route.virtualService}</code> in <code>${file}</code></p>`;
}

function equivalentRow(change: EquivalentChange, facets: Facets): Html {
  const { kind, subject, before, after, where } = change;
  return markup`
<li class="row"${facets.attributes(equivalentFacts(change))}><p><span class="sign same" aria-hidden="true">=</span><b>${EQUIVALENT[kind]}:</b> <code>${subject}</code></p>
<p class="change"><code>${before}</code> <span class="arrow" aria-hidden="true">→</span><span class="vh"> becomes </span> <code>${after}</code></p>
${whereDetails(where)}</li>`;
}
