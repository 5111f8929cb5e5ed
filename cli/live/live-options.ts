import type { Command } from 'commander';

/** How live clusters are named on the command line. */
export interface LiveOptions {
  readonly live?: true;
  readonly cluster?: readonly string[];
  readonly context?: readonly string[];
  readonly kubeconfig?: string;
  readonly dump?: readonly string[];
}

/** Adds the options by which a command reads clusters. `--cluster` is the command's own. */
export function addLiveOptions(command: Command): Command {
  return command
    .option('--live', 'read clusters, with the log-in of the kubeconfig; nothing is written')
    .option('--kubeconfig <file>', 'with --live, the kubeconfig (default: as kubectl finds it)')
    .option(
      '--context <context>',
      'with --live, the context of the only --cluster, or cluster=context; repeatable (default: the `context` of the cluster in environments/, or its name)',
      gather,
    )
    .option(
      '--dump <file>',
      'instead of a live cluster, its dump (kubectl get -o yaml), or cluster=file; - is standard input; repeatable',
      gather,
    );
}

/** Whether a command is to read clusters. */
export function isLive({ live, dump }: Pick<LiveOptions, 'live' | 'dump'>): boolean {
  return live === true || dump !== undefined;
}

/** Returns what is wrong with the options; undefined if nothing is. */
export function liveUsageProblem(options: Omit<LiveOptions, 'cluster'>): string | undefined {
  const { live, context, kubeconfig, dump } = options;
  if (!isLive(options) && (context !== undefined || kubeconfig !== undefined)) {
    return '--context and --kubeconfig require --live';
  }
  if (dump !== undefined && live !== true && (context !== undefined || kubeconfig !== undefined)) {
    return '--dump reads a file: --context and --kubeconfig require --live';
  }
  if (kubeconfig === '') return '--kubeconfig names no file';
  const empty = [...(context ?? []), ...(dump ?? [])].some((word) => word === '' || word.endsWith('='));
  return empty ? '--context and --dump name no context or file' : undefined;
}

/** Gathers the values of an option that may be repeated. */
export function gather(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
