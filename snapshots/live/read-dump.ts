import { isMapping, mappingOf, textOf, type Mapping } from '../../base';
import { readInputs } from '../../manifests';
import {
  groupKindOf,
  otherCluster,
  type ClusterTarget,
  type LiveCluster,
  type LiveProblem,
} from './live-cluster';
import { groupsOf, LIVE_RESOURCES } from './live-resources';

/**
 * Reads a saved dump of a cluster, as `kubectl get -o yaml` writes it.
 * @param files files and folders, and `-` for standard input
 */
export function readDump(target: ClusterTarget, files: readonly string[]): LiveCluster | LiveProblem {
  const { environment, cluster } = target;
  const source = files.map((file) => (file === '-' ? 'standard input' : file)).join(', ');
  const kinds = [...new Set(LIVE_RESOURCES.map(({ kind }) => kind))];
  const read = readInputs(files, { kinds });
  const [broken] = read.unread;
  if (broken !== undefined) {
    const { file, line, column, message, isSystem } = broken;
    const place = isSystem ? file : `${file}:${line}:${column}`;
    return {
      environment,
      cluster,
      source,
      problem: `${place} cannot be read: ${message}`,
      help: 'save it again: kubectl get … -A -o yaml',
    };
  }
  const known = new Set<string>(
    LIVE_RESOURCES.flatMap((resource) => groupsOf(resource).map((group) => `${group}/${resource.kind}`)),
  );
  const objects = read.objects.flatMap(({ object }): readonly Mapping[] =>
    isMapping(object) && known.has(groupKindOf(object)) ? [object] : [],
  );
  if (!objects.some((object) => textOf(mappingOf(object.metadata).uid) !== undefined)) {
    return {
      environment,
      cluster,
      source,
      problem: `${source} has no object that an API server gave`,
      help: 'save one: kubectl get … -A -o yaml; manifests are compared by kfaas diff',
    };
  }
  const other = otherCluster(target, objects);
  if (other !== undefined) {
    const [problem, help] = [`it is a dump of ${other}`, `write --dump ${other}=${source}`];
    return { environment, cluster, source, problem, help };
  }
  const found = new Set(objects.map(groupKindOf));
  const missing = LIVE_RESOURCES.filter((resource) =>
    groupsOf(resource).every((group) => !found.has(`${group}/${resource.kind}`)),
  );
  return {
    ...target,
    source,
    objects,
    kinds: found,
    unread: missing.map(({ group, kind }) => ({
      kind: group === '' ? kind : `${kind} (${group})`,
      reason: 'not-in-dump',
    })),
  };
}
