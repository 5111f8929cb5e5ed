import { renderReviewHtml, type Review } from '../../../review';
import { EMPTY_REVIEW } from './sample-review';

const REVIEW: Review = {
  ...EMPTY_REVIEW,
  functionRollouts: [
    {
      function: 'saas/showroom',
      from: 'saas-showroom',
      to: 'saas-<green>',
      steps: ['canary', '10', '100'],
      clusters: [
        { environment: 'test', cluster: 'test-cn', before: '10', after: '100' },
        { environment: 'prod', cluster: 'prod-cn', before: '10', after: 'canary' },
      ],
    },
  ],
};

/** The rows of the table, as words. */
function rowsOf(page: string): string[] {
  const [, table = ''] = /<table class="progress">(.*?)<\/table>/s.exec(page) ?? [];
  return table
    .split('<tr>')
    .slice(1)
    .map((row) =>
      row
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    );
}

test('a table of clusters and steps; what a sign says, words say too', () => {
  const page = renderReviewHtml(REVIEW);
  expect(rowsOf(page)).toEqual([
    'Cluster canary 10 % 100 % Change',
    'test/test-cn ● taken ● taken ● taken now 10 % → 100 %',
    'prod/prod-cn ● taken ○ taken back · not yet 10 % → canary',
  ]);
  expect(page).toContain('saas-&lt;green&gt;');
  expect(page).not.toContain('<green>');
});

test('no section where no rollout moves', () => {
  expect(renderReviewHtml(EMPTY_REVIEW)).not.toContain('Rollouts of functions');
});
