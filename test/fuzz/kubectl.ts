import { spawnSync } from 'node:child_process';
import type { KubernetesObject } from './read-back';

/** What the name of a test that needs kubectl ends with: why it is left out, or nothing. */
export const SKIPPED =
  spawnSync('kubectl', ['version', '--client']).status === 0 ? '' : ': SKIPPED, kubectl is not installed';

/** A label that kubectl puts on each object that it reads. */
const MARK = 'read-by-kubectl';

/** The objects of some files as kubectl reads them, with the parser of sigs.k8s.io/yaml. */
export function readByKubectl(files: readonly string[]): KubernetesObject[] {
  const args = ['label', '--local', '--overwrite', '-f', '-', `${MARK}=yes`, '-o', 'json'];
  const options = { input: files.join('---\n'), encoding: 'utf8', maxBuffer: 2 ** 30 } as const;
  const { status, stdout, stderr } = spawnSync('kubectl', args, options);
  if (status !== 0) throw new Error(stderr);
  // It prints one object after the other, each from a line to a line of its own.
  return stdout
    .split(/^(?=\{$)/m)
    .map((text) => JSON.parse(text) as KubernetesObject)
    .flatMap((object) => ('items' in object ? (object.items as KubernetesObject[]) : [object]))
    .map(withoutMark);
}

function withoutMark(object: KubernetesObject): KubernetesObject {
  const labels = Object.entries(object.metadata.labels ?? {}).filter(([name]) => name !== MARK);
  return { ...object, metadata: { ...object.metadata, labels: Object.fromEntries(labels) } };
}
