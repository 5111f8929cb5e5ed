// The yardstick of bench/import.ts: reads some files and parses them, once with js-yaml.
import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';

let documents = 0;
for (const file of process.argv.slice(2)) documents += loadAll(readFileSync(file, 'utf8')).length;
process.stdout.write(`${documents} documents\n`);
