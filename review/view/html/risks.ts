import { FINDING_CODES } from '../../../findings';
import type { HostLocation } from '../../model';
import type { Review, Risk } from '../../risks';
import { markup, type Html } from './escape';
import { riskFacts, type Facets } from './facets';
import { linksOf, type Links } from './links';
import { clusterLine } from './places';
import { counted } from '../text';
import { witnessBox } from './witness';

/** A severity's sign: colour alone says nothing. */
const SIGNS = { error: '✕', warning: '!', note: 'i' } as const;

/** What a reviewer should not miss, the most severe first. */
export function riskSection(review: Review, facets: Facets): Html {
  const links = linksOf(review);
  const { risks } = review;
  const list =
    risks.length === 0
      ? markup`<p class="quiet">Nothing that the checks look for is in this change.</p>`
      : markup`<ol class="cards" data-list="risk">${risks.map((risk, index) => riskCard(review, risk, index, { facets, links }))}</ol>`;
  return markup`<section id="risks" aria-labelledby="risks-title"><h2 id="risks-title">Risks</h2>${list}</section>`;
}

/** Links to the risks that an entry was seen in. */
export function riskLinks(review: Pick<Review, 'risks'>, list: ChangeList, index: number): Html | undefined {
  const seen = risksSeen(review, list, index);
  if (seen.length === 0) return undefined;
  const links = seen.map(
    ({ risk, place }) =>
      markup`<li><a class="badge ${risk.severity}" href="#risk-${place + 1}" title="${FINDING_CODES[risk.code]}">${markOf(risk)}</a></li>`,
  );
  return markup`<ul class="links" aria-label="Risks">${links}</ul>`;
}

/** The risks that an entry was seen in, each code once, for a row that is closed. */
export function riskMarks(review: Pick<Review, 'risks'>, list: ChangeList, index: number): Html {
  const byCode = new Map(
    risksSeen(review, list, index).map(({ risk }) => [`${risk.severity} ${risk.code}`, risk]),
  );
  return markup`${[...byCode.values()].map(
    (risk) =>
      markup` <span class="badge ${risk.severity}" title="${FINDING_CODES[risk.code]}"><span class="vh">${risk.severity} </span>${markOf(risk)}</span>`,
  )}`;
}

type ChangeList = 'requestChanges' | 'objectChanges';

function risksSeen({ risks }: Pick<Review, 'risks'>, list: ChangeList, index: number) {
  return risks.flatMap((risk, place) => (risk[list].includes(index) ? [{ risk, place }] : []));
}

function markOf({ code, severity }: Risk): Html {
  return markup`<span aria-hidden="true">${SIGNS[severity]}</span> ${code}`;
}

/** The hosts on which a risk was seen first. */
function hostsOf({ requestChanges: [first] }: Risk, { requests }: Review): readonly HostLocation[] {
  return first === undefined ? [] : (requests.changes[first]?.where ?? []);
}

function riskCard(
  review: Review,
  risk: Risk,
  index: number,
  { facets, links }: { readonly facets: Facets; readonly links: Links },
): Html {
  const { code, severity, help, teams, where, witness, places } = risk;
  const title = `risk-${index + 1}`;
  return markup`
<li class="card ${severity}" id="${title}"${facets.attributes(riskFacts(risk))}><article aria-labelledby="${title}-title">
<p class="kicker"><span class="badge ${severity}"><span aria-hidden="true">${SIGNS[severity]}</span> ${severity}</span> ${links.code(code)} ${FINDING_CODES[code]}</p>
<h3 id="${title}-title">${risk.headline}</h3>
<p class="help">${help}</p>
${witness && witnessBox(review, witness, hostsOf(risk, review))}
${places.length > 0 ? markup`<p class="at">${places.map((place) => markup`${links.place(place)} `)}</p>` : undefined}
<div class="foot">${clusterLine(where)}${teams.length > 0 ? markup`<p class="teams">${teams.length === 1 ? 'Team' : 'Teams'} ${teams.join(', ')}</p>` : undefined}${changeLinks(risk)}</div>
</article></li>`;
}

/** Most changes that a risk leads to; the filter by its code finds all. */
const MOST_LINKS = 6;

function changeLinks({ requestChanges, objectChanges, code }: Risk): Html | undefined {
  const all = [
    ...requestChanges.map((index) => ['request', index + 1] as const),
    ...objectChanges.map((index) => ['object', index + 1] as const),
  ];
  if (all.length === 0) return undefined;
  const links = all
    .slice(0, MOST_LINKS)
    .map(([kind, number]) => markup`<li><a href="#${kind}-${number}">${kind} change ${number}</a></li>`);
  const more = all.length - MOST_LINKS;
  const rest =
    more > 0 ? markup`<li>and ${counted(more, 'more', 'more')}: filter by ${code}</li>` : undefined;
  return markup`<ul class="links" aria-label="Seen in">${links}${rest}</ul>`;
}
