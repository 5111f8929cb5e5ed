import { join } from 'node:path';
import type { Names } from '../../base';
import type { Cluster, Inventory } from '../../inventory';
import { inputProblem } from '../../manifests';
import {
  apiServer,
  openContexts,
  readDump,
  readLive,
  renderedVersions,
  type ClusterTarget,
  type Contexts,
  type LiveCluster,
  type LiveProblem,
} from '../../snapshots';
import type { LiveOptions } from './live-options';

/** A cluster that is to be read. */
interface Asked {
  readonly target: ClusterTarget;
  readonly cluster: Cluster;
}

/**
 * Reads the clusters that the options name, all at once; a cluster that cannot be read is a problem beside the others.
 * @param output the folder of the manifests, whose API versions are asked for
 */
export async function readClusters(
  { environments, names }: Inventory,
  options: LiveOptions,
  output: string,
): Promise<readonly (LiveCluster | LiveProblem)[] | { readonly problem: string }> {
  const all = environments.flatMap(({ name, clusters }) =>
    clusters.map((cluster) => ({ cluster, target: targetOf(name, cluster, names) })),
  );
  const unknown = options.cluster?.find((name) => all.every(({ cluster }) => cluster.name !== name));
  const known = all.map(({ cluster }) => cluster.name).join(', ');
  if (unknown !== undefined) return { problem: `there is no cluster ${unknown}: choose one of ${known}` };
  const chosen = all.filter(({ cluster }) => options.cluster?.includes(cluster.name) ?? true);
  const dumps = namedByCluster(options.dump ?? [], chosen, '--dump');
  if ('problem' in dumps) return dumps;
  const contexts = namedByCluster(options.context ?? [], chosen, '--context');
  if ('problem' in contexts) return contexts;
  const missing = inputProblem([...dumps.values()].flat());
  if (missing !== undefined) return { problem: missing };
  const dumped = chosen.flatMap(({ target }) => {
    const files = dumps.get(target.cluster);
    return files === undefined ? [] : [readDump(target, files)];
  });
  if (options.live !== true) return dumped;
  const opened = openContexts({ kubeconfig: options.kubeconfig });
  if ('problem' in opened) return opened;
  const live = chosen.filter(({ target }) => !dumps.has(target.cluster));
  const read = await Promise.all(
    live.map((asked) =>
      readContext(asked, contexts.get(asked.target.cluster)?.[0], live.length, opened, output),
    ),
  );
  return [...dumped, ...read];
}

function targetOf(environment: string, { name, functionNamespaces }: Cluster, names: Names): ClusterTarget {
  return { environment, cluster: name, system: names.namespace, functionNamespaces };
}

/** Takes `cluster=name` apart; a name alone is of the only cluster. */
function namedByCluster(
  words: readonly string[],
  clusters: readonly Asked[],
  option: string,
): ReadonlyMap<string, readonly string[]> | { readonly problem: string } {
  const named = new Map<string, readonly string[]>();
  const known = clusters.map(({ cluster }) => cluster.name);
  for (const word of words) {
    const at = word.indexOf('=');
    const before = word.slice(0, Math.max(at, 0));
    const [cluster, name] = known.includes(before) ? [before, word.slice(at + 1)] : [undefined, word];
    const [only] = known;
    if (cluster === undefined && (known.length !== 1 || only === undefined)) {
      return {
        problem: `${option} ${word} does not say of which cluster: write ${option} ${only ?? 'cluster'}=${word}, or name the cluster by --cluster`,
      };
    }
    const key = cluster ?? only ?? '';
    named.set(key, [...(named.get(key) ?? []), name]);
  }
  return named;
}

async function readContext(
  { target, cluster }: Asked,
  given: string | undefined,
  asked: number,
  contexts: Contexts,
  output: string,
): Promise<LiveCluster | LiveProblem> {
  // A pod has one context, whatever its name; and so has the kubeconfig of a pipeline.
  const [only] = contexts.names.length === 1 && asked === 1 ? contexts.names : [];
  const usual = cluster.context ?? cluster.name;
  const context = given ?? (contexts.names.includes(usual) ? usual : only);
  if (context === undefined || !contexts.names.includes(context)) {
    const { environment } = target;
    const name = context ?? usual;
    const choice = contexts.names.slice(0, 10).join(', ');
    return {
      environment,
      cluster: target.cluster,
      source: `context ${name}`,
      problem: 'the kubeconfig has no such context',
      help: `write --context ${target.cluster}=<context>, or set context of the cluster in environments/; there are ${choice}`,
    };
  }
  const server = apiServer(contexts.open(context));
  const versions = renderedVersions(join(output, target.environment, target.cluster));
  return readLive(target, { server, source: `context ${context}`, versions });
}
