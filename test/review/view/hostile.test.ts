import fc from 'fast-check';
import {
  renderReviewGithub,
  renderReviewHuman,
  renderReviewJson,
  renderReviewMarkdown,
} from '../../../review/view';
import { crowdedReview, type Crowd } from './sample-crowd';
import { reviewWith, SAMPLE_REVIEW } from './sample-review';

const HOSTILE = [
  '`a` ``b`` ```',
  '--> <script>alert(1)</script>',
  '</summary></details><img src=x onerror=alert(1)>',
  '\u001b[2J\u001b]0;title\u0007',
  'a\n\n# heading\n- item\r\n::error::x',
  'a \u202e\u2066 b\u200b\u2028\u2029',
  '\ud800 half',
  '@octocat #123 GH-1 octo/repo#1 https://example.com www.example.com a@example.com deadbeefcafe',
  '[link](javascript:alert(1)) ![image](x) [^1] <https://example.com> :tada: **bold** _it_ ~~no~~ | a | b |',
  '1. one',
  '&lt;b&gt; &#64;octocat',
  '100%0A::error::x',
  '',
  ' ',
];

const reviewOf = (text: string) => {
  const crowd: Omit<Crowd, 'text' | 'environments'> = {
    requests: 4,
    equivalent: 5,
    objects: 5,
    risks: 4,
    rollouts: 4,
    undecided: 1,
    orders: 1,
    problems: 1,
    assumptions: 1,
  };
  return crowdedReview({ ...crowd, environments: 4, text });
};

const STEERING = /[^\P{C}\n]|[\u2028\u2029]/u;

/** What of a line is no code span, by CommonMark: a run of backticks ends at the next run of the same length. */
function outsideCode(line: string): string {
  let rest = line;
  let outside = '';
  for (;;) {
    const open = /`+/.exec(rest);
    if (open === null) return outside + rest;
    const [ticks] = open;
    outside += rest.slice(0, open.index);
    rest = rest.slice(open.index + ticks.length);
    const close = new RegExp(`(?<!\`)${ticks}(?!\`)`).exec(rest);
    if (close === null) throw new Error(`an unclosed code span: ${line}`);
    rest = rest.slice(close.index + ticks.length);
  }
}

/** Nothing but this program's own marks is outside of code. */
function expectNeutral(comment: string): void {
  for (const line of comment.split('\n').slice(1)) {
    if (/^<\/?details>$/.test(line)) continue;
    if (line.startsWith('<summary>')) {
      expect(line).toMatch(/^<summary><b>(<code>[^<>]*<\/code>|Changes)<\/b>: [a-z0-9, ]+<\/summary>$/);
      continue;
    }
    const said = outsideCode(line)
      .replace(/^(#{3,5} |- |  - )?([🔴🟡🔵] )?/u, '')
      .replace(/^\*\*[A-Za-z0-9 ,;]+:?\*\*/, '');
    expect(said).not.toMatch(/[<>@#*_~[\]|&\\$!]|:\/\/|www\.|[a-f0-9]{7}|GH-|:\w+:/);
    expect(line.replace(/^(- |  - )/, '')).not.toMatch(/^(\d+[.)]|[-+=>])\s/);
  }
}

test.each(HOSTILE)('%j is shown as it stands in a comment', (text) => {
  const comment = renderReviewMarkdown(reviewOf(text));
  expectNeutral(comment);
  expect(comment).not.toMatch(STEERING);
});

test('any text is shown as it stands in a comment', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...HOSTILE, '`', ' ', '*', '(', '"', 'a')).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => expectNeutral(renderReviewMarkdown(reviewOf(text)))),
    {
      numRuns: 60,
    },
  );
});

test.each(HOSTILE)('%j steers no terminal, and breaks no line of a workflow', (text) => {
  const human = renderReviewHuman(reviewOf(text), { color: false });
  expect(human).not.toMatch(STEERING);
  const lines = renderReviewGithub(reviewOf(text)).trimEnd().split('\n');
  expect(lines).toHaveLength(1 + 4 + 1);
  for (const line of lines) {
    expect(line).toMatch(/^::(notice|warning|error) [^\n\r]*$/);
    expect(line).not.toMatch(STEERING);
  }
});

test('the path of a hostile name is still to be read in each view', () => {
  const text = 'a`b\u001b|<b>';
  const review = reviewOf(text);
  expect(renderReviewHuman(review, { color: false })).toContain('prefix /a`b\\u001b|<b>');
  expect(renderReviewMarkdown(review)).toContain('prefix /a`b\\u001b|<b>');
  expect(JSON.parse(renderReviewJson(review))).toMatchObject({ base: text });
});

test('a value that contains itself does not take the view with it', () => {
  const loop: { self?: unknown } = {};
  loop.self = loop;
  const [change] = SAMPLE_REVIEW.objects;
  if (change === undefined) throw new Error('the sample has objects');
  const review = reviewWith({
    objects: [{ ...change, fields: [{ path: 'spec', before: 1, after: loop }], after: loop }],
  });
  const said = 'cannot be written: it contains itself, or is nested too deep';
  expect(renderReviewHuman(review, { color: false })).toContain(`1 -> ${said}`);
  expect(renderReviewMarkdown(review)).toContain(said);
  expect(renderReviewJson(review)).toContain(said);
});
