import { setTimeout as sleep } from 'node:timers/promises';
import { Option, type Command } from 'commander';
import pc from 'picocolors';
import { liveStatus, type ClusterStatus } from '../../app';
import { EXIT, mayColor } from '../terminal';
import { addLiveOptions, gather, liveUsageProblem, type LiveOptions } from './live-options';
import { openClusters } from './open-clusters';

const EXAMPLES = `
Examples:
  $ kfaas status                                       how every cluster is, in a line
  $ kfaas status --cluster prod-us --context us        one cluster, by a context of the kubeconfig
  $ kfaas status --watch                               again every 30 seconds
  $ kfaas status --dump prod-us=dump.yaml -o json      of a dump, for other programs
`;

interface Options extends LiveOptions {
  readonly output: string;
  readonly outputFormat: 'human' | 'json';
  readonly watch?: string | true;
}

/** Seconds between two looks, and the fewest: an API server has more to do. */
const EVERY = { usual: 30, least: 5 } as const;

/** The version of the JSON output. */
const JSON_VERSION = 1;

/** Adds `kfaas status`, which sums up each cluster in a line. */
export function addStatus(program: Command, exit: (code: number) => void): void {
  const status = program
    .command('status')
    .summary('show how each cluster is, in a line')
    .description(
      'Reads clusters and compares them with the manifests: whether they are in sync, whether the tables of their gateway hosts are proved, how many functions are ready, and when the oldest drift was written. Nothing is written. Exit code 0: all is well; 1: something is not; 2: a cluster cannot be read.',
    )
    .option('--cluster <name>', 'only this cluster; repeatable (default: all)', gather)
    .option('--output <folder>', 'the folder of manifests', 'dist')
    .option('--watch [seconds]', `look again every so many seconds (default: ${EVERY.usual})`);
  addLiveOptions(status)
    .addOption(
      new Option('-o, --output-format <format>', 'the output format')
        .choices(['human', 'json'])
        .default('human'),
    )
    .addHelpText('before', EXAMPLES)
    .action(async (given: Options, command: Command) => {
      const fail = (problem: string): never => command.error(`error: ${problem}`);
      const options = { ...given, live: given.dump === undefined ? true : given.live };
      const problem = liveUsageProblem(options);
      if (problem !== undefined) fail(problem);
      const seconds = secondsOf(options.watch);
      if (seconds === undefined) {
        exit(await show(options, fail));
        return;
      }
      if (Number.isNaN(seconds)) fail(`--watch takes a number of seconds from ${EVERY.least} on`);
      for (;;) {
        await show(options, fail);
        await sleep(seconds * 1000);
      }
    });
}

/** The seconds of `--watch`; NaN for what is none. */
function secondsOf(watch: Options['watch']): number | undefined {
  if (watch === undefined) return undefined;
  if (watch === true) return EVERY.usual;
  const seconds = Number(watch);
  return seconds >= EVERY.least ? seconds : Number.NaN;
}

async function show(options: Options, fail: (problem: string) => never): Promise<number> {
  const { inventory, opened } = await openClusters(options, options.output, fail);
  const statuses = liveStatus(opened, inventory.environments);
  process.stdout.write(
    options.outputFormat === 'json'
      ? `${JSON.stringify({ version: JSON_VERSION, clusters: statuses })}\n`
      : `${options.watch !== undefined && process.stdout.isTTY ? CLEAR : ''}${statuses.map(line).join('')}`,
  );
  if (statuses.some(({ kind }) => kind === 'unread')) return EXIT.failed;
  return statuses.every(isWell) ? EXIT.clean : EXIT.findings;
}

/** Clears a terminal, and puts the cursor at its top. */
const CLEAR = '\u001b[2J\u001b[H';

function isWell(status: ClusterStatus): boolean {
  if (status.kind === 'unread') return false;
  const { requests, drifted, missing, extra, tables, functions, errors } = status;
  const differs = requests + drifted + missing + extra + errors > 0;
  return !differs && tables === 'proved' && functions.ready === functions.all;
}

/** `prod-us  in sync  proved  12 of 12 functions ready`. */
function line(status: ClusterStatus): string {
  const { green, red } = pc.createColors(mayColor(process.stdout));
  if (status.kind === 'unread') {
    const { cluster, problem, help } = status.problem;
    return `${cluster.padEnd(14)}${red('cannot be read')}: ${problem}; ${help}\n`;
  }
  const { cluster, requests, drifted, missing, extra, tables, functions, oldestDrift, errors } = status;
  const differs = [
    requests > 0 ? `${requests} sets of requests differ` : '',
    drifted > 0 ? `${drifted} drifted${oldestDrift === undefined ? '' : ` since ${oldestDrift}`}` : '',
    missing > 0 ? `${missing} missing` : '',
    extra > 0 ? `${extra} by others` : '',
  ].filter((text) => text !== '');
  const sync = differs.length === 0 ? green('in sync') : red(differs.join(', '));
  const table = tables === 'proved' ? green(tables) : red(tables.toUpperCase());
  const ready = `${functions.ready} of ${functions.all} functions ready`;
  const isReady = functions.ready === functions.all;
  const more = errors > 0 ? `  ${red(`${errors} errors: kfaas check --live --cluster ${cluster}`)}` : '';
  return `${cluster.padEnd(14)}${sync}  ${table}  ${isReady ? green(ready) : red(ready)}${more}\n`;
}
