import { openLive, type OpenedLive } from '../../app';
import type { Inventory } from '../../inventory';
import { inventoryOrReport } from '../project';
import type { LiveOptions } from './live-options';
import { readClusters } from './read-clusters';

/** What a command needs that asks live clusters. */
export interface OpenedClusters {
  readonly inventory: Inventory;
  readonly opened: OpenedLive;
}

/**
 * Reads the clusters that the options name, and opens the manifests beside them.
 * @param output the folder of the manifests
 * @param fail reports a usage error and ends the command
 */
export async function openClusters(
  options: LiveOptions,
  output: string,
  fail: (problem: string) => never,
): Promise<OpenedClusters> {
  const inventory = inventoryOrReport();
  if (inventory === undefined) return fail('live clusters cannot be read without environments/');
  const clusters = await readClusters(inventory, options, output);
  if ('problem' in clusters) return fail(clusters.problem);
  const opened = openLive({ clusters, output });
  return 'problem' in opened ? fail(opened.problem) : { inventory, opened };
}
