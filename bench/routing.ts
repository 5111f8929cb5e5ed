// npm run bench:routing [-- <rounds>]: compares the proof of a route table with JSON.parse of the same VirtualServices and
// with an automata library that compares each pair, in one run on one machine. Most figures are ratios. Each table is
// measured in a separate process.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { routingRulesOf } from '../platform';
import { arrive, checkTables, resolver, routeTables } from '../routing';
import { pairwiseOverlaps } from './pairwise';
import { HOST, requestPaths, tableText, type Mix, type TableOrder } from './route-tables';

const ROOT = resolve(__dirname, '..');
const COUNTS = [1_000, 10_000, 100_000];
const REQUESTS = 20_000;

/** The measurements of one table in one process: median times of all rounds, in milliseconds. */
interface Measured {
  readonly parse: number;
  readonly check: number;
  /** The ratio of check to parse in the first round, before the code is optimized. */
  readonly firstRatio: number;
  /** Microseconds per request. */
  readonly resolve: number;
  readonly peakMegabytes: number;
}

function milliseconds<T>(work: () => T): readonly [number, T] {
  const start = process.hrtime.bigint();
  const result = work();
  return [Number(process.hrtime.bigint() - start) / 1e6, result];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Parses and checks the table of a file several times. Runs in a separate process. */
function measureTable(file: string, count: number, rounds: number): Measured {
  const rules = routingRulesOf('1.28.6');
  if (rules === undefined) throw new Error('no rules for Istio 1.28.6');
  const text = readFileSync(file, 'utf8');
  const samples = Array.from({ length: rounds }, () => {
    const [parse, objects] = milliseconds(() => JSON.parse(text) as unknown[]);
    const [check, tables] = milliseconds(() => {
      const read = routeTables(objects, rules);
      const { tables: verdicts } = checkTables(read, rules);
      if (verdicts.some(({ orderIndependent }) => orderIndependent !== 'proved'))
        throw new Error('not proved');
      return read.tables;
    });
    const [table] = tables;
    if (table === undefined) throw new Error('no table');
    const [{ list } = { list: undefined }] = table.listeners;
    const sent = requestPaths(count, REQUESTS).flatMap(
      (path) => arrive([table], { method: 'GET', host: HOST, path, headers: {} })?.request ?? [],
    );
    if (list === undefined) throw new Error('no list');
    const resolving = resolver(list);
    const [resolved] = milliseconds(() => {
      for (const request of sent) resolving.resolve(request);
    });
    return { parse, check, resolve: (resolved * 1000) / REQUESTS };
  });
  const [first] = samples;
  return {
    parse: median(samples.map(({ parse }) => parse)),
    check: median(samples.map(({ check }) => check)),
    firstRatio: first === undefined ? Number.NaN : first.check / first.parse,
    resolve: median(samples.map((sample) => sample.resolve)),
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
}

function inProcess(file: string, count: number, rounds: number): Measured {
  const node = ['--require', 'ts-node/register', __filename];
  const args = ['measure', file, String(count), String(rounds)];
  const run = spawnSync(process.execPath, [...node, ...args], { cwd: ROOT, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as Measured;
}

function line(text = ''): void {
  process.stdout.write(`${text}\n`);
}

function compareAll(rounds: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'bench-routing-'));
  const file = join(folder, 'table.json');
  line(`${cpus()[0]?.model ?? 'unknown processor'}, Node.js ${process.version}; median of ${rounds} rounds`);
  line('mix  order     routes  JSON.parse      check  check/parse  first  us/request  MB, one check');
  const ours = new Map<string, number>();
  const tables: [Mix, TableOrder, number][] = (['A', 'B'] as const).flatMap((mix) => [
    ...COUNTS.map((count): [Mix, TableOrder, number] => [mix, 'by name', count]),
    [mix, 'shuffled', COUNTS.at(-1) ?? 0],
  ]);
  for (const [mix, order, count] of tables) {
    writeFileSync(file, tableText(mix, count, order));
    const { parse, check, firstRatio, resolve: request } = inProcess(file, count, rounds);
    const { peakMegabytes } = inProcess(file, count, 1);
    ours.set(`${mix} ${order} ${count}`, check);
    const columns = [`${parse.toFixed(1)} ms`, `${check.toFixed(1)} ms`, (check / parse).toFixed(2)];
    const [parsed = '', checked = '', ratio = ''] = columns;
    line(
      `${mix}    ${order.padEnd(8)} ${String(count).padStart(7)} ${parsed.padStart(11)} ${checked.padStart(10)} ${ratio.padStart(12)} ${firstRatio.toFixed(2).padStart(6)} ${request.toFixed(2).padStart(11)} ${peakMegabytes.toFixed(0).padStart(14)}`,
    );
  }
  line();
  for (const mix of ['A', 'B'] as const) {
    const growth = (ours.get(`${mix} by name 100000`) ?? 0) / (ours.get(`${mix} by name 10000`) ?? 1);
    line(`mix ${mix}: from 10,000 to 100,000 routes the check takes x${growth.toFixed(1)} (at most x12)`);
  }
  for (const mix of ['A', 'B'] as const) {
    const [pairwise] = milliseconds(() => pairwiseOverlaps(mix, 1_000));
    const factor = pairwise / (ours.get(`${mix} by name 1000`) ?? 1);
    line(
      `mix ${mix}: refa, pair by pair, 1,000 routes: ${pairwise.toFixed(0)} ms, x${factor.toFixed(0)} of ours`,
    );
  }
  rmSync(folder, { recursive: true, force: true });
}

const [first = '7', file = '', count = '0', rounds = '1'] = process.argv.slice(2);
if (first === 'measure') line(JSON.stringify(measureTable(file, Number(count), Number(rounds))));
else compareAll(Number(first));
