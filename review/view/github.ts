import { renderGithub } from '../../findings';
import type { Review, Risk } from '../risks';
import { plainText, verdictSentence } from './text';

/**
 * Renders a review as workflow commands of GitHub Actions, one line each: the verdict, then risks and what could not be
 * read. GitHub shows the first ten errors and the first ten warnings of a step; all are printed, for the log.
 */
export function renderReviewGithub(review: Review): string {
  const verdict = plainText(verdictSentence(review)).replaceAll('%', '%25');
  return `::notice title=kfaas diff::${verdict}\n${renderGithub([...review.risks.map(inHead), ...review.problems])}`;
}

/** A risk with those places that the head has: GitHub marks lines of no other file. */
function inHead(risk: Risk): Risk {
  return { ...risk, places: risk.places.filter(({ side }) => side !== 'before') };
}
