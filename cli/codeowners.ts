import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { codeowners, isCodeowners, loadCatalog, type Catalog } from '../catalog';
import { DELIVERY, ENVIRONMENTS } from '../environments';
import { hasErrors, inOrder, renderHuman, summary } from '../findings';
import { gitLine } from '../manifests';
import { mayColor } from './color';
import { EXIT } from './exit';

const EXAMPLES = `
Examples:
  $ kfaas codeowners > .github/CODEOWNERS    who reviews changes of which functions
`;

/** The catalog that CODEOWNERS is of. */
const FUNCTIONS = 'functions';

/** Where a project keeps what `kfaas codeowners` wrote. */
export const CODEOWNERS_FILE = '.github/CODEOWNERS';

/** Adds `kfaas codeowners`, which says who reviews changes of which functions. */
export function addCodeowners(program: Command, exit: (code: number) => void): void {
  program
    .command('codeowners')
    .summary('write CODEOWNERS from the team.yaml files')
    .description(
      "Writes a CODEOWNERS file to standard output: for each team's folder its owners, by its team.yaml, and for everything else those that environments/delivery.ts names. In a part of a larger repository its paths are those from the top of that.",
    )
    .addHelpText('before', EXAMPLES)
    .action(() => {
      const catalog = readCatalog();
      if (!hasErrors(catalog.findings)) {
        process.stdout.write(textOf(catalog));
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

/**
 * What CODEOWNERS is to say now, where `kfaas codeowners` wrote it and it says something else; nothing for a catalog
 * with errors, or for another one.
 */
export function newCodeowners(functions: string): string | undefined {
  if (resolve(functions) !== resolve(FUNCTIONS) || !existsSync(CODEOWNERS_FILE)) return undefined;
  const written = readFileSync(CODEOWNERS_FILE, 'utf8');
  if (!isCodeowners(written)) return undefined;
  const catalog = readCatalog();
  const text = textOf(catalog);
  return hasErrors(catalog.findings) || text === written ? undefined : text;
}

function readCatalog(): Catalog {
  const targets = ENVIRONMENTS.flatMap(({ name, clusters }) =>
    clusters.map((cluster) => ({ environment: name, cluster: cluster.name })),
  );
  return loadCatalog(FUNCTIONS, targets);
}

function textOf({ teams }: Catalog): string {
  // Outside of a repository the project is taken for its top.
  return codeowners(teams, DELIVERY.owners, gitLine(['rev-parse', '--show-prefix']));
}
