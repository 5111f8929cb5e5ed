import { Option, type Command } from 'commander';
import { ENVIRONMENTS } from '../environments';
import { hasErrors } from '../findings';
import { COMPONENT_NAMES, COMPONENTS, KNOWN_RELEASES, type PlatformVersions } from '../platform';
import { planUpgrade, type UpgradePlan } from '../plan-upgrade';
import { clusterNameProblem } from './cluster-name';
import { mayColor } from './color';
import { environmentSource } from './environment-source';
import { EXIT } from './exit';
import { spellUpgrade, upgradeJson } from './upgrade-text';

const EXAMPLES = `
Examples:
  $ kfaas upgrade --cluster prod-us --istio 1.30.3                    what another Istio would change there
  $ kfaas upgrade --cluster prod-us --istio 1.29.2 --knative 1.22 --kubernetes 1.34
  $ kfaas upgrade --cluster prod-us --istio 1.30.3 -o json            for other programs
`;

interface Options extends Partial<PlatformVersions> {
  readonly cluster: string;
  readonly functions: string;
  readonly outputFormat: 'human' | 'json';
}

/** Adds `kfaas upgrade`, which tells what other versions would do to a cluster. */
export function addUpgrade(program: Command, exit: (code: number) => void): void {
  const command = program
    .command('upgrade')
    .summary('show what other versions would change on a cluster')
    .description(
      'Shows what a cluster would get at other versions, before anything is edited: what is rendered otherwise, which functions would be refused and why, and which requests would reach another function. Nothing is written.',
    )
    .requiredOption('--cluster <name>', 'the cluster');
  for (const component of COMPONENTS) {
    const name = component === 'certManager' ? 'cert-manager' : component;
    const { oldest, newest } = KNOWN_RELEASES[component];
    command.option(`--${name} <version>`, `${COMPONENT_NAMES[component]} to move to, ${oldest} to ${newest}`);
  }
  command
    .option('--functions <folder>', 'the function catalog', 'functions')
    .addOption(
      new Option('-o, --output-format <format>', 'how the answer is written')
        .choices(['human', 'json'])
        .default('human'),
    )
    .addHelpText('before', EXAMPLES)
    .action((options: Options) => {
      const plan = planOf(options, command);
      const text =
        options.outputFormat === 'json'
          ? upgradeJson(options.cluster, plan)
          : spellUpgrade(options.cluster, plan, mayColor(process.stdout));
      process.stdout.write(text);
      exit(isHarmless(plan) ? EXIT.clean : EXIT.findings);
    });
}

function planOf({ cluster: name, functions, ...options }: Options, command: Command): UpgradePlan {
  const clusters = ENVIRONMENTS.flatMap((environment) => environment.clusters);
  const cluster = clusters.find((known) => known.name === name);
  if (cluster === undefined) return command.error(`error: ${clusterNameProblem(name) ?? ''}`);
  const entries = COMPONENTS.flatMap((component) =>
    options[component] === undefined ? [] : [[component, options[component]] as const],
  );
  if (entries.length === 0) {
    return command.error('error: name a version to move to, such as --istio 1.30.3');
  }
  const versions = Object.fromEntries(entries) as Partial<PlatformVersions>;
  return planUpgrade({ environments: ENVIRONMENTS, functions, environmentSource, cluster, versions });
}

/** Whether nobody has to do anything before the upgrade. */
function isHarmless({ standing, findings, moved }: UpgradePlan): boolean {
  return standing.length === 0 && !hasErrors(findings) && moved?.length === 0;
}
