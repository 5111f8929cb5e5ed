import type { Command } from 'commander';
import { loadCatalog, type Catalog } from '../../catalog';
import { renderHuman, sortedFindings, summary } from '../../findings';
import type { Environment } from '../../inventory';
import { mayColor } from '../terminal';
import { clusterNameProblem } from './cluster-name';
import { inventoryOrReport } from './inventory';
import { targetsOf } from './targets';

/** The catalog, as far as it can be read, and the environments. */
export interface AskedCatalog {
  readonly catalog: Catalog;
  readonly environments: readonly Environment[];
  /** Whether some files have errors; those were told. */
  readonly hasErrors: boolean;
}

/** What commands say that show the catalog. */
interface Asked {
  /** The folder of the catalog. */
  readonly functions: string;
  /** The one cluster that is shown. @default - every cluster */
  readonly cluster?: string;
}

/**
 * Loads the catalog for a command that shows it, and tells its errors: the functions without errors can be shown all the same.
 * Ends the command where there is no cluster of the name.
 * @returns `undefined` where the environments cannot be loaded, which was told
 */
export function askedCatalog({ functions, cluster }: Asked, command: Command): AskedCatalog | undefined {
  const inventory = inventoryOrReport();
  if (inventory === undefined) return undefined;
  const { environments } = inventory;
  const unknown = cluster === undefined ? undefined : clusterNameProblem(environments, cluster);
  if (unknown !== undefined) command.error(`error: ${unknown}`);
  const catalog = loadCatalog(
    functions.replace(/\/+$/, ''),
    targetsOf(inventory),
    undefined,
    inventory.names,
  );
  const errors = sortedFindings(catalog.findings).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const source = (file: string) => catalog.sources.get(file);
    const shown = renderHuman(errors, { color: mayColor(process.stderr), source });
    process.stderr.write(`${shown}\n${summary(errors)}\n`);
  }
  return { catalog, environments, hasErrors: errors.length > 0 };
}
