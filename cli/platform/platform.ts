import { Option, type Command } from 'commander';
import { PROBLEM_SEVERITY } from '../../platform';
import { clusterNameProblem, inventoryOrReport } from '../project';
import { EXIT, mayColor } from '../terminal';
import { clusterPlatforms, type ClusterPlatform } from './clusters';
import { spellPlatforms } from './text';

const EXAMPLES = `
Examples:
  $ kfaas platform                        show the consequences of every cluster's versions
  $ kfaas platform --cluster prod-us      of one cluster
  $ kfaas platform -o json                for other programs
`;

interface Options {
  readonly cluster?: string;
  readonly outputFormat: 'human' | 'json';
}

/** Adds `kfaas platform`, which shows the consequences of each cluster's versions. */
export function addPlatform(program: Command, exit: (code: number) => void): void {
  program
    .command('platform')
    .summary("show the consequences of each cluster's versions")
    .description(
      'Shows the versions of each cluster from environments/, their consequences with reasons, their problems, and the changes in the next release of each component.',
    )
    .option('--cluster <name>', 'only this cluster (default: all)')
    .addOption(
      new Option('-o, --output-format <format>', 'the output format')
        .choices(['human', 'json'])
        .default('human'),
    )
    .addHelpText('before', EXAMPLES)
    .action(({ cluster, outputFormat }: Options, command: Command) => {
      const inventory = inventoryOrReport();
      if (inventory === undefined) {
        exit(EXIT.findings);
        return;
      }
      const { environments } = inventory;
      const unknown = cluster === undefined ? undefined : clusterNameProblem(environments, cluster);
      if (unknown !== undefined) command.error(`error: ${unknown}`);
      const platforms = clusterPlatforms(environments, cluster);
      const text =
        outputFormat === 'json'
          ? platformsJson(platforms)
          : spellPlatforms(platforms, mayColor(process.stdout));
      process.stdout.write(text);
      exit(platforms.some(({ isRefused }) => isRefused) ? EXIT.findings : EXIT.clean);
    });
}

/** Returns the platforms as JSON, with one entry for each cluster. */
export function platformsJson(platforms: readonly ClusterPlatform[]): string {
  const clusters = platforms.map(({ environment, cluster, problems, components }) => ({
    environment: environment.name,
    cluster: cluster.name,
    versions: cluster.platform,
    consequences: components.flatMap(({ consequences }) => consequences),
    next: components.flatMap(({ next }) => {
      if (next === undefined) return [];
      const { component, release } = next;
      // JSON has no undefined, so absent values are null.
      const changes = next.changes.map(({ what, before = null, after = null, why }) => ({
        what,
        before,
        after,
        why,
      }));
      return [{ component, release, changes }];
    }),
    problems: problems.map(({ kind, message, help }) => ({
      kind,
      severity: PROBLEM_SEVERITY[kind],
      message,
      help,
    })),
  }));
  return `${JSON.stringify({ version: 1, clusters }, undefined, 2)}\n`;
}
