import { Option, type Command } from 'commander';
import { hasErrors } from '../findings';
import type { Cluster, Inventory } from '../inventory';
import { COMPONENT_NAMES, COMPONENTS, KNOWN_RELEASES, type PlatformVersions } from '../platform';
import { planUpgrade, type UpgradePlan } from '../app';
import { clusterNameProblem, environmentSource, foreignFolder, inventoryOrReport } from './project';
import { EXIT, mayColor } from './terminal';
import { environmentUpgradeJson, spellUpgrade, upgradeJson } from './upgrade-text';

const EXAMPLES = `
Examples:
  $ kfaas upgrade prod-us --istio 1.30.3                    what another Istio version would change on a cluster
  $ kfaas upgrade prod --istio 1.30.3                       on every cluster of an environment
  $ kfaas upgrade prod --istio 1.29.2 --knative 1.22 --kubernetes 1.34
  $ kfaas upgrade --cluster prod-us --istio 1.30.3 -o json  for programs
`;

interface Options extends Partial<PlatformVersions> {
  readonly cluster?: string;
  readonly functions: string;
  readonly outputFormat: 'human' | 'json';
}

/** Adds `kfaas upgrade`, which shows what other versions would change on a cluster or an environment. */
export function addUpgrade(program: Command, exit: (code: number) => void): void {
  const command = program
    .command('upgrade')
    .summary('show what other versions would change on a cluster or an environment')
    .description(
      'Shows what other versions would change on a cluster, or on every cluster of an environment: which manifests change, which functions would be refused and why, and which requests would reach another function. Clusters that change alike are shown together. Nothing is written.',
    )
    .argument('[environment|cluster]', 'the environment or the cluster')
    .option('--cluster <name>', 'the cluster');
  for (const component of COMPONENTS) {
    const name = component === 'certManager' ? 'cert-manager' : component;
    const { oldest, newest } = KNOWN_RELEASES[component];
    command.option(`--${name} <version>`, `${COMPONENT_NAMES[component]} to move to, ${oldest} to ${newest}`);
  }
  command
    .option('--functions <folder>', 'the function catalog', 'functions')
    .addOption(
      new Option('-o, --output-format <format>', 'the output format')
        .choices(['human', 'json'])
        .default('human'),
    )
    .addHelpText('before', EXAMPLES)
    .action((name: string | undefined, options: Options) => {
      const usage = usageProblem(name, options);
      if (usage !== undefined) command.error(`error: ${usage}`);
      const inventory = inventoryOrReport();
      if (inventory === undefined) {
        exit(EXIT.findings);
        return;
      }
      const target = targetOf(name, options, inventory);
      if ('problem' in target) return command.error(`error: ${target.problem}`);
      const { functions, outputFormat } = options;
      const { environments, names } = inventory;
      const versions = versionsOf(options);
      const { clusters } = target;
      const foreign = foreignFolder(functions);
      const plan = planUpgrade({
        environments,
        names,
        functions,
        foreign,
        environmentSource,
        clusters,
        versions,
      });
      const json = target.isCluster ? upgradeJson : environmentUpgradeJson;
      const text =
        outputFormat === 'json'
          ? json(target.name, plan)
          : spellUpgrade(target.name, plan, mayColor(process.stdout));
      process.stdout.write(text);
      exit(isHarmless(plan) ? EXIT.clean : EXIT.findings);
    });
}

/** What is upgraded: a cluster, or every cluster of an environment. */
interface Target {
  readonly name: string;
  readonly clusters: readonly Cluster[];
  readonly isCluster: boolean;
}

function usageProblem(name: string | undefined, options: Options): string | undefined {
  if (name === undefined && options.cluster === undefined) {
    return 'name an environment or a cluster, such as prod or prod-us';
  }
  if (name !== undefined && options.cluster !== undefined) {
    return `name one of ${name} and --cluster ${options.cluster}`;
  }
  if (Object.keys(versionsOf(options)).length > 0) return undefined;
  return 'name a version to move to, such as --istio 1.30.3';
}

function targetOf(
  given: string | undefined,
  { cluster = given ?? '' }: Options,
  { environments }: Inventory,
): Target | { readonly problem: string } {
  const environment = environments.find(({ name }) => name === given);
  if (environment !== undefined) {
    const { name, clusters } = environment;
    if (clusters.length === 0) return { problem: `environment ${name} has no cluster` };
    return { name, clusters, isCluster: false };
  }
  const clusters = environments.flatMap((one) => one.clusters).filter((one) => one.name === cluster);
  if (clusters.length > 0) return { name: cluster, clusters, isCluster: true };
  const problem = clusterNameProblem(environments, cluster) ?? '';
  if (given === undefined) return { problem };
  const names = environments.map(({ name }) => name).join(', ');
  return { problem: `there is no environment ${given} (${names}), and ${problem}` };
}

function versionsOf(options: Options): Partial<PlatformVersions> {
  return Object.fromEntries(
    COMPONENTS.flatMap((component) => {
      const version = options[component];
      return version === undefined ? [] : [[component, version] as const];
    }),
  );
}

/** Whether the upgrade needs no preparation: no errors, and every request reaches the same function. */
function isHarmless({ existing, findings, upgrades }: UpgradePlan): boolean {
  return existing.length === 0 && !hasErrors(findings) && upgrades.every(({ moved }) => moved?.length === 0);
}
