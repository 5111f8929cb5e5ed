import { Option, type Command } from 'commander';
import { ENVIRONMENTS } from '../environments';
import { PROBLEM_SEVERITY } from '../platform';
import { clusterNameProblem } from './cluster-name';
import { mayColor } from './color';
import { EXIT } from './exit';
import { clusterPlatforms, type ClusterPlatform } from './platform-clusters';
import { spellPlatforms } from './platform-text';

const EXAMPLES = `
Examples:
  $ kfaas platform                        what follows from the versions of every cluster
  $ kfaas platform --cluster prod-us      of one cluster
  $ kfaas platform -o json                for other programs
`;

interface Options {
  readonly cluster?: string;
  readonly outputFormat: 'human' | 'json';
}

/** Adds `kfaas platform`, which shows what follows from each cluster's versions. */
export function addPlatform(program: Command, exit: (code: number) => void): void {
  program
    .command('platform')
    .summary("show what follows from each cluster's versions")
    .description(
      'Shows the versions of each cluster as environments/ declares them, everything that follows from them with its reason, what is wrong with them, and what the next release of each component changes.',
    )
    .option('--cluster <name>', 'this cluster alone (default: all)')
    .addOption(
      new Option('-o, --output-format <format>', 'how it is written')
        .choices(['human', 'json'])
        .default('human'),
    )
    .addHelpText('before', EXAMPLES)
    .action(({ cluster, outputFormat }: Options, command: Command) => {
      const unknown = cluster === undefined ? undefined : clusterNameProblem(cluster);
      if (unknown !== undefined) command.error(`error: ${unknown}`);
      const platforms = clusterPlatforms(ENVIRONMENTS, cluster);
      const text =
        outputFormat === 'json'
          ? platformsJson(platforms)
          : spellPlatforms(platforms, mayColor(process.stdout));
      process.stdout.write(text);
      exit(platforms.some(({ isRefused }) => isRefused) ? EXIT.findings : EXIT.clean);
    });
}

/** The platforms of clusters, for other programs: one entry for each cluster. */
export function platformsJson(platforms: readonly ClusterPlatform[]): string {
  const clusters = platforms.map(({ environment, cluster, problems, components }) => ({
    environment: environment.name,
    cluster: cluster.name,
    versions: cluster.platform,
    consequences: components.flatMap(({ consequences }) => consequences),
    next: components.flatMap(({ next }) => {
      if (next === undefined) return [];
      const { component, release } = next;
      // JSON knows no undefined: what is not there is null.
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
