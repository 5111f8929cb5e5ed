import { existsSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { importRoutes, type RoutesImport } from '../../app';
import type { Names } from '../../base';
import { findingJson, hasErrors, renderHuman, sortedFindings, summary, type Finding } from '../../findings';
import type { LiveCluster } from '../../snapshots';
import { takenOverName, type HostPattern } from '../../takeover';
import { addLiveOptions, gather, isLive, liveUsageProblem, readClusters, type LiveOptions } from '../live';
import { environmentSource, inventoryOrReport, withEditedFiles } from '../project';
import { EXIT, mayColor } from '../terminal';
import { importProgress } from './progress';
import { importReport } from './report';
import { liveSources, readSources, type ImportSources } from './sources';
import { readTeamMapping } from './team-mapping';

const EXAMPLES = `
Examples:
  $ kfaas import test-cn=dump.yaml                       make catalog files of the VirtualServices in a dump
  $ kfaas import manifests/ --partial                    of what can be imported as a whole
  $ kfaas import prod-us=us.yaml prod-cn=cn.yaml         of several clusters together
  $ kfaas import --live --cluster test-cn                of a live cluster, which is only read
  $ kfaas import test-cn=old/ --team-of teams.yaml       with the team of each Knative Service
  $ kfaas import --progress                              how much of foreign/ is in the catalog
  $ kfaas import test-cn=old/ --host 'gw.old.example.com=faas-alpha'
`;

interface Options extends LiveOptions {
  readonly functions: string;
  readonly output: string;
  readonly host?: readonly string[];
  readonly teamOf?: string;
  readonly partial?: true;
  readonly progress?: true;
  readonly outputFormat: 'human' | 'json';
}

/** Adds `kfaas import`, which turns VirtualServices that run into catalog files. */
export function addImport(program: Command, exit: (code: number) => void): void {
  const command = program
    .command('import')
    .summary('turn VirtualServices that run into catalog files')
    .description(
      'Turns the VirtualServices on the gateway hosts of function namespaces into catalog files, and proves by comparison that every request is answered as before. Files that exist are never overwritten; nothing is written where there is an error.',
    )
    .argument('[source...]', 'folders, files, and - for standard input; each may be <cluster>=<source>')
    .option('--functions <folder>', 'the function catalog', 'functions')
    .option(
      '--host <pattern=namespace>',
      'a host in what runs that is the gateway host of a function namespace; repeatable',
      gather,
    )
    .option(
      '--team-of <file>',
      'a YAML file with the team of each Knative Service, or label=<label> of the VirtualServices',
    )
    .option('--partial', 'import what can be imported as a whole, and list the rest')
    .option('--progress', 'write nothing, and say how far the take-over is (default source: foreign/)')
    .option('--cluster <name>', 'with --live, only this cluster; repeatable (default: all)', gather)
    .option('--output <folder>', 'with --live, the folder of manifests', 'dist');
  addLiveOptions(command)
    .addOption(
      new Option('-o, --output-format <format>', 'the output format')
        .choices(['human', 'json'])
        .default('human'),
    )
    .addHelpText('before', EXAMPLES)
    .action(async (words: readonly string[], options: Options, own: Command) => {
      exit(await runImport(words, options, (problem) => own.error(`error: ${problem}`)));
    });
}

async function runImport(
  words: readonly string[],
  options: Options,
  fail: (problem: string) => never,
): Promise<number> {
  const usage = liveUsageProblem(options);
  if (usage !== undefined) return fail(usage);
  if (options.cluster !== undefined && !isLive(options)) return fail('--cluster requires --live or --dump');
  const isForeign = options.progress === true && words.length === 0 && !isLive(options);
  if (words.length === 0 && !isLive(options) && !isForeign)
    return fail('name a source: a folder, a file, - or --live');
  if (options.functions === '') return fail('--functions names no folder');
  const inventory = inventoryOrReport();
  if (inventory === undefined) return EXIT.findings;
  const patterns = (options.host ?? []).map(hostPattern);
  const wrong = patterns.find((pattern) => typeof pattern === 'string');
  if (typeof wrong === 'string') return fail(wrong);
  const teamsBy = readTeamMapping(options.teamOf);
  if ('problem' in teamsBy) return fail(teamsBy.problem);
  const read = readSources(isForeign ? ['foreign'] : words, inventory);
  if ('problem' in read) return fail(read.problem);
  const live = isLive(options) ? await readClusters(inventory, options, options.output) : [];
  if ('problem' in live) return fail(live.problem);
  const unread = live.find((one) => 'problem' in one);
  if (unread !== undefined && 'problem' in unread)
    return fail(`${unread.cluster}: ${unread.problem}: ${unread.help}`);
  const functions = options.functions.replace(/\/+$/, '');
  const result = importRoutes({
    sources: [...read.sources, ...liveSources(live.filter((one): one is LiveCluster => !('problem' in one)))],
    inventory,
    functions,
    environmentSource,
    patterns: patterns.filter((pattern): pattern is HostPattern => typeof pattern !== 'string'),
    teamsBy,
    isPartial: options.partial === true || options.progress === true,
  });
  if (options.progress !== true) return finish(result, read, options, inventory.names, fail);
  process.stdout.write(importProgress(result));
  return EXIT.clean;
}

function hostPattern(word: string): HostPattern | string {
  const [pattern = '', namespace = '', ...more] = word.split('=');
  if (pattern !== '' && namespace !== '' && more.length === 0) return { pattern, namespace };
  return `--host ${word}: write it as <host>=<function namespace>; * stands for any text`;
}

/** Writes the files, then the report. Returns the exit code. */
function finish(
  result: RoutesImport,
  { findings: unread, source }: ImportSources,
  { outputFormat, partial }: Options,
  names: Names,
  fail: (problem: string) => never,
): number {
  const findings = sortedFindings([...unread, ...result.findings]);
  const isStopped = hasErrors(findings) && partial !== true;
  const files = isStopped ? new Map<string, string>() : result.files;
  const words = new Map([...files.keys()].map((path) => [path, existsSync(path) ? 'changed ' : 'new     ']));
  try {
    withEditedFiles(files, () => true);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return fail(`the catalog cannot be written: ${error.message}`);
  }
  if (outputFormat === 'json') process.stdout.write(importJson(result, findings, files, names));
  else {
    process.stdout.write(importReport(result, names));
    const color = mayColor(process.stdout);
    if (findings.length > 0) process.stdout.write(`\n${renderHuman(findings, { color, source })}`);
    process.stdout.write(`${summary(findings)}\n`);
    for (const [path, word] of words) process.stdout.write(`${word} ${path}\n`);
    if (isStopped)
      process.stdout.write('Nothing was written: fix the errors, or import the others with --partial.\n');
  }
  return hasErrors(findings) ? EXIT.findings : EXIT.clean;
}

function importJson(
  { functions, left, hosts, refused }: RoutesImport,
  findings: readonly Finding[],
  files: ReadonlyMap<string, string>,
  names: Names,
): string {
  const all = {
    version: 1,
    functions: functions.map((one) => ({
      id: one.id,
      nameFrom: one.identity.nameFrom,
      teamFrom: one.identity.teamFrom,
      virtualServices: one.placed.map(({ service }) => ({
        cluster: service.found.source.cluster.name,
        name: service.name,
        takenOverAs: takenOverName(one, service, names),
      })),
    })),
    left: left.map(({ source: { cluster }, name, why }) => ({ cluster: cluster.name, name, why })),
    refused: refused.map(({ found, name }) => ({ cluster: found.source.cluster.name, name })),
    hosts: hosts.map(({ differences, ...host }) => ({ ...host, differences: differences.length })),
    files: [...files.keys()],
    findings: findings.map(findingJson),
  };
  return `${JSON.stringify(all, undefined, 2)}\n`;
}
