// npm run bench [-- <rounds> [<count> ...]]: compares kfaas synth with its baselines, in one run on one machine.
// Use the ratios: machines differ and are noisy, and the baselines run between the runs of kfaas synth.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { ENVIRONMENTS } from '../environments';
import { functionText, writeCatalog } from './catalog';
import { isInstalled, measure, median, type Measured } from './measure';

const ROOT = resolve(__dirname, '..');
const WORK = join(ROOT, '.bench');
const [rounds = '3', ...counts] = process.argv.slice(2);
const COUNTS = counts.length > 0 ? counts.map(Number) : [700, 2_000, 10_000];
const OVERLAYS = ENVIRONMENTS.flatMap(({ name, clusters }) =>
  clusters.map((cluster) => `${name}/${cluster.name}`),
);

const folder = (name: string) => join(WORK, name);
const peakFile = folder('peak');
const node = (...args: readonly string[]) => measure(process.execPath, args, peakFile);
const remove = (name: string) => rmSync(folder(name), { recursive: true, force: true });

const ours = () =>
  node(join(ROOT, 'cli/kfaas.js'), 'synth', '--functions', folder('catalog'), '--output', folder('out'));

function plain(count: number, output: 'chart' | 'resource'): Measured {
  remove('plain');
  const register = ['--require', 'ts-node/register'];
  return node(...register, join(ROOT, 'bench/plain-cdk8s.ts'), String(count), folder('plain'), output);
}

function kustomize(): Measured {
  const runs = OVERLAYS.map((overlay) =>
    measure('kubectl', ['kustomize', join(folder('out'), overlay)], peakFile),
  );
  return { seconds: runs.reduce((sum, { seconds }) => sum + seconds, 0), peakBytes: 0 };
}

/** Runs each command once, so that a slow moment of the machine does not affect only one of them. */
function round(count: number, withKustomize: boolean): Record<string, Measured> {
  remove('out');
  remove('copy');
  const fresh = ours();
  const file = join(folder('catalog'), 'team-0000/fn-3.yaml');
  writeFileSync(file, functionText('team-0000', 3).replace('timeout: 10s', 'timeout: 12s'));
  const second = ours();
  writeFileSync(file, functionText('team-0000', 3));
  const copy = measure('cp', ['-r', folder('out'), folder('copy')], peakFile);
  const perChart = plain(count, 'chart');
  const perResource = plain(count, 'resource');
  return { fresh, second, copy, perChart, perResource, ...(withKustomize ? { kustomize: kustomize() } : {}) };
}

const LABELS: Readonly<Record<string, string>> = {
  fresh: 'ours, into an empty folder',
  second: 'ours, after one function changed',
  copy: 'cp -r of our output',
  perChart: 'plain cdk8s, one file per chart',
  perResource: 'plain cdk8s, one file per resource',
  kustomize: 'kubectl kustomize, six overlays',
};

function line(text = ''): void {
  process.stdout.write(`${text}\n`);
}

mkdirSync(WORK, { recursive: true });
const kubectl = isInstalled('kubectl', 'version', '--client');
line(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node.js ${process.version}; median of ${rounds} rounds`,
);
if (!kubectl) line('kubectl is not installed: kubectl kustomize is left out');
const freshSeconds = new Map<number, number>();
for (const count of COUNTS) {
  writeCatalog(folder('catalog'), count);
  const results = Array.from({ length: Number(rounds) }, () => round(count, kubectl && count <= 700));
  const medians = new Map(
    Object.keys(results[0] ?? {}).map((name) => [name, median(results.flatMap((all) => all[name] ?? []))]),
  );
  const seconds = (name: string) => medians.get(name)?.seconds ?? Number.NaN;
  freshSeconds.set(count, seconds('fresh'));
  line();
  line(`${count} functions x 6 clusters`);
  for (const [name, { seconds: time, peakBytes }] of medians) {
    const memory = peakBytes === 0 ? '' : `${Math.round(peakBytes / 2 ** 20)} MB`;
    line(`  ${(LABELS[name] ?? name).padEnd(36)} ${time.toFixed(2).padStart(7)} s ${memory.padStart(8)}`);
  }
  // With fewer functions, the start of the process dominates.
  const bound = (most: string) => (count >= 2_000 ? `   (at most ${most})` : '');
  const ratio = (a: string, b: string) => (seconds(a) / seconds(b)).toFixed(2);
  line(`  fresh / plain per resource ${ratio('fresh', 'perResource')}${bound('0.50')}`);
  line(`  fresh / cp -r              ${ratio('fresh', 'copy')}${bound('2.00')}`);
  line(`  second / fresh             ${ratio('second', 'fresh')}${bound('0.50')}`);
}
const [first, last] = [COUNTS[0], COUNTS.at(-1)];
if (first !== undefined && last !== undefined && first !== last) {
  const growth = (freshSeconds.get(last) ?? 0) / (freshSeconds.get(first) ?? 1);
  line();
  line(
    `from ${first} to ${last} functions (x${(last / first).toFixed(1)}) the fresh render takes x${growth.toFixed(1)}`,
  );
}
rmSync(WORK, { recursive: true, force: true });
