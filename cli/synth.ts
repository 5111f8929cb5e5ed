import type { Command } from 'commander';
import { hasErrors } from '../findings';
import { folderProblem, reportSynth, synthProject } from './project';
import { EXIT } from './terminal';

const EXAMPLES = `
Examples:
  $ kfaas synth                       render functions/ into dist/
  $ kfaas synth --output /tmp/look    render elsewhere, to look at it
  $ kfaas synth --functions drafts    render another catalog
`;

/** Adds `kfaas synth`, which renders the manifests of every cluster. */
export function addSynth(program: Command, exit: (code: number) => void): void {
  program
    .command('synth')
    .summary('render the manifests of every cluster')
    .description(
      'Renders the manifests of every cluster from the function catalog. Nothing is written on an error.',
    )
    .option('--functions <folder>', 'the function catalog', 'functions')
    .option('--output <folder>', 'the output folder for manifests', process.env.CDK8S_OUTDIR ?? 'dist')
    .addHelpText('before', EXAMPLES)
    .action(({ functions, output }: { functions: string; output: string }, command: Command) => {
      const problem = folderProblem(functions, output);
      if (problem !== undefined) command.error(`error: ${problem}`);
      const outcome = synthProject(functions, output);
      reportSynth(outcome, output);
      exit(hasErrors(outcome.findings) ? EXIT.findings : EXIT.clean);
    });
}
