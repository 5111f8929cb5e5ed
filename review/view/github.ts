import { renderGithub } from '../../findings';
import type { Review } from '../judgement';
import { plainText } from './plain-text';
import { verdictSentence } from './verdict-text';

/**
 * Renders a review as workflow commands of GitHub Actions, one line each: the verdict, then risks and what could not be
 * read. GitHub shows the first ten errors and the first ten warnings of a step; all are printed, for the log.
 */
export function renderReviewGithub(review: Review): string {
  const verdict = plainText(verdictSentence(review)).replaceAll('%', '%25');
  return `::notice title=kfaas diff::${verdict}\n${renderGithub([...review.risks, ...review.problems])}`;
}
