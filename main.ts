import { loadCatalog, type CatalogFunction } from './catalog';
import { renderClusters, RENDERED_MARK, type ClusterPlatform } from './constructs';
import { checkEnvironments, type Environment } from './environments';
import { hasErrors, inOrder, type Finding } from './findings';
import { openOutputTree, type OutputTree, type RunRecord, type TreeChange } from './manifests';
import { platformProfile } from './platform';

/** What the program reads and where it writes. */
export interface Program {
  readonly environments: readonly Environment[];
  /** The catalog's folder. */
  readonly functions: string;
  /** The output folder. */
  readonly output: string;
  /** Gives the text of an environment's file, to find lines in. */
  readonly environmentSource: (file: string) => string | undefined;
  /**
   * What earlier runs left in the output folder.
   * @default - everything is read, judged and rendered anew
   */
  readonly record?: RunRecord;
}

/** What came of a run: a change of the output folder, or none where there are errors. */
export interface Outcome {
  readonly findings: readonly Finding[];
  readonly change: TreeChange | undefined;
  readonly functions: number;
  readonly clusters: number;
  /** Gives the text of a file that findings speak of. */
  readonly source: (file: string) => string | undefined;
}

/** The whole program: load, check, construct, write. Nothing is written where there is an error. */
export function synth(program: Program): Outcome {
  const { environments, environmentSource, record } = program;

  const clusters = environments.flatMap((environment) =>
    environment.clusters.map((cluster) => ({ environment, cluster })),
  );
  const targets = clusters.map(({ environment, cluster }) => ({
    environment: environment.name,
    cluster: cluster.name,
  }));
  const catalog = loadCatalog(program.functions, targets, record?.isKnown);

  const findings = inOrder([...checkEnvironments(environments, environmentSource), ...catalog.findings]);
  const outcome = {
    findings,
    functions: catalog.functions.length,
    clusters: clusters.length,
    source: (file: string) => catalog.sources.get(file) ?? environmentSource(file),
  };
  if (hasErrors(findings)) return { ...outcome, change: undefined };

  const platforms = clusters.map(({ environment, cluster }): ClusterPlatform => {
    const profile = platformProfile(cluster.platform);
    if (!('key' in profile))
      throw new Error(`${cluster.name} has no profile, though its versions were checked`);
    return { environment, cluster, profile };
  });
  const written = write(program.output, platforms, catalog.functions, record);
  if ('code' in written) return { ...outcome, findings: [...findings, written], change: undefined };
  return { ...outcome, change: written };
}

/** Renders into the output folder; gives a finding where the folder cannot be written. */
function write(
  output: string,
  platforms: readonly ClusterPlatform[],
  functions: readonly CatalogFunction[],
  record: RunRecord | undefined,
): TreeChange | Finding {
  const standing = ({ file, inputs }: CatalogFunction) => record?.untouched(file, inputs);
  const rendered = new Map<string, { inputs: string; paths: string[]; kept: boolean }>();
  let tree: OutputTree | undefined;
  try {
    tree = openOutputTree(output, RENDERED_MARK);
    for (const { path, function: source, text } of renderClusters(platforms, functions, standing)) {
      if (text === undefined) tree.keep(path);
      else tree.write(path, text);
      if (source === undefined) continue;
      const known = rendered.get(source.file);
      const { file, inputs } = source;
      if (known === undefined) rendered.set(file, { inputs, paths: [path], kept: text === undefined });
      else known.paths.push(path);
    }
    const change = tree.commit();
    record?.save(rendered, tree.statusOf);
    return change;
  } catch (error) {
    tree?.discard();
    if (!isSystemError(error)) throw error;
    const message = `the output folder ${output} cannot be written: ${error.message}`;
    const help = 'make it a folder that you may write, with room on its disk, or name another by --output';
    return { code: 'KF901', severity: 'error', message, help, places: [] };
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
