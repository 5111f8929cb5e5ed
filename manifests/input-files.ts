import { accessSync, constants, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../base';
import { MANIFEST_FILE } from './manifest-text';
import type { UnreadManifest } from './read-manifests';

/** The input that is read from standard input. */
export const STANDARD_INPUT = '-';

/** How places in standard input are named. */
const STANDARD_INPUT_NAME = '<stdin>';

/** Files with manifests, and what cannot be read. */
export interface InputFiles {
  readonly files: readonly string[];
  readonly unread: readonly UnreadManifest[];
}

/**
 * Returns the files of some inputs, each once, in the order of the inputs: of a folder its YAML and JSON files, in the order of their
 * names; a file itself, whatever its name; for `-` standard input.
 */
export function inputFiles(inputs: readonly string[]): InputFiles {
  const unread: UnreadManifest[] = [];
  const files = inputs.flatMap((input) => {
    if (input === STANDARD_INPUT) return [STANDARD_INPUT_NAME];
    try {
      return statSync(input).isDirectory() ? filesIn(input, unread) : [input];
    } catch (error) {
      unread.push({ file: input, line: 1, column: 1, message: (error as Error).message, isSystem: true });
      return [];
    }
  });
  return { files: [...new Set(files)], unread };
}

/** Returns the first input that is not there or cannot be read, with the reason; undefined if there is none. */
export function inputProblem(inputs: readonly string[]): string | undefined {
  for (const input of inputs.filter((each) => each !== STANDARD_INPUT)) {
    try {
      accessSync(input, constants.R_OK);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return code === 'ENOENT' ? `${input} does not exist` : `${input} cannot be read: ${message}`;
    }
  }
  return undefined;
}

function filesIn(folder: string, unread: UnreadManifest[]): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries
      .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
      .sort((a, b) => compareText(a.name, b.name))
      .flatMap((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return filesIn(path, unread);
        return MANIFEST_FILE.test(entry.name) ? [path] : [];
      });
  } catch (error) {
    unread.push({ file: folder, line: 1, column: 1, message: (error as Error).message, isSystem: true });
    return [];
  }
}

/** The text of standard input, which can be read once. */
let standardInput: string | undefined;

/** Reads the text of a file, without a byte order mark. */
export function textOfInput(file: string): string {
  if (file !== STANDARD_INPUT_NAME) return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  standardInput ??= readFileSync(0, 'utf8').replace(/^\uFEFF/, '');
  return standardInput;
}
