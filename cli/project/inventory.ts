import { createRequire } from 'node:module';
import { DEFAULT_NAMES, type Names } from '../../base';
import { renderHuman, summary, type Finding } from '../../findings';
import { readInventory, type Inventory, type ReadInventory } from '../../inventory';
import type { Checked } from '../../main';
import { mayColor } from '../terminal';
import { dirname } from 'node:path';
import { environmentSource, environmentSources, environmentsFolder } from './environment-source';
import { loadFailure } from './load-failure';

/** Loads environments/ while the program runs: a mistake there must not keep the program from starting. */
const loadModule = createRequire(__filename);

/** Loads the company's environments and delivery. Mistakes in the files of environments/ are findings. */
export function projectInventory(): ReadInventory {
  let exported: unknown;
  try {
    exported = loadModule('../../environments');
  } catch (error) {
    return { findings: loadFailure(error, environmentSources(), dirname(environmentsFolder())) };
  }
  return readInventory(exported, environmentSource);
}

/** What the company calls things; the defaults where environments/ has errors, which the render reports. */
export function projectNames(): Names {
  const inventory = projectInventory();
  return 'findings' in inventory ? DEFAULT_NAMES : inventory.names;
}

/** The result of a check that environments/ prevents. */
export function preventedCheck(findings: readonly Finding[]): Checked {
  return { findings, tables: [], teams: new Map(), functions: 0, clusters: 0, source: environmentSource };
}

/** Loads the company's environments and delivery, or reports on standard error why they cannot be used. */
export function inventoryOrReport(): Inventory | undefined {
  const inventory = projectInventory();
  if (!('findings' in inventory)) return inventory;
  process.stderr.write(inventoryReport(inventory.findings));
  return undefined;
}

/** The findings about environments/ as text for people. */
export function inventoryReport(findings: readonly Finding[]): string {
  const color = mayColor(process.stderr);
  return `${renderHuman(findings, { color, source: environmentSource })}\n${summary(findings)}\n`;
}
