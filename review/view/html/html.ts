import { createHash } from 'node:crypto';
import type { Review } from '../../risks';
import { markup, trusted, written } from './escape';
import { facetsOf } from './facets';
import { functionRolloutSection } from './function-rollouts';
import { filterBar } from './filters';
import { objectSection } from './objects';
import { requestSection } from './requests';
import { riskSection } from './risks';
import { rolloutSection } from './rollout';
import { SCRIPT } from './script';
import { STYLE } from './style';
import { treeSection } from './tree';
import { verdictHeader, verdictTitle } from './verdict';

/** Nothing is loaded, nothing is sent, and no other style or script than the page's own has a say. */
const POLICY = [
  "default-src 'none'",
  `style-src '${hashOf(STYLE)}'`,
  `script-src '${hashOf(SCRIPT)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * Writes a review as one HTML page that needs no other file and no network: the worst first, then risks, the
 * route tree, requests, rollouts and the objects. It can be filtered by team, cluster and risk; without a script all of it
 * is there to read. The same review gives the same bytes.
 */
export function renderReviewHtml(review: Review): string {
  const facets = facetsOf(review);
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${verdictTitle(review)} · ${review.base} → ${review.head}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the changes</a>
<div class="page">
${verdictHeader(review)}
${filterBar(facets)}
<main id="main" tabindex="-1">
${riskSection(review, facets)}
${treeSection(review, facets)}
${requestSection(review, facets)}
${functionRolloutSection(review, facets)}
${rolloutSection(review, facets)}
${objectSection(review, facets)}
</main>
<footer><p>Written by <b>kfaas diff</b>. Everything on this page is in the page: nothing is loaded.</p></footer>
</div>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`;
  return written(page);
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
