import { Option } from 'commander';
import { readMeshConfig, type MeshSettings } from '../../app';

/** The option `--mesh-config`. */
export function meshConfigOption(): Option {
  return new Option(
    '--mesh-config <file>',
    'with --manifests, the mesh configuration: a MeshConfig, or the ConfigMap istio of the cluster',
  );
}

/** Returns what a mesh configuration says; a file that has none is a wrong usage. */
export function meshSettings(
  file: string | undefined,
  fail: (problem: string) => never,
): MeshSettings | undefined {
  if (file === undefined) return undefined;
  const read = readMeshConfig(file);
  return 'problem' in read ? fail(read.problem) : read.settings;
}
