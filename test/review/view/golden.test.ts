import {
  renderReviewGithub,
  renderReviewHuman,
  renderReviewJson,
  renderReviewMarkdown,
} from '../../../review/view';
import { goldenView } from './golden-view';
import { EMPTY_REVIEW, SAMPLE_REVIEW } from './sample-review';

const VIEWS = {
  human: (review: typeof SAMPLE_REVIEW) => renderReviewHuman(review, { color: false }),
  markdown: (review: typeof SAMPLE_REVIEW) => renderReviewMarkdown(review),
  json: renderReviewJson,
  github: renderReviewGithub,
};

describe.each(Object.entries(VIEWS))('%s', (name, render) => {
  test.each([
    ['sample', SAMPLE_REVIEW],
    ['empty', EMPTY_REVIEW],
  ])('of the %s review', (review, of) => {
    const rendered = render(of);
    expect(rendered).toBe(goldenView(`${review}.${name}.txt`, rendered));
  });
});
