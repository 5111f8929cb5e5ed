import type { Command } from 'commander';
import { hasErrors, inOrder } from '../findings';
import { ROUTING_RULES_RANGE } from '../platform';
import { checkManifests } from '../check-manifests';
import { EXIT } from './exit';
import { formatOption, spellReport, type Format } from './output';

const EXAMPLES = `
Examples:
  $ kfaas check --manifests manifests/                   prove the VirtualServices of a folder
  $ kfaas check --manifests manifests/ --istio 1.22.3    by the rules of that Istio version
  $ kfaas check --manifests manifests/ -o json           for other programs
`;

interface Options {
  readonly manifests: string;
  readonly istio: string;
  readonly outputFormat: Format;
}

/** Adds `kfaas check`, which proves route tables. */
export function addCheck(program: Command, exit: (code: number) => void): void {
  program
    .command('check')
    .summary('prove which route answers every request')
    .description(
      'Proves, for each gateway and host, that every request reaches one outcome in whatever order the VirtualServices were created, and shows a request for everything that is wrong.',
    )
    .requiredOption('--manifests <folder>', 'a folder of manifests')
    .option('--istio <version>', 'the Istio version whose rules hold', ROUTING_RULES_RANGE.newest)
    .addOption(formatOption())
    .addHelpText('before', EXAMPLES)
    .action(({ manifests, istio, outputFormat }: Options, command: Command) => {
      const checked = checkManifests(manifests, istio);
      if (checked === undefined) {
        const { oldest, newest } = ROUTING_RULES_RANGE;
        command.error(`error: "${istio}" is not an Istio version that KFaas knows: ${oldest} to ${newest}`);
      } else {
        const findings = inOrder(checked.findings);
        process.stdout.write(spellReport({ ...checked, findings }, outputFormat));
        exit(hasErrors(findings) ? EXIT.findings : EXIT.clean);
      }
    });
}
