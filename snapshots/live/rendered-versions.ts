import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The versions in which a cluster's manifests have their kinds, by `<group>/<kind>`. */
export type RenderedVersions = ReadonlyMap<string, string>;

/** The first lines of an object: its API version and its kind. */
const OBJECT = /^apiVersion: (\S+)\nkind: (\S+)$/gm;

/**
 * Reads the API versions of a cluster's manifests, so that a cluster is asked for the same: a HorizontalPodAutoscaler has other fields as
 * `autoscaling/v1`. Functions are alike: of each function namespace one file is read.
 * @param folder that of the cluster's manifests
 */
export function renderedVersions(folder: string): RenderedVersions {
  const files = ['system', ...foldersIn(folder).filter((name) => name !== 'system')].flatMap((name) => {
    const own = filesIn(join(folder, name));
    return name === 'system' ? own : own.slice(0, 1);
  });
  const versions = new Map<string, string>();
  for (const file of files) {
    for (const [, apiVersion = '', kind = ''] of readFileSync(file, 'utf8').matchAll(OBJECT)) {
      const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
      versions.set(`${group}/${kind}`, apiVersion);
    }
  }
  return versions;
}

function foldersIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name));
}
