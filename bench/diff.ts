// npm run bench:diff [-- <rounds> [<count> ...]]: compares kfaas diff of two folders with reading and parsing them, in one run.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { functionText, writeCatalog } from './catalog';
import { measure, median, type Measured } from './measure';

const ROOT = resolve(__dirname, '..');
const WORK = join(ROOT, '.bench/diff');
const [rounds = '3', ...counts] = process.argv.slice(2);
const COUNTS = counts.length > 0 ? counts.map(Number) : [2_000, 10_000];

const KFAAS = join(ROOT, 'cli/kfaas.js');
const folder = (name: string) => join(WORK, name);
const peakFile = folder('peak');

function run(command: string, args: readonly string[], cwd = ROOT): void {
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stderr}`);
}

const synth = (output: string) =>
  run(process.execPath, [KFAAS, 'synth', '--functions', folder('catalog'), '--output', folder(output)]);

/** Runs kfaas diff in a shell, which redirects its output. `--fail-on never` avoids exit code 1 for differences. */
function diff(args: string, cwd = ROOT): Measured {
  const command = `cd '${cwd}' && '${process.execPath}' '${KFAAS}' diff ${args} --fail-on never -o json > '${folder('diff.json')}'`;
  return measure('sh', ['-c', command], peakFile);
}

const baseline = () =>
  measure(
    process.execPath,
    ['--require', 'ts-node/register', join(ROOT, 'bench/read-and-parse.ts'), folder('head'), folder('base')],
    peakFile,
  );

const LABELS: Readonly<Record<string, string>> = {
  parse: 'read all, parse each once by js-yaml',
  folders: 'kfaas diff, two folders',
  revision: 'kfaas diff, HEAD and the working tree',
  changed: 'kfaas diff --changed-since HEAD',
  equal: 'kfaas diff, a folder and itself',
};

function line(text = ''): void {
  process.stdout.write(`${text}\n`);
}

line(`${cpus()[0]?.model ?? 'unknown processor'}, Node.js ${process.version}; median of ${rounds} rounds`);
for (const count of COUNTS) {
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
  writeCatalog(folder('catalog'), count);
  synth('base');
  const changed = functionText('team-0000', 3).replace('timeout: 10s', 'timeout: 12s');
  writeFileSync(join(folder('catalog'), 'team-0000/fn-3.yaml'), changed);
  synth('head');
  // The last commit contains the manifests before the change, the working tree those after it.
  const repository = folder('repository');
  mkdirSync(repository);
  cpSync(folder('base'), join(repository, 'dist'), { recursive: true });
  const identity = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com'];
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    [...identity, 'commit', '-qm', 'base'],
  ])
    run('git', args, repository);
  rmSync(join(repository, 'dist'), { recursive: true });
  cpSync(folder('head'), join(repository, 'dist'), { recursive: true });
  run('git', ['status', '--short'], repository);

  const results = Array.from({ length: Number(rounds) }, () => ({
    parse: baseline(),
    folders: diff(`'${folder('base')}' '${folder('head')}'`),
    revision: diff('HEAD', repository),
    changed: diff('--changed-since HEAD', repository),
    equal: diff(`'${folder('base')}' '${folder('base')}'`),
  }));
  const middle = (name: keyof (typeof results)[number]) => median(results.map((result) => result[name]));
  line();
  line(`${count} functions x 6 clusters, one function changed`);
  for (const name of ['parse', 'folders', 'revision', 'changed', 'equal'] as const) {
    const { seconds, peakBytes } = middle(name);
    const memory = `${Math.round(peakBytes / 2 ** 20)} MB`;
    line(`  ${(LABELS[name] ?? name).padEnd(40)} ${seconds.toFixed(2).padStart(7)} s ${memory.padStart(8)}`);
  }
  const ratio = (name: 'folders' | 'revision' | 'changed' | 'equal') =>
    (middle(name).seconds / middle('parse').seconds).toFixed(2);
  line(`  two folders / parse        ${ratio('folders')}   (at most 2.00)`);
  line(`  HEAD, working tree / parse ${ratio('revision')}`);
  line(`  --changed-since / parse    ${ratio('changed')}`);
}
rmSync(WORK, { recursive: true, force: true });
