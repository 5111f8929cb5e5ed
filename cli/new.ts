import { existsSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { checkNewNames, newFunctionText, newTeamText, RUNTIMES } from '../catalog';
import { hasErrors, renderHuman, summary } from '../findings';
import type { Outcome } from '../main';
import { folderTree, manifestStore, type ManifestStore, type ManifestTree } from '../manifests';
import { renderReviewHuman } from '../review';
import { reviewSides } from '../review-change';
import { CODEOWNERS_FILE, newCodeowners } from './codeowners';
import { mayColor } from './color';
import { EXIT } from './exit';
import { withChangedFile, withNewFiles } from './new-files';
import {
  environmentList,
  methodList,
  newPlace,
  podCount,
  usageProblem,
  wantedFunction,
  type NewOptions,
  type NewPlace,
} from './new-options';
import { askForRest, mayAsk } from './new-questions';
import { folderProblem, report, synthProject } from './synth';

const EXAMPLES = `
Examples:
  $ kfaas new saas/hello                                                asks for the rest
  $ kfaas new saas/hello --runtime nodejs                               answers /faas/api/saas/hello/
  $ kfaas new saas/export --runtime python --regex '/faas/api/saas/export/[0-9]+' --methods GET
  $ kfaas new saas/hello --runtime golang --image registry.example.com/saas/hello:1.0.0 --min 1 --max 20
  $ kfaas new maps/tiles --runtime cpp --contact maps@example.com       the first function of a new team
`;

/** Adds `kfaas new`, which brings a function into the catalog. */
export function addNew(program: Command, exit: (code: number) => void): void {
  program
    .command('new')
    .summary('add a function to the catalog')
    .description(
      'Writes the file of a new function, renders the catalog with it and shows what that changes. In a terminal it asks for what is not given. Where the catalog has errors with the new function, they are shown and its file is removed again. A file that is there is never overwritten, but for .github/CODEOWNERS: where kfaas codeowners wrote it, a new team is added to it.',
    )
    .argument('<team/name>', 'the function; a team that has no team.yaml gets one')
    .addOption(new Option('--runtime <runtime>', 'the language that it is written in').choices(RUNTIMES))
    .option('--description <text>', 'what it is for, for people')
    .addOption(
      new Option('--prefix <path>', 'what the path of its requests starts with').conflicts([
        'exact',
        'regex',
      ]),
    )
    .addOption(new Option('--exact <path>', 'the one path that it answers').conflicts('regex'))
    .option('--regex <regex>', 'an RE2 expression that matches the whole path')
    .option('--methods <methods>', 'the methods that it answers, such as GET,POST', methodList)
    .option('--image <image>', 'the container image, to have the Knative Service rendered too')
    .option('--min <pods>', 'with --image, fewest pods', podCount)
    .option('--max <pods>', 'with --image, most pods', podCount)
    .option('--environments <names>', 'where it runs, such as test,staging (default: all)', environmentList)
    .option('--contact <address>', 'of a new team, whom to ask: a mail address')
    .option('--functions <folder>', 'the function catalog', 'functions')
    .option('--output <folder>', 'where the manifests go', process.env.CDK8S_OUTDIR ?? 'dist')
    .addHelpText('before', EXAMPLES)
    .action(async (id: string, options: NewOptions, command: Command) => {
      const fail = (problem: string): never => command.error(`error: ${problem}`);
      const place = newPlace(id, options.functions);
      if ('problem' in place) return fail(place.problem);
      const problem = folderProblem(options.functions, options.output) ?? usageProblem(options, place);
      if (problem !== undefined) fail(problem);
      exit(await addFunction(place, options, fail));
    });
}

/** Adds the function, once everything is known that its file says; gives the exit code. */
async function addFunction(
  place: NewPlace,
  given: NewOptions,
  fail: (problem: string) => never,
): Promise<number> {
  const wrong = checkNewNames(place.team, place.name);
  if (wrong.length > 0) {
    const color = mayColor(process.stderr);
    process.stderr.write(`${renderHuman(wrong, { color })}\n${summary(wrong)}\nNothing was written.\n`);
    return EXIT.findings;
  }
  const options = mayAsk() ? await askForRest(place, given) : given;
  if (options === undefined) {
    process.stderr.write('Nothing was written.\n');
    return EXIT.failed;
  }
  const { runtime, contact, output } = options;
  if (runtime === undefined) return fail(`name the language by --runtime: ${RUNTIMES.join(', ')}`);
  if (place.isNewTeam && contact === undefined) {
    return fail(`the team ${place.team} is new: say whom to ask about it by --contact`);
  }
  const files = new Map([
    ...(contact === undefined ? [] : [[place.teamFile, newTeamText({ team: place.team, contact })] as const]),
    [place.file, newFunctionText({ ...wantedFunction(place, options), runtime })],
  ]);
  const store = manifestStore();
  const before = treeOf(output, store);
  const { outcome, changed } = tryFiles(files, options, fail);
  report(outcome, output);
  if (outcome.change === undefined) {
    process.stderr.write(`${[...files.keys()].join(' and ')}: not kept.${blame(outcome, files)}\n`);
    return EXIT.findings;
  }
  for (const file of files.keys()) process.stdout.write(`new      ${file}\n`);
  for (const file of changed) process.stdout.write(`changed  ${file}\n`);
  process.stdout.write(`\n${changeSince(before, output, store)}`);
  return EXIT.clean;
}

/** What came of the files. */
interface Attempt {
  readonly outcome: Outcome;
  /** Files that say something else now. */
  readonly changed: readonly string[];
}

/** Renders the catalog with the files; they stay where it has no errors with them, and CODEOWNERS follows. */
function tryFiles(
  files: ReadonlyMap<string, string>,
  { functions, output }: NewOptions,
  fail: (problem: string) => never,
): Attempt {
  const attempts: Attempt[] = [];
  const render = (...changed: readonly string[]): boolean => {
    const outcome = synthProject(functions, output);
    attempts.push({ outcome, changed });
    return !hasErrors(outcome.findings);
  };
  try {
    withNewFiles(files, () => {
      // A function alone changes no owner: this is for a new team.
      const owners = files.size > 1 ? newCodeowners(functions) : undefined;
      if (owners === undefined) return render();
      return withChangedFile(CODEOWNERS_FILE, owners, () => render(CODEOWNERS_FILE));
    });
  } catch (error) {
    if (attempts.length > 0 || !(error instanceof Error && 'syscall' in error)) throw error;
    return fail(`${[...files.keys()].join(' and ')} cannot be written: ${error.message}`);
  }
  const [attempt] = attempts;
  if (attempt === undefined) throw new Error('nothing was rendered');
  return attempt;
}

/** Says so where the new files are not at fault. */
function blame({ findings }: Outcome, files: ReadonlyMap<string, string>): string {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const isTheirs = errors.some(({ places }) => places.some(({ file }) => files.has(file)));
  return isTheirs ? '' : ' The errors are none of its own: mend them first.';
}

/** The manifests that stand in the output folder; none before the first run. */
function treeOf(output: string, store: ManifestStore): ManifestTree {
  return existsSync(output) ? folderTree(output, store) : { files: new Map(), unread: [] };
}

/** What the run changed, as `kfaas diff` says it. */
function changeSince(before: ManifestTree, output: string, store: ManifestStore): string {
  const [base, head] = [
    { label: `${output} before`, folder: output, tree: before },
    { label: output, folder: output, tree: treeOf(output, store) },
  ];
  const review = reviewSides({ base, head, isByName: true, remarks: [] }, store);
  return renderReviewHuman(review, { color: mayColor(process.stdout) });
}
