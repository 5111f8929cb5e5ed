import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { addCheck } from './check';
import { addCodeowners } from './codeowners';
import { addCompletion } from './completion';
import { addDiff } from './diff';
import { addMove, addRemove, addRename, addRollout } from './edit';
import { addGraph } from './graph';
import { addImport } from './import';
import { addList } from './list';
import { addStatus } from './live';
import { EXIT } from './terminal';
import { addNew } from './new';
import { addPlatform } from './platform';
import { addRoute } from './route';
import { addSynth } from './synth';
import { addUpgrade } from './upgrade';

const EXAMPLES = `
Examples:
  $ kfaas synth                                        render functions/ into dist/
  $ kfaas new saas/hello                               add a function to the catalog
  $ kfaas list                                         list the functions of the catalog
  $ kfaas graph --by service                           show who calls which Java service
  $ kfaas rollout saas/showroom next                   lead more of a function's requests to its new version
  $ kfaas check                                        prove the routes of every cluster
  $ kfaas check --manifests manifests/                 prove the VirtualServices of any folder
  $ kfaas import test-cn=dump.yaml                     turn VirtualServices that run into catalog files
  $ kfaas route /faas/api/saas/showroom/               show which function answers a request
  $ kfaas diff                                         show how a change affects requests, and its risks
  $ kfaas status                                       show how every cluster is, in a line
  $ kfaas platform --cluster prod-us                   show the consequences of a cluster's versions
  $ kfaas upgrade --cluster prod-us --istio 1.30.3     show what an upgrade changes
`;

/** Runs the command line with the arguments after `kfaas`. Returns the exit code of the process. */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  let exit: number = EXIT.clean;
  const program = new Command('kfaas')
    .description(
      'Renders and checks the routes and manifests that connect the Java platform and Knative functions',
    )
    .version(version)
    .addHelpText('before', EXAMPLES)
    .showSuggestionAfterError()
    .exitOverride();
  addSynth(program, (code) => (exit = code));
  addCheck(program, (code) => (exit = code));
  addRoute(program, (code) => (exit = code));
  addDiff(program, (code) => (exit = code));
  addStatus(program, (code) => (exit = code));
  addPlatform(program, (code) => (exit = code));
  addUpgrade(program, (code) => (exit = code));
  addImport(program, (code) => (exit = code));
  addNew(program, (code) => (exit = code));
  addList(program, (code) => (exit = code));
  addGraph(program, (code) => (exit = code));
  addRename(program, (code) => (exit = code));
  addMove(program, (code) => (exit = code));
  addRemove(program, (code) => (exit = code));
  addRollout(program, (code) => (exit = code));
  addCodeowners(program, (code) => (exit = code));
  addCompletion(program);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.failed;
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`internal error: this is a bug in kfaas, not in your files:\n${detail}\n`);
    return EXIT.failed;
  }
}
