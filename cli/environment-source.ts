import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text of an environment's file: it belongs to the program, wherever it is run. */
export function environmentSource(file: string): string | undefined {
  try {
    return readFileSync(join(__dirname, '..', file), 'utf8');
  } catch {
    return undefined;
  }
}
