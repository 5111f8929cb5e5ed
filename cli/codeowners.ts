import type { Command } from 'commander';
import { codeowners, loadCatalog } from '../catalog';
import { DELIVERY, ENVIRONMENTS } from '../environments';
import { hasErrors, inOrder, renderHuman, summary } from '../findings';
import { mayColor } from './color';
import { EXIT } from './exit';

const EXAMPLES = `
Examples:
  $ kfaas codeowners > .github/CODEOWNERS    who reviews changes of which functions
`;

/** Adds `kfaas codeowners`, which says who reviews changes of which functions. */
export function addCodeowners(program: Command, exit: (code: number) => void): void {
  program
    .command('codeowners')
    .summary('write CODEOWNERS from the team.yaml files')
    .description(
      "Writes a CODEOWNERS file to standard output: for each team's folder its owners, by its team.yaml, and for everything else those that environments/delivery.ts names.",
    )
    .addHelpText('before', EXAMPLES)
    .action(() => {
      const targets = ENVIRONMENTS.flatMap(({ name, clusters }) =>
        clusters.map((cluster) => ({ environment: name, cluster: cluster.name })),
      );
      const catalog = loadCatalog('functions', targets);
      if (!hasErrors(catalog.findings)) {
        process.stdout.write(codeowners(catalog.teams, DELIVERY.owners));
        exit(EXIT.clean);
        return;
      }
      const findings = inOrder(catalog.findings);
      const source = (file: string) => catalog.sources.get(file);
      const text = renderHuman(findings, { color: mayColor(process.stderr), source });
      process.stderr.write(`${text}\n${summary(findings)}\nNothing was written.\n`);
      exit(EXIT.findings);
    });
}
