import pc from 'picocolors';
import { isDifferent, type Review } from '../../risks';
import {
  connectionSentence,
  equivalentStatement,
  functionRolloutLines,
  gatewaysMatter,
  grouped,
  inOrderOfRisk,
  inOrderOfWeight,
  orderSentence,
  placesOf,
  plainText,
  problemStatement,
  REQUEST_KINDS,
  requestStatement,
  riskNames,
  risksByChange,
  riskStatement,
  rolloutStatement,
  spellHosts,
  summaryLines,
  verdictSentence,
  type Statement,
} from '../text';
import { objectLines } from './objects';
import { spacedOut, statementLines } from './statement';

/** How a review is shown in a terminal. */
export interface HumanReviewOptions {
  /** Colours. They only repeat what the words say. */
  readonly color: boolean;
  /**
   * Most entries of one list. Further object changes are counted by kind; of other lists the first are
   * shown, and how many there are more.
   * @default 200
   */
  readonly limit?: number;
}

/** Renders a review for a terminal: the verdict and whether to worry first, then every change with where it holds. */
export function renderReviewHuman(review: Review, { color, limit = 200 }: HumanReviewOptions): string {
  const { bold } = pc.createColors(color);
  const isByGateway = gatewaysMatter(placesOf(review));
  const hosts = (where: Parameters<typeof spellHosts>[0]) => spellHosts(where, isByGateway);
  const risks = risksByChange(review);
  const { requests, connections = [], problems, assumptions } = review;
  const list = (statements: readonly (() => Statement)[]): string[] => [
    ...spacedOut(statements.slice(0, limit).map((statement) => statementLines(statement(), color))),
    ...(statements.length > limit ? ['', `${grouped(statements.length - limit)} more: -o json has all`] : []),
  ];
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    [
      'Requests',
      list(
        inOrderOfRisk(requests.changes, risks.ofRequests, REQUEST_KINDS).map(({ change, index }) => () => {
          return requestStatement(change, change.where, hosts, riskNames(risks.ofRequests.get(index)));
        }),
      ),
    ],
    ['Connections', connections.map((change) => plainText(connectionSentence(change)))],
    [
      'Same requests, same outcome',
      list(requests.equivalent.map((change) => () => equivalentStatement(change, hosts(change.where)))),
    ],
    [
      'Not decided',
      requests.undecided.length === 0
        ? []
        : [`${plainText(hosts(requests.undecided))}: more may change there than is listed`],
    ],
    [
      'Order of creation',
      requests.orderDependent.map(({ side, where }) =>
        plainText(orderSentence(review, side, hosts([where]))),
      ),
    ],
    ['Risks', list(review.risks.map((risk) => () => riskStatement(risk, review.environments)))],
    ['Rollouts of functions', functionRolloutLines(review.functionRollouts ?? [])],
    [
      'Rollout',
      list(inOrderOfWeight(review.rollouts).map((rollout) => () => rolloutStatement(rollout, hosts))),
    ],
    ['Objects', objectLines(review, { color, limit })],
    ['Assumed', assumptions.map((sentence) => plainText(sentence))],
    ['Could not be read', list(problems.map((problem) => () => problemStatement(problem)))],
  ];
  const blocks = sections.flatMap(([title, lines]) =>
    lines.length === 0
      ? []
      : [`\n${bold(title)}\n${lines.map((line) => (line === '' ? '\n' : `  ${line}\n`)).join('')}`],
  );
  return `${headline(review, color)}${blocks.join('')}`;
}

/** The first lines: they must do for a reader who reads no further. */
function headline(review: Review, color: boolean): string {
  const { bold, dim, green, yellow } = pc.createColors(color);
  const paint = review.requests.verdict === 'same' ? green : yellow;
  const verdict = bold(paint(plainText(verdictSentence(review))));
  const sides = dim(`${plainText(review.base)} -> ${plainText(review.head)}`);
  if (!isDifferent(review) && review.risks.length === 0) return `${verdict}\nNo object differs.\n${sides}\n`;
  const lines = summaryLines(review).map(([label, text]) => `${`${label}:`.padEnd(9)}${text}\n`);
  return `${verdict}\n${lines.join('')}${sides}\n`;
}
