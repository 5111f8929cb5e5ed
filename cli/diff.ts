import { Option, type Command } from 'commander';
import type { Severity } from '../findings';
import { ROUTING_RULES_RANGE, routingRulesOf } from '../platform';
import {
  isDifferent,
  renderReviewGithub,
  renderReviewHtml,
  renderReviewHuman,
  renderReviewJson,
  renderReviewMarkdown,
  type Review,
} from '../review';
import { reviewChange, type ReviewRequest } from '../review-change';
import { mayColor } from './color';
import { EXIT } from './exit';
import { progressOn } from './progress';

const EXAMPLES = `
Examples:
  $ kfaas diff                                    what this branch and working tree change, from the merge base with main
  $ kfaas diff HEAD~1                             since an earlier revision
  $ kfaas diff v1 v2                              between two revisions
  $ kfaas diff old/ new/ --istio 1.22.3           between two folders of manifests, whoever wrote them
  $ kfaas diff -o markdown > comment.md           for a comment on a pull request
  $ kfaas diff -o html > diff.html                a page, to look around in
  $ kfaas diff --fail-on error                    exit code 1 only where there is a risk of that level
`;

/** How a review is written. */
const FORMATS: Readonly<Record<string, (review: Review) => string>> = {
  human: (review) => renderReviewHuman(review, { color: mayColor(process.stdout) }),
  // GitHub takes 65,536; who posts it may put a line before it.
  markdown: (review) => renderReviewMarkdown(review, { limit: 65_000 }),
  json: renderReviewJson,
  github: renderReviewGithub,
  html: renderReviewHtml,
};

/** Severities from the worst on; `never` is none of them. */
const LEVELS: readonly Severity[] = ['error', 'warning', 'note'];

interface Options {
  readonly render?: boolean;
  readonly changedSince?: string;
  readonly istio?: string;
  readonly output: string;
  readonly outputFormat: string;
  readonly failOn?: Severity | 'never';
}

/** Adds `kfaas diff`, which says what a change does. */
export function addDiff(program: Command, exit: (code: number) => void): void {
  program
    .command('diff')
    .summary('show what a change does to requests, objects and risk')
    .description(
      'Says what a change does: first whether any request reaches something else, proved from the route tables; then the risks, the order in which it may be applied, and the objects that differ. A side is a folder of manifests or a git revision, whose manifests are read without touching the working tree. Exit code 0: nothing differs, or, with --fail-on, there is no such risk; 1: it differs, or there is; 2: it could not be said.',
    )
    .argument('[base]', 'the side before (default: the merge base with origin/main, or HEAD)')
    .argument('[head]', 'the side after (default: the working tree)')
    .option(
      '--render',
      'render both sides from their catalogs, each by its own program, instead of reading manifests',
    )
    .option(
      '--changed-since <revision>',
      'compare the working tree with it, and read only the files that differ',
    )
    .option('--istio <version>', "by this version's rules on both sides (default: each cluster's own)")
    .option('--output <folder>', 'where revisions and the working tree have their manifests', 'dist')
    .addOption(
      new Option('--fail-on <level>', 'exit code 1 only for a risk of this level or a worse one').choices([
        ...LEVELS,
        'never',
      ]),
    )
    .addOption(
      new Option('-o, --output-format <format>', 'how the answer is written')
        .choices(Object.keys(FORMATS))
        .default('human'),
    )
    .addHelpText('before', EXAMPLES)
    .action(
      async (base: string | undefined, head: string | undefined, options: Options, command: Command) => {
        const problem = usageProblem(base, options);
        if (problem !== undefined) command.error(`error: ${problem}`);
        const progress = progressOn(process.stderr);
        const request = requestOf(base, head, options);
        // A bar that is not stopped keeps the process from ending.
        const review = await reviewChange({ ...request, progress: progress.show }).finally(progress.stop);
        if ('problem' in review) {
          process.stderr.write(`error: ${review.problem}\n`);
          exit(EXIT.failed);
          return;
        }
        process.stdout.write(FORMATS[options.outputFormat]?.(review) ?? '');
        exit(exitCode(review, options.failOn));
      },
    );
}

function usageProblem(
  base: string | undefined,
  { changedSince, render, istio, output }: Options,
): string | undefined {
  if (output === '') return '--output names no folder';
  if (changedSince !== undefined && base !== undefined) return '--changed-since is the base: name no other';
  if (changedSince !== undefined && render === true)
    return '--changed-since reads manifests and renders none';
  if (istio === undefined || routingRulesOf(istio) !== undefined) return undefined;
  const { oldest, newest } = ROUTING_RULES_RANGE;
  return `"${istio}" is not an Istio version that KFaas knows: ${oldest} to ${newest}`;
}

function requestOf(base: string | undefined, head: string | undefined, options: Options): ReviewRequest {
  const { changedSince, render = false, output, istio } = options;
  return {
    base: changedSince ?? base,
    head,
    output,
    istio,
    source: changedSince !== undefined ? 'changed' : render ? 'render' : 'manifests',
  };
}

/** Files that could not be read leave open what changes: that is no answer. */
function exitCode(review: Review, failOn: Options['failOn']): number {
  if (review.problems.length > 0) return EXIT.failed;
  if (failOn === undefined) return isDifferent(review) ? EXIT.findings : EXIT.clean;
  const levels = failOn === 'never' ? [] : LEVELS.slice(0, LEVELS.indexOf(failOn) + 1);
  return review.risks.some(({ severity }) => levels.includes(severity)) ? EXIT.findings : EXIT.clean;
}
