import { isAbsolute, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { DELIVERY, ENVIRONMENTS } from '../environments';
import { hasErrors, renderHuman, summary } from '../findings';
import { synth, type Outcome } from '../main';
import { mayColor } from './color';
import { environmentSource } from './environment-source';
import { EXIT } from './exit';
import { runRecord } from './run-record';

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
    .option('--output <folder>', 'where the manifests go', process.env.CDK8S_OUTDIR ?? 'dist')
    .addHelpText('before', EXAMPLES)
    .action(({ functions, output }: { functions: string; output: string }, command: Command) => {
      const problem = folderProblem(functions, output);
      if (problem !== undefined) command.error(`error: ${problem}`);
      const outcome = synthProject(functions, output);
      report(outcome, output);
      exit(hasErrors(outcome.findings) ? EXIT.findings : EXIT.clean);
    });
}

/** Renders a catalog for this project's environments into an output folder. */
export function synthProject(functions: string, output: string): Outcome {
  return synth({
    environments: ENVIRONMENTS,
    delivery: DELIVERY,
    functions,
    output,
    environmentSource,
    record: runRecord(functions, output),
  });
}

/** What is wrong with the folders that were named, before anything is read. */
export function folderProblem(functions: string, output: string): string | undefined {
  if (output === '') return '--output names no folder';
  if (functions === '') return '--functions names no folder';
  const way = relative(resolve(functions), resolve(output));
  const inside = way === '' || !(way.startsWith('..') || isAbsolute(way));
  if (!inside) return undefined;
  return `--output ${output} lies in the catalog ${functions}: the next run would read its own output`;
}

/** Tells what came of a run: what was found, and what was written. */
export function report(
  { findings, tables, change, functions, clusters, source }: Outcome,
  output: string,
): void {
  if (findings.length > 0) {
    const color = mayColor(process.stderr);
    process.stderr.write(`${renderHuman(findings, { color, source })}\n${summary(findings)}\n`);
  }
  if (change === undefined) {
    process.stderr.write(`Nothing was written to ${output}.\n`);
    return;
  }
  const proved = tables.filter(({ orderIndependent }) => orderIndependent === 'proved').length;
  const { written, unchanged, removed } = change;
  const files = `${written} written, ${unchanged} unchanged, ${removed} removed`;
  process.stdout.write(
    `${output}: ${functions} functions on ${clusters} clusters; ${proved} of ${tables.length} route tables proved; files: ${files}\n`,
  );
}
