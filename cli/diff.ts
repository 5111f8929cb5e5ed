import { Option, type Command } from 'commander';
import type { Severity } from '../findings';
import type { Inventory } from '../inventory';
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
import { reviewChange, reviewLive, urlProblem, type ReviewRequest } from '../app';
import type { GitProblem } from '../manifests';
import { addLiveOptions, gather, isLive, liveUsageProblem, readClusters, type LiveOptions } from './live';
import { inventoryOrReport, inventoryReport, projectInventory } from './project';
import { EXIT, mayColor, progressOn } from './terminal';

const EXAMPLES = `
Examples:
  $ kfaas diff                                    what this branch and working tree change, from the merge base with main
  $ kfaas diff HEAD~1                             since an earlier revision
  $ kfaas diff v1 v2                              between two revisions
  $ kfaas diff '2 hours ago' origin/main          what was merged lately
  $ kfaas diff dump.yaml dist/prod/prod-cn        a dump of a cluster against its manifests
  $ kfaas diff --live                             what runs in every cluster against dist/
  $ kfaas diff --live v1 --cluster prod-us        what runs in a cluster against a revision
  $ kfaas diff old/ new/ --istio 1.22.3           between two folders of manifests
  $ kfaas diff HEAD~1 --function saas/showroom    only what concerns a function
  $ kfaas diff HEAD~1 --url /faas/api/saas/x      only what concerns requests with this path
  $ kfaas diff -o markdown > comment.md           for a comment on a pull request
  $ kfaas diff -o html > diff.html                an interactive page
  $ kfaas diff --fail-on error                    exit with 1 only for a risk of that level
`;

/** The output formats of a review. */
const FORMATS: Readonly<Record<string, (review: Review) => string>> = {
  human: (review) => renderReviewHuman(review, { color: mayColor(process.stdout) }),
  // GitHub accepts 65,536 characters; this leaves room for a line before the text.
  markdown: (review) => renderReviewMarkdown(review, { limit: 65_000 }),
  json: renderReviewJson,
  github: renderReviewGithub,
  html: renderReviewHtml,
};

/** Severities, the worst first. */
const LEVELS: readonly Severity[] = ['error', 'warning', 'note'];

interface Options extends LiveOptions {
  readonly render?: boolean;
  readonly changedSince?: string;
  readonly istio?: string;
  readonly function?: readonly string[];
  readonly url?: readonly string[];
  readonly output: string;
  readonly outputFormat: string;
  readonly failOn?: Severity | 'never';
}

/** Adds `kfaas diff`, which compares two snapshots of the manifests. */
export function addDiff(program: Command, exit: (code: number) => void): void {
  const diff = program
    .command('diff')
    .summary('show how a change affects requests and objects, and its risks')
    .description(
      'Compares two snapshots of the manifests. Reports the requests with another outcome, proved from the route tables, then the risks, the safe apply order, and the objects that differ. A snapshot is a git revision, a folder or a file of manifests, a dump of a cluster (kubectl get -o yaml), or a time, such as 2026-11-20T10:00 or "2 hours ago": the commit that origin/main had then. The working tree is not changed. Exit code 0: no difference, or no risk of the --fail-on level; 1: a difference, or such a risk, or with --live what others wrote; 2: the comparison failed or is incomplete.',
    )
    .argument('[base]', 'the snapshot before (default: the merge base with origin/main, or HEAD)')
    .argument('[head]', 'the snapshot after (default: the working tree)')
    .option(
      '--render',
      'render both snapshots from their catalogs, each with its own program version, instead of reading manifests',
    )
    .option(
      '--changed-since <revision>',
      'compare the working tree with this revision, and read only the files that differ',
    )
    .option(
      '--istio <version>',
      "use the rules of this Istio version for both snapshots (default: each cluster's version)",
    )
    .option('--function <team/name>', 'report only what concerns this function; repeatable', gather)
    .option('--cluster <name>', 'report only what differs in this cluster; repeatable', gather)
    .option(
      '--url <url>',
      'report only what concerns requests with this URL, or with this path on every host; repeatable',
      gather,
    )
    .option('--output <folder>', 'the folder of manifests in revisions and the working tree', 'dist');
  addLiveOptions(diff)
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 only for a risk of at least this level').choices([
        ...LEVELS,
        'never',
      ]),
    )
    .addOption(
      new Option('-o, --output-format <format>', 'the output format')
        .choices(Object.keys(FORMATS))
        .default('human'),
    )
    .addHelpText('before', EXAMPLES)
    .action(
      async (base: string | undefined, head: string | undefined, options: Options, command: Command) => {
        const problem = usageProblem(base, head, options);
        if (problem !== undefined) command.error(`error: ${problem}`);
        const progress = progressOn(process.stderr);
        // A running progress bar would keep the process alive.
        const reviewed = isLive(options)
          ? liveReview(base, options)
          : reviewChange({
              ...requestOf(base, head, options),
              ...knownCompany(),
              isLinked: options.outputFormat === 'html',
              progress: progress.show,
            });
        const review = await reviewed.finally(progress.stop);
        if ('problem' in review) {
          process.stderr.write(`error: ${review.problem}\n`);
          exit(EXIT.failed);
          return;
        }
        process.stdout.write(FORMATS[options.outputFormat]?.(review) ?? '');
        exit(exitCode(review, options));
      },
    );
}

