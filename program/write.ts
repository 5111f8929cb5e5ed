import { RENDERED_MARK, type ManifestFile } from '../constructs';
import type { Finding } from '../findings';
import { openOutputTree, type OutputTree, type TreeChange } from '../manifests';
import type { IncrementalRun } from './incremental';

/**
 * Writes files into the output folder, which changes as a whole or not at all.
 * @returns the change, or a finding where the folder cannot be written
 */
export function write(
  output: string,
  files: Iterable<ManifestFile>,
  run: IncrementalRun,
): TreeChange | Finding {
  let tree: OutputTree | undefined;
  try {
    tree = openOutputTree(output, RENDERED_MARK);
    for (const file of files) run.write(file, tree);
    const change = tree.commit();
    run.save(tree);
    return change;
  } catch (error) {
    tree?.discard();
    if (!isSystemError(error)) throw error;
    const message = `the output folder ${output} cannot be written: ${error.message}`;
    const help = 'make it a folder that you may write, with room on its disk, or name another by --output';
    return { code: 'KF901', severity: 'error', message, help, places: [] };
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
