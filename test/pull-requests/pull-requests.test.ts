import {
  renderReviewGithub,
  renderReviewHtml,
  renderReviewHuman,
  renderReviewJson,
  renderReviewMarkdown,
  type Review,
} from '../../review';
import { goldenNames, goldenOutputs } from './golden-outputs';
import { PULL_REQUESTS, type Essentials } from './pull-requests';
import { renderedReview } from './rendered-review';
import { BASE } from './source-edits';
import { wrongWitnesses } from './witnesses';

/** How each view renders a review; of the page, what it says. */
const VIEWS: Readonly<Record<string, (review: Review) => string>> = {
  'human.txt': (review) => renderReviewHuman(review, { color: false }),
  'markdown.txt': (review) => renderReviewMarkdown(review),
  'json.txt': renderReviewJson,
  'github.txt': renderReviewGithub,
  'html.txt': (review) => {
    const page = renderReviewHtml(review);
    return [/<header class="top">.*?<\/header>/s, /<main.*<\/main>/s]
      .map((part) => part.exec(page)?.[0])
      .join('\n');
  },
};

test('there are golden outputs of these pull requests', () => {
  expect(goldenNames()).toEqual(PULL_REQUESTS.map(({ name }) => name).sort());
});

function essentialsOf({ requests, objects, risks, rollouts }: Review): Required<Essentials> {
  return {
    verdict: requests.verdict,
    requests: once(
      requests.changes.map(({ kind, before, after }) => {
        const [from, to] = [before, after].map((answer) => answer?.function ?? 'nobody');
        return `${kind} ${from} -> ${to}`;
      }),
    ),
    equivalent: once(requests.equivalent.map(({ kind, subject }) => `${kind} ${subject}`)),
    objects: once(objects.map(({ kind, object }) => `${kind} ${object.kind}`)),
    risks: once(risks.map(({ severity, code }) => `${severity} ${code}`)),
    rollouts: once(
      rollouts.map((rollout) => {
        return rollout.safety === 'ordered' && rollout.isUsual ? 'ordered, usual' : rollout.safety;
      }),
    ),
  };
}

function once(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

describe.each(PULL_REQUESTS)('$name', ({ name, base = BASE, edit, essentials }) => {
  const found = renderedReview(base, edit(base));
  if (found === undefined) throw new Error(`${name} is refused`);
  const { review } = found;
  const outputs = Object.fromEntries(Object.entries(VIEWS).map(([view, render]) => [view, render(review)]));
  const expected = goldenOutputs(name, outputs);

  test('what is essential is said', () => {
    const nothing = { requests: [], equivalent: [], objects: [], risks: [], rollouts: [] };
    expect(essentialsOf(review)).toEqual({ ...nothing, ...essentials });
  });

  test('every request that is said to change does so, as it is said', () => {
    expect(wrongWitnesses(found)).toEqual([]);
  });

  test.each(Object.entries(outputs))('%s', (view, output) => {
    expect(output).toBe(expected[view]);
  });
});
