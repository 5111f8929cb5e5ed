import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { addCheck } from './check';
import { addCodeowners } from './codeowners';
import { addCompletion } from './completion';
import { addDiff } from './diff';
import { EXIT } from './exit';
import { addNew } from './new';
import { addPlatform } from './platform';
import { addRoute } from './route';
import { addSynth } from './synth';
import { addUpgrade } from './upgrade';

const EXAMPLES = `
Examples:
  $ kfaas synth                                        render functions/ into dist/
  $ kfaas new saas/hello                               add a function to the catalog
  $ kfaas check                                        prove the routes of every cluster
  $ kfaas check --manifests manifests/                 prove the VirtualServices of any folder
  $ kfaas route /faas/api/saas/showroom/               which function answers a request
  $ kfaas diff                                         what a change does to requests, and what may go wrong
  $ kfaas platform --cluster prod-us                   what follows from a cluster's versions
  $ kfaas upgrade --cluster prod-us --istio 1.30.3     what another version would change there
`;

/** Runs the command line with the words that follow `kfaas`, and gives the exit code of the process. */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  let exit: number = EXIT.clean;
  const program = new Command('kfaas')
    .description('Renders and checks what joins the Java platform and Knative functions')
    .version(version)
    .addHelpText('before', EXAMPLES)
    .showSuggestionAfterError()
    .exitOverride();
  addSynth(program, (code) => (exit = code));
  addCheck(program, (code) => (exit = code));
  addRoute(program, (code) => (exit = code));
  addDiff(program, (code) => (exit = code));
  addPlatform(program, (code) => (exit = code));
  addUpgrade(program, (code) => (exit = code));
  addNew(program, (code) => (exit = code));
  addCodeowners(program, (code) => (exit = code));
  addCompletion(program);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.failed;
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`kfaas failed; this is a defect of kfaas, not of your files:\n${detail}\n`);
    return EXIT.failed;
  }
}
