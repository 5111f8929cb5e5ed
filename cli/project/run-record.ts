import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openRunRecord, type RunRecord } from '../../manifests';

const ROOT = resolve(__dirname, '../..');

/** Folders without program code. */
const NO_PROGRAM = [
  'node_modules',
  'dist',
  'functions',
  'foreign',
  'test',
  'bench',
  'docs',
  'schemas',
  'crds',
];

/** The record of the runs that rendered this catalog into this output folder. */
export function runRecord(functions: string, output: string): RunRecord {
  const name = createHash('sha1')
    .update(`${resolve(functions)}\n${resolve(output)}`)
    .digest('hex');
  return openRunRecord(join(ROOT, 'node_modules/.cache/kfaas', `${name}.json`), output, programHash());
}

/**
 * Returns a hash of the program, its environments, its libraries and Node.js: everything except the catalog that the
 * output depends on.
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
