import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDER = join(__dirname, 'expected');

/**
 * The golden outputs of a pull request, by the names of their files. With UPDATE_GOLDEN=1 in the environment they become
 * what is given; then read the diff: it is what reviewers would see.
 */
export function goldenOutputs(
  name: string,
  outputs: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const folder = join(FOLDER, name);
  if (process.env.UPDATE_GOLDEN !== undefined) {
    rmSync(folder, { recursive: true, force: true });
    for (const [file, text] of Object.entries(outputs)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
  }
  return Object.fromEntries(
    readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );
}

/** The pull requests that have golden outputs. */
export function goldenNames(): readonly string[] {
  return readdirSync(FOLDER).sort();
}
