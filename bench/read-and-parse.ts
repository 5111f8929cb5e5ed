// The baseline of bench/diff.ts: reads every manifest of two folders. Parses those of the first, and those of the
// second that differ, once with js-yaml.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';

const [folder = '', other = ''] = process.argv.slice(2);
let documents = 0;
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const file = join(entry.parentPath, entry.name);
  const text = readFileSync(file, 'utf8');
  documents += loadAll(text).length;
  const before = readFileSync(join(other, file.slice(folder.length)), 'utf8');
  if (before !== text) documents += loadAll(before).length;
}
process.stdout.write(`${documents} documents\n`);