/** Reviews what applying the manifests would change in clusters as they are. */
async function liveReview(revision: string | undefined, options: Options): Promise<Review | GitProblem> {
  const inventory = inventoryOrReport();
  if (inventory === undefined) return { problem: 'live clusters cannot be read without environments/' };
  const { output } = options;
  const clusters = await readClusters(inventory, options, output);
  if ('problem' in clusters) return clusters;
  return reviewLive({ clusters, revision, output, environments: inventory.environments });
}

/** The environments and names; if they cannot be loaded, the comparison does without them, and the reason is reported. */
function knownCompany(): Partial<Pick<Inventory, 'environments' | 'names'>> {
  const inventory = projectInventory();
  if (!('findings' in inventory)) {
    const { environments, names } = inventory;
    return { environments, names };
  }
  process.stderr.write(`${inventoryReport(inventory.findings)}The comparison does not use environments/.\n`);
  return {};
}

function usageProblem(
  base: string | undefined,
  head: string | undefined,
  options: Options,
): string | undefined {
  const { changedSince, render, istio, output, url = [] } = options;
  const notLive = liveUsageProblem(options);
  if (notLive !== undefined) return notLive;
  if (isLive(options) && head !== undefined)
    return 'with --live, name one revision: the other side is the cluster';
  if (
    isLive(options) &&
    [changedSince, render, istio, options.function, options.url].some((one) => one !== undefined)
  )
    return '--live cannot be combined with --changed-since, --render, --istio, --function and --url';
  if (output === '') return '--output names no folder';
  if (changedSince !== undefined && base !== undefined)
    return '--changed-since sets the base: do not pass another';
  if (changedSince !== undefined && render === true)
    return '--changed-since cannot be combined with --render';
  const noUrl = url.map(urlProblem).find((problem) => problem !== undefined);
  if (noUrl !== undefined) return noUrl;
  if (istio === undefined || routingRulesOf(istio) !== undefined) return undefined;
  const { oldest, newest } = ROUTING_RULES_RANGE;
  return `"${istio}" is not an Istio version that KFaas knows: ${oldest} to ${newest}`;
}

function requestOf(base: string | undefined, head: string | undefined, options: Options): ReviewRequest {
  const {
    changedSince,
    render = false,
    output,
    istio,
    function: functions,
    cluster: clusters,
    url: urls,
  } = options;
  return {
    focus: { functions, clusters, urls },
    base: changedSince ?? base,
    head,
    output,
    istio,
    source: changedSince !== undefined ? 'changed' : render ? 'render' : 'manifests',
  };
}

/**
 * Returns the exit code. Unreadable files make the comparison incomplete, which is a failure. A live cluster is also not as it should be where
 * nothing of ours differs: a VirtualService of others and an object that is nobody's are risks.
 */
function exitCode(review: Review, options: Options): number {
  const { failOn } = options;
  if (review.problems.length > 0) return EXIT.failed;
  if (failOn === undefined) {
    const isFound = isDifferent(review) || (isLive(options) && review.risks.length > 0);
    return isFound ? EXIT.findings : EXIT.clean;
  }
  const levels = failOn === 'never' ? [] : LEVELS.slice(0, LEVELS.indexOf(failOn) + 1);
  return review.risks.some(({ severity }) => levels.includes(severity)) ? EXIT.findings : EXIT.clean;
}
