import type { Command } from 'commander';
import { hasErrors, sortedFindings } from '../findings';
import { ROUTING_RULES_RANGE } from '../platform';
import { checkLive, checkManifests } from '../app';
import { inputProblem } from '../manifests';
import { addLiveOptions, gather, isLive, liveUsageProblem, openClusters, type LiveOptions } from './live';
import { checkProject, meshConfigOption, meshSettings } from './project';
import { EXIT, formatOption, spellReport, type Format } from './terminal';

const EXAMPLES = `
Examples:
  $ kfaas check                                          prove the catalog, on every cluster
  $ kfaas check --live --cluster prod-us                 what runs in a cluster, with what others wrote
  $ kfaas check --manifests manifests/                   prove the VirtualServices of a folder
  $ kfaas check --manifests manifests/ --istio 1.22.3    by the rules of that Istio version
  $ kfaas check --manifests manifests/ -o json           for other programs
  $ kubectl get virtualservices,gateways.networking.istio.io -A -o yaml | kfaas check --manifests -
`;

interface Options extends LiveOptions {
  readonly functions: string;
  readonly manifests?: readonly string[];
  readonly istio?: string;
  readonly namespace?: string;
  readonly meshConfig?: string;
  readonly assumeGateways?: true;
  readonly eachFolder?: true;
  readonly outputFormat: Format;
  readonly output: string;
}

/** Adds `kfaas check`, which proves route tables. */
export function addCheck(program: Command, exit: (code: number) => void): void {
  const check = program
    .command('check')
    .summary('prove that one route answers each request')
    .description(
      'Proves, for each gateway and host, that the outcome of every request is independent of the creation order of the VirtualServices. Each problem is reported with an example request.',
    )
    .option('--functions <folder>', 'the function catalog', 'functions')
    .option(
      '--manifests <path...>',
      'check manifests instead of the catalog: folders, files, and - for standard input',
    )
    .option(
      '--istio <version>',
      `with --manifests, the Istio version (default: ${ROUTING_RULES_RANGE.newest})`,
    )
    .option('--namespace <namespace>', 'with --manifests, the namespace of objects that name none')
    .addOption(meshConfigOption())
    .option('--each-folder', 'with --manifests, judge the files of each folder by themselves')
    .option(
      '--assume-gateways',
      'with --manifests, take Gateways that are not there for ones that serve exactly the hosts of their VirtualServices',
    )
    .option('--cluster <name>', 'with --live, only this cluster; repeatable (default: all)', gather)
    .option('--output <folder>', 'with --live, the folder of manifests', 'dist');
  addLiveOptions(check)
    .addOption(formatOption())
    .addHelpText('before', EXAMPLES)
    .action(async ({ functions, manifests, istio, outputFormat, ...more }: Options, command: Command) => {
      const problem = usageProblem({ functions, manifests, istio, ...more });
      if (problem !== undefined) command.error(`error: ${problem}`);
      if (isLive(more)) {
        exit(await checkClusters({ outputFormat, functions, ...more }, command));
        return;
      }
      const checked =
        manifests === undefined
          ? checkProject(functions)
          : checkManifests(manifests, istio ?? ROUTING_RULES_RANGE.newest, {
              ...more,
              mesh: meshSettings(more.meshConfig, (text) => command.error(`error: ${text}`)),
            });
      if (checked === undefined) {
        const { oldest, newest } = ROUTING_RULES_RANGE;
        command.error(
          `error: "${istio ?? ''}" is not an Istio version that KFaas knows: ${oldest} to ${newest}`,
        );
      } else {
        const findings = sortedFindings(checked.findings);
        process.stdout.write(
          spellReport({ ...checked, findings, grouped: manifests !== undefined }, outputFormat),
        );
        exit(hasErrors(findings) ? EXIT.findings : EXIT.clean);
      }
    });
}

/** Checks clusters as they are, and writes the report. Returns the exit code. */
async function checkClusters(options: Options, command: Command): Promise<number> {
  const fail = (problem: string): never => command.error(`error: ${problem}`);
  const { inventory, opened } = await openClusters(options, options.output, fail);
  const checked = checkLive(opened, inventory.environments);
  const findings = sortedFindings(checked.findings);
  process.stdout.write(spellReport({ ...checked, findings }, options.outputFormat));
  if (findings.some(({ code }) => code === 'KF902')) return EXIT.failed;
  return hasErrors(findings) ? EXIT.findings : EXIT.clean;
}

function usageProblem({
  functions,
  manifests,
  istio,
  ...more
}: Omit<Options, 'outputFormat'>): string | undefined {
  const notLive = liveUsageProblem(more);
  if (notLive !== undefined) return notLive;
  if (more.cluster !== undefined && !isLive(more)) return '--cluster requires --live or --dump';
  if (isLive(more) && manifests !== undefined) return '--live cannot be combined with --manifests';
  if (manifests?.includes('')) return '--manifests names no folder';
  if (functions === '') return '--functions names no folder';
  if (more.namespace === '') return '--namespace names no namespace';
  if (manifests !== undefined) return inputProblem(manifests);
  const { assumeGateways, eachFolder, namespace, meshConfig } = more;
  if (istio !== undefined) {
    return '--istio requires --manifests: environments/ declares the versions for the catalog';
  }
  if ([assumeGateways, eachFolder, namespace, meshConfig].every((option) => option === undefined))
    return undefined;
  return '--assume-gateways, --each-folder, --namespace and --mesh-config require --manifests: the catalog knows them';
}
