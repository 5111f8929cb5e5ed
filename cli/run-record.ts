import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openRunRecord, type RunRecord } from '../manifests';

const ROOT = resolve(__dirname, '..');

/** Folders of the project that hold no part of the program, or data that it reads on its own. */
const NO_PROGRAM = ['node_modules', 'dist', 'functions', 'test', 'bench', 'docs', 'schemas', 'crds'];

/** The record of the runs that rendered this catalog into this output folder. */
export function runRecord(functions: string, output: string): RunRecord {
  const name = createHash('sha1')
    .update(`${resolve(functions)}\n${resolve(output)}`)
    .digest('hex');
  return openRunRecord(join(ROOT, 'node_modules/.cache/kfaas', `${name}.json`), output, programHash());
}

/**
 * Stands for the program with its environments, its libraries and its Node.js: whatever else than the catalog
 * decides on what is rendered.
 */
function programHash(): string {
  const hash = createHash('sha1').update(process.version);
  for (const file of [...sourceFiles(''), 'package-lock.json']) {
    hash.update(`${file} `).update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('base64');
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && !NO_PROGRAM.includes(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? sourceFiles(path) : /\.[jt]s$/.test(path) ? [path] : [];
    })
    .sort();
}
