import { isAbsolute, relative, resolve } from 'node:path';
import { renderHuman, summary } from '../../findings';
import { check, synth, type Checked, type Outcome } from '../../main';
import { mayColor } from '../terminal';
import { environmentSource } from './environment-source';
import { foreignFolder } from './foreign-folder';
import { preventedCheck, projectInventory } from './inventory';
import { runRecord } from './run-record';

/** Renders a catalog for this project's environments into an output folder. */
export function synthProject(functions: string, output: string): Outcome {
  const inventory = projectInventory();
  if ('findings' in inventory) return { ...preventedCheck(inventory.findings), change: undefined };
  return synth({
    ...inventory,
    functions,
    foreign: foreignFolder(functions),
    output,
    environmentSource,
    record: runRecord(functions, output),
  });
}

/** Checks a catalog for this project's environments. */
export function checkProject(functions: string): Checked {
  const inventory = projectInventory();
  if ('findings' in inventory) return preventedCheck(inventory.findings);
  return check({ ...inventory, functions, foreign: foreignFolder(functions), environmentSource });
}

/** Returns what is wrong with the folder options, before anything is read. */
export function folderProblem(functions: string, output: string): string | undefined {
  if (output === '') return '--output names no folder';
  if (functions === '') return '--functions names no folder';
  const way = relative(resolve(functions), resolve(output));
  const inside = way === '' || !(way.startsWith('..') || isAbsolute(way));
  if (!inside) return undefined;
  return `--output ${output} is inside the catalog ${functions}: the next run would read its own output`;
}

/** Reports the findings of a run and the files that it wrote. */
export function reportSynth(
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
