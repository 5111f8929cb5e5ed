import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderReviewHtml } from '../../review';
import { PULL_REQUESTS } from '../pull-requests/pull-requests';
import { renderedReview } from '../pull-requests/rendered-review';
import { BASE } from '../pull-requests/source-edits';
import { findChromium } from './find-chromium';
import { startChromium } from './open-page';

/** The picture of a review's page in the README. UPDATE_DOCS=1 takes it again. */
const PICTURE = join(__dirname, '../../docs/images/review.png');
const SIZE = { width: 1120, height: 860 };

/** The page of a pull request of the tests: a function is removed. */
function removalPage(): string {
  const removal = PULL_REQUESTS.find(({ name }) => name === 'remove-function');
  const found = removal && renderedReview(BASE, removal.edit(BASE));
  if (found === undefined) throw new Error('there is no such pull request');
  return renderReviewHtml({ ...found.review, base: 'main', head: 'remove-short-link' });
}

const program = findChromium();
const pictureTest = program === undefined ? test.skip : test;

pictureTest('the README has a picture of the page, of its size', async () => {
  const chromium = await startChromium(program ?? '');
  const { page } = await chromium.open(removalPage(), { width: SIZE.width });
  await page.setViewport(SIZE);
  const taken = await page.screenshot(process.env.UPDATE_DOCS === undefined ? {} : { path: PICTURE });
  await chromium.close();
  const shown = readFileSync(PICTURE);
  // Bytes 16 to 23 of a PNG are its width and height.
  expect(shown.subarray(16, 24)).toEqual(Buffer.from(taken).subarray(16, 24));
});
