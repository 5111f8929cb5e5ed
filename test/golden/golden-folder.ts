import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { synth, type Outcome, type Program } from '../../main';
import { projectFolder } from '../fixtures/project-folder';

/** A rendered catalog, and what was expected of it. */
export interface GoldenFolder {
  readonly outcome: Outcome;
  /** The text of each rendered file, by its path below the output folder. */
  readonly files: ReadonlyMap<string, string>;
  /** The same of the golden files. */
  readonly expected: ReadonlyMap<string, string>;
}

/**
 * Renders a catalog to compare it with a golden folder. With UPDATE_GOLDEN=1 in the environment the golden folder
 * becomes what is rendered; then read the diff: it is what clusters would get.
 */
export function goldenFolder(
  program: Pick<Program, 'environments' | 'functions'>,
  folder: string,
): GoldenFolder {
  const output = join(projectFolder().path, 'out');
  const outcome = synth({ ...program, output, environmentSource: () => undefined });
  if (process.env.UPDATE_GOLDEN !== undefined) {
    rmSync(folder, { recursive: true, force: true });
    cpSync(output, folder, { recursive: true });
  }
  return { outcome, files: textsIn(output), expected: textsIn(folder) };
}

/** The texts of all files below a folder, by their paths, in order. */
export function textsIn(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.sort().map((file) => [file.slice(folder.length + 1), readFileSync(file, 'utf8')]));
}
