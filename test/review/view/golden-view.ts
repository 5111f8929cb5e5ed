import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, 'golden-views');

/**
 * The golden text of a view. With UPDATE_GOLDEN=1 in the environment it becomes what is rendered; then read the diff:
 * it is what reviewers would see.
 */
export function goldenView(name: string, rendered: string): string {
  const file = join(FOLDER, name);
  if (process.env.UPDATE_GOLDEN !== undefined) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, rendered);
  }
  return readFileSync(file, 'utf8');
}
