import type { Command } from 'commander';
import { renderHuman, summary } from '../findings';
import { codeownersOf, inventoryOrReport, ownedCatalog } from './project';
import { EXIT, mayColor } from './terminal';

const EXAMPLES = `
Examples:
  $ kfaas codeowners > .github/CODEOWNERS    write the owners of all functions
`;

/** Adds `kfaas codeowners`, which writes the owners of functions. */
export function addCodeowners(program: Command, exit: (code: number) => void): void {
  program
    .command('codeowners')
    .summary('write CODEOWNERS from the team.yaml files')
    .description(
      "Writes a CODEOWNERS file to standard output. The owners of a team's functions and of their manifests come from its team.yaml, all other owners from environments/delivery.ts. A manifest with routes of several teams stays with the latter. Paths are relative to the root of the repository.",
    )
    .addHelpText('before', EXAMPLES)
    .action(() => {
      const inventory = inventoryOrReport();
      if (inventory === undefined) {
        exit(EXIT.findings);
        return;
      }
      const { checked, judged } = ownedCatalog(inventory);
      if (judged !== undefined) {
        process.stdout.write(codeownersOf(judged, inventory));
        exit(EXIT.clean);
        return;
      }
      const { findings, source } = checked;
      const text = renderHuman(findings, { color: mayColor(process.stderr), source });
      process.stderr.write(`${text}\n${summary(findings)}\nNothing was written.\n`);
      exit(EXIT.findings);
    });
}
