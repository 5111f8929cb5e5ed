import { FINDING_CODES, type Finding } from '../../../findings';
import type { Review } from '../../risks';
import { markup, type Html } from './escape';
import { linksOf, type Links } from './links';
import {
  capitalized,
  connectionSentence,
  counted,
  few,
  grouped,
  productionVersions,
  summarizeSeverities,
  verdictSentence,
} from '../text';

/** The verdict on a review in a few words, for the page's title too. */
export function verdictTitle({ requests: { verdict, changes } }: Review): string {
  const sets =
    changes.length === 1
      ? 'one set of requests changes'
      : `${counted(changes.length, 'set')} of requests change`;
  switch (verdict) {
    case 'same':
      return 'No request changes';
    case 'changed':
      return capitalized(sets);
    case 'undecided':
      return changes.length === 0 ? 'Not decided whether requests change' : `At least ${sets}`;
  }
}

const SIGNS = {
  same: { sign: '✓', tone: 'good' },
  changed: { sign: '~', tone: 'changed' },
  undecided: { sign: '?', tone: 'warning' },
} as const;

/** The tone and the sign of a review's worst risk; of its verdict where it has none that matters. */
function toneOf({ risks: [worst], requests: { verdict } }: Review): {
  readonly sign: string;
  readonly tone: string;
} {
  if (worst?.severity === 'error') return { sign: '✕', tone: 'error' };
  if (worst?.severity === 'warning') return { sign: '!', tone: 'warning' };
  return SIGNS[verdict];
}

/** The worst of a review in one line: `1 error, 2 warnings: requests are left without a function, in every cluster`. */
function worstLine({ risks, requests: { compared } }: Review): string | undefined {
  const [worst] = risks;
  if (worst === undefined || worst.severity === 'note') return undefined;
  const clusters = worst.where.length;
  const where =
    clusters === 0
      ? ''
      : clusters >= compared.clusters + compared.alike
        ? ', in every cluster'
        : `, in ${few(
            worst.where.map(({ cluster }) => cluster),
            4,
          )}`;
  return `${summarizeSeverities(risks)}: ${FINDING_CODES[worst.code]}${where}`;
}

/** The top of the page: the worst risk or the verdict, what it counts, and on what it rests. */
export function verdictHeader(review: Review): Html {
  const { base, head, connections = [], assumptions, problems } = review;
  const { sign, tone } = toneOf(review);
  const worst = worstLine(review);
  // The sentence below has the numbers of requests.
  return markup`<header class="top">
<p class="what"><b>kfaas diff</b> <code>${base}</code> <span class="arrow" aria-hidden="true">→</span><span class="vh"> to </span> <code>${head}</code></p>
<h1><span class="verdict ${tone}" aria-hidden="true">${sign}</span>${worst ?? verdictTitle(review)}</h1>
<p class="lead">${verdictSentence(review)}${comparedLine(review)}</p>
${summaryOf(review)}
${versionsCallout(review)}${problems.length === 0 ? undefined : markup`<div class="callout error"><h2>Not read</h2><ul>${problems.map((problem) => problemLine(problem, linksOf(review)))}</ul></div>`}
${connections.length === 0 ? undefined : markup`<div class="callout warning"><h2>Connections</h2><ul>${connections.map((change) => markup`<li>${connectionSentence(change)}</li>`)}</ul></div>`}${assumptions.length === 0 ? undefined : markup`<div class="callout note"><h2>On what this rests</h2><ul>${assumptions.map((text) => markup`<li>${text}</li>`)}</ul></div>`}
</header>`;
}

/** Other versions in production: whatever else changes, a reviewer must not miss them. */
function versionsCallout({ requests }: Review): Html | undefined {
  const versions = productionVersions(requests);
  if (versions === undefined) return undefined;
  return markup`<div class="callout warning"><h2>Other versions in production</h2><p>${versions}</p></div>`;
}

/** How much was compared, where the sentence does not say. */
function comparedLine({ requests: { verdict, compared } }: Review): string {
  if (verdict === 'same') return '';
  return ` ${counted(compared.routes, 'route')} on ${counted(compared.hosts, 'host')} of ${counted(compared.clusters, 'cluster')} were compared.`;
}

/** What is on the page, as links to its parts. */
function summaryOf({ requests, risks, objects, rollouts }: Review): Html {
  const trees = requests.trees.length;
  const parts = [
    {
      to: 'risks',
      count: risks.length,
      name: 'Risks',
      told: risks.length === 0 ? '' : summarizeSeverities(risks),
    },
    {
      to: 'requests',
      count: requests.changes.length,
      name: 'Request changes',
      told: requests.equivalent.length === 0 ? '' : `${requests.equivalent.length} without effect`,
    },
    ...(trees === 0
      ? []
      : [{ to: 'routes', count: trees, name: trees === 1 ? 'Route tree' : 'Route trees', told: '' }]),
    ...(rollouts.length === 0 ? [] : [rolloutPart(rollouts)]),
    { to: 'objects', count: objects.length, name: 'Object changes', told: '' },
  ];
  const items = parts.map(
    ({ to, count, name, told }) =>
      markup`<li><a href="#${to}"><b>${typeof count === 'number' ? grouped(count) : count}</b> ${name}<small>${told}</small></a></li>`,
  );
  return markup`<nav aria-label="Parts of the page"><ul class="summary">${items}</ul></nav>`;
}

function rolloutPart(rollouts: Review['rollouts']) {
  const unsafe = rollouts.filter(({ safety }) => safety !== 'any').length;
  return {
    to: 'rollout',
    count: unsafe === 0 ? '✓' : unsafe,
    name: unsafe === 0 ? 'Any order is safe' : unsafe === 1 ? 'Rollout warning' : 'Rollout warnings',
    told: '',
  };
}

function problemLine({ code, message, help, places }: Finding, links: Links): Html {
  const at = places.map(({ file, line, column }) => markup` <code>${file}:${line}:${column}</code>`);
  return markup`<li>${links.code(code)} ${message}${at}. <span class="help">${help}</span></li>`;
}
