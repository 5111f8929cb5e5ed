import { Option, type Command } from 'commander';
import { RUNTIMES } from '../../base';
import { checkNewNames, newFunctionText, newTeamText } from '../../catalog';
import { hasErrors, renderHuman, summary } from '../../findings';
import type { Outcome } from '../../main';
import { manifestStore } from '../../manifests';
import { EXIT, mayColor } from '../terminal';
import { withChangedFile, withNewFiles } from './files';
import {
  environmentList,
  methodList,
  newPlace,
  podCount,
  usageProblem,
  wantedFunction,
  type NewOptions,
  type NewPlace,
} from './options';
import { askForRest, mayAsk } from './questions';
import {
  changeSince,
  CODEOWNERS_FILE,
  folderProblem,
  newCodeowners,
  outputTree,
  reportSynth,
  synthProject,
  projectNames,
} from '../project';

const EXAMPLES = `
Examples:
  $ kfaas new saas/hello                                                asks for the rest
  $ kfaas new saas/hello --runtime nodejs                               answers /faas/api/saas/hello/
  $ kfaas new saas/export --runtime python --regex '/faas/api/saas/export/[0-9]+' --methods GET
  $ kfaas new saas/hello --runtime golang --image registry.example.com/saas/hello:1.0.0 --min 1 --max 20
  $ kfaas new maps/tiles --runtime cpp --contact maps@example.com       the first function of a new team
`;

/** Adds `kfaas new`, which adds a function to the catalog. */
export function addNew(program: Command, exit: (code: number) => void): void {
  program
    .command('new')
    .summary('add a function to the catalog')
    .description(
      'Writes the file of a new function, renders the catalog and shows the changes. In a terminal, it asks for missing options. If the catalog then has errors, they are reported and the new file is removed. Existing files are never overwritten, except .github/CODEOWNERS: if kfaas codeowners wrote it, a new team is added.',
    )
    .argument('<team/name>', 'the function; a team.yaml is written for a new team')
    .addOption(new Option('--runtime <runtime>', 'the programming language').choices(RUNTIMES))
    .option('--description <text>', 'a short description')
    .addOption(new Option('--prefix <path>', 'the path prefix of its requests').conflicts(['exact', 'regex']))
    .addOption(new Option('--exact <path>', 'the exact path of its requests').conflicts('regex'))
    .option('--regex <regex>', 'an RE2 regex that matches the whole path')
    .option('--methods <methods>', 'the HTTP methods, such as GET,POST', methodList)
    .option('--image <image>', 'the container image; also renders the Knative Service')
    .option('--min <pods>', 'with --image, the minimum number of pods', podCount)
    .option('--max <pods>', 'with --image, the maximum number of pods', podCount)
    .option(
      '--environments <names>',
      'the environments, such as test,staging (default: all)',
      environmentList,
    )
    .option('--contact <address>', 'the mail address of a new team')
    .option('--functions <folder>', 'the function catalog', 'functions')
    .option('--output <folder>', 'the output folder for manifests', process.env.CDK8S_OUTDIR ?? 'dist')
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

/** Adds the function, after asking for missing options. Returns the exit code. */
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
  if (runtime === undefined) return fail(`--runtime is required; choose one of ${RUNTIMES.join(', ')}`);
  if (place.isNewTeam && contact === undefined) {
    return fail(`the team ${place.team} is new: --contact is required`);
  }
  const names = projectNames();
  const files = new Map([
    ...(contact === undefined
      ? []
      : [[place.teamFile, newTeamText({ team: place.team, contact }, names)] as const]),
    [place.file, newFunctionText({ ...wantedFunction(place, options), runtime }, names)],
  ]);
  const store = manifestStore();
  const before = outputTree(output, store);
  const { outcome, changed } = tryFiles(files, options, fail);
  reportSynth(outcome, output);
  if (outcome.change === undefined) {
    process.stderr.write(`${[...files.keys()].join(' and ')}: not kept.${blame(outcome, files)}\n`);
    return EXIT.findings;
  }
  for (const file of files.keys()) process.stdout.write(`new      ${file}\n`);
  for (const file of changed) process.stdout.write(`changed  ${file}\n`);
  process.stdout.write(`\n${changeSince(before, output, store)}`);
  return EXIT.clean;
}

/** The result of a render with the new files. */
interface Attempt {
  readonly outcome: Outcome;
  /** Existing files that were changed. */
  readonly changed: readonly string[];
}

/** Renders the catalog with the files and updates CODEOWNERS. Errors in the catalog undo both. */
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
      // Only a new team changes the owners.
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

/** Returns a hint if no error is in the new files. */
function blame({ findings }: Outcome, files: ReadonlyMap<string, string>): string {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const isTheirs = errors.some(({ places }) => places.some(({ file }) => files.has(file)));
  return isTheirs ? '' : ' The errors are in existing files: fix them first.';
}
