import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of its own for one test, removed after it. */
export interface ProjectFolder {
  readonly path: string;
  /** Writes files, by their paths below the folder. */
  readonly add: (files: Readonly<Record<string, string | Buffer>>) => void;
}

const made: string[] = [];

/** Makes a folder with files in it. */
export function projectFolder(files: Readonly<Record<string, string | Buffer>> = {}): ProjectFolder {
  const path = mkdtempSync(join(tmpdir(), 'kfaas-test-'));
  made.push(path);
  const add: ProjectFolder['add'] = (added) => {
    for (const [name, content] of Object.entries(added)) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), content);
    }
  };
  add(files);
  return { path, add };
}

afterAll(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});
