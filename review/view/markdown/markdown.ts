import type { Finding, Severity } from '../../../findings';
import { isDifferent, type Review } from '../../risks';
import type { HostLocation } from '../../model';
import { fitComment, type CommentPart } from './budget';
import { markdownEntry } from './entry';
import { environmentParts } from './environments';
import { codeSpan, proseText } from './text';
import {
  connectionSentence,
  equivalentStatement,
  gatewaysMatter,
  inOrderOfWeight,
  orderSentence,
  placesOf,
  problemStatement,
  riskStatement,
  rolloutStatement,
  spellHosts,
  summaryLines,
  verdictSentence,
} from '../text';

/** How a review becomes a comment. */
export interface MarkdownReviewOptions {
  /**
   * The comment has fewer bytes than this, and so fewer characters: GitHub takes no more of a comment. At least 16,384, so that headings and counts have room.
   * @default 65_536
   */
  readonly limit?: number;
}

/** The first line of every comment, which no reader sees: by it the comment is found again, to be updated. */
const MARKER = '<!-- kfaas diff -->';

/** Which lists are filled first where not everything fits; changes themselves have ranks from 100 on. */
const RANKS = {
  problems: 0,
  risks: 1,
  rollouts: 2,
  undecided: 3,
  orders: 4,
  connections: 5,
  equivalents: 150,
  assumptions: 300,
};

/** Marks that make a severity stand out; the word beside says the same. */
const MARKS: Readonly<Record<Severity, string>> = { error: '🔴 ', warning: '🟡 ', note: '🔵 ' };

/**
 * Renders a review as a comment on a pull request: the verdict as its heading, risks, and the changes of each
 * environment, folded. It always stays below GitHub's limit: what does not fit is left out entry by entry, the least
 * severe first, and counted.
 */
export function renderReviewMarkdown(review: Review, options: MarkdownReviewOptions = {}): string {
  const { limit = 65_536 } = options;
  const isByGateway = gatewaysMatter(placesOf(review));
  const hosts = (where: readonly HostLocation[]) => spellHosts(where, isByGateway);
  const parts: CommentPart[] = [
    headline(review),
    ...section('Could not be read', {
      entries: review.problems.map(
        (problem) => () => markdownEntry(problemStatement(problem), markOf(problem)),
      ),
      noun: ['problem', 'problems'],
      rank: RANKS.problems,
    }),
    ...section('Risks', {
      entries: review.risks.map(
        (risk) => () => markdownEntry(riskStatement(risk, review.environments), markOf(risk)),
      ),
      noun: ['risk', 'risks'],
      rank: RANKS.risks,
    }),
    ...section('Not decided', {
      entries: review.requests.undecided.map(
        (place) => () => `- ${proseText(hosts([place]))}: more may change there than is listed\n`,
      ),
      noun: ['host', 'hosts'],
      rank: RANKS.undecided,
    }),
    ...section('Order of creation', {
      entries: review.requests.orderDependent.map(
        ({ side, where }) =>
          () =>
            `- ${proseText(orderSentence(review, side, hosts([where])))}\n`,
      ),
      noun: ['host', 'hosts'],
      rank: RANKS.orders,
    }),
    ...heading('What changes', environmentParts(review, hosts)),
    ...section('Connections', {
      entries: (review.connections ?? []).map(
        (change) => () => `- ${proseText(connectionSentence(change))}\n`,
      ),
      noun: ['change', 'changes'],
      rank: RANKS.connections,
    }),
    ...section('Same requests, same outcome', {
      entries: review.requests.equivalent.map(
        (change) => () => markdownEntry(equivalentStatement(change, hosts(change.where))),
      ),
      noun: ['change', 'changes'],
      rank: RANKS.equivalents,
    }),
    ...section('Rollout', {
      entries: inOrderOfWeight(review.rollouts).map(
        (rollout) => () => markdownEntry(rolloutStatement(rollout, hosts)),
      ),
      noun: ['statement', 'statements'],
      rank: RANKS.rollouts,
    }),
    ...section('Assumed', {
      entries: review.assumptions.map((sentence) => () => `- ${proseText(sentence)}\n`),
      noun: ['assumption', 'assumptions'],
      rank: RANKS.assumptions,
    }),
  ];
  return fitComment(parts, limit);
}

function headline(review: Review): string {
  const { base, head } = review;
  const verdict = `${MARKER}\n### ${proseText(verdictSentence(review))}\n\n`;
  const sides = `${codeSpan(base)} → ${codeSpan(head)}\n`;
  if (!isDifferent(review) && review.risks.length === 0) return `${verdict}No object differs.\n\n${sides}`;
  const lines = summaryLines(review).map(([label, text]) => `- **${label}:** ${proseText(text)}\n`);
  return `${verdict}${lines.join('')}\n${sides}`;
}

function section(title: string, list: Exclude<CommentPart, string>): CommentPart[] {
  return list.entries.length === 0 ? [] : [`\n#### ${title}\n\n`, list];
}

function heading(title: string, parts: readonly CommentPart[]): CommentPart[] {
  return parts.length === 0 ? [] : [`\n#### ${title}\n`, ...parts];
}

function markOf({ severity }: Finding): string {
  return MARKS[severity];
}
