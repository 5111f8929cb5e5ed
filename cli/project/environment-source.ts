import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the company's environments, which is part of the program and not of the working folder. */
export function environmentsFolder(): string {
  try {
    return dirname(require.resolve('../../environments'));
  } catch {
    // Without its index.ts.
    return join(__dirname, '../../environments');
  }
}

/** Returns the text of an environment's file, named as in `environments/prod.ts`. */
export function environmentSource(file: string): string | undefined {
  try {
    return readFileSync(join(dirname(environmentsFolder()), file), 'utf8');
  } catch {
    return undefined;
  }
}

/** Returns the texts of all TypeScript files of environments/, by name; none without that folder. */
export function environmentSources(): ReadonlyMap<string, string> {
  const folder = environmentsFolder();
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder, { encoding: 'utf8', recursive: true }).sort();
  return new Map(
    names.flatMap((name) => {
      const file = `environments/${name.replaceAll('\\', '/')}`;
      const text = name.endsWith('.ts') ? environmentSource(file) : undefined;
      return text === undefined ? [] : [[file, text] as const];
    }),
  );
}
