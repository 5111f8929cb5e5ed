import { loadCatalog, packSpecs, type CatalogFunction, type PackedSpecs } from './catalog';
import {
  placementOf,
  renderClusters,
  renderDelivery,
  RENDERED_MARK,
  routedCluster,
  versionedCluster,
  type ClusterPlatform,
  type DeliveredFile,
} from './constructs';
import { checkFunctions } from './compatibility';
import {
  checkDelivery,
  checkEnvironments,
  platformOf,
  type Delivery,
  type Environment,
} from './environments';
import { hasErrors, inOrder, type Finding, type TableVerdict } from './findings';
import { openOutputTree, type OutputTree, type Rendered, type RunRecord, type TreeChange } from './manifests';
import { platformProfile } from './platform';
import { checkRoutes, type RouteCheck } from './precedence';

/** What the program reads and where it writes. */
export interface Program {
  readonly environments: readonly Environment[];
  /**
   * How what is rendered gets to the clusters.
   * @default - nothing is rendered for Argo CD and Flux
   */
  readonly delivery?: Delivery;
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

/** What a check of the program's inputs came to. */
export interface Checked {
  readonly findings: readonly Finding[];
  /** The verdict on each gateway and host; none where the catalog has errors that come before. */
  readonly tables: readonly TableVerdict[];
  readonly functions: number;
  readonly clusters: number;
  /** Gives the text of a file that findings speak of. */
  readonly source: (file: string) => string | undefined;
}

/** What came of a run: a change of the output folder, or none where there are errors. */
export interface Outcome extends Checked {
  readonly change: TreeChange | undefined;
}

/** The whole program: load, check, construct, write. Nothing is written where there is an error. */
export function synth(program: Program): Outcome {
  const { checked, ready } = prepare(program);
  if (ready === undefined) return { ...checked, change: undefined };
  const written = write(program, ready);
  if ('code' in written) return { ...checked, findings: [...checked.findings, written], change: undefined };
  return { ...checked, change: written };
}

/** The first half of the program: load and check. */
export function check(program: Omit<Program, 'output'>): Checked {
  return prepare(program).checked;
}

/** Everything that is rendered, once nothing is wrong. */
export interface Ready {
  readonly platforms: readonly ClusterPlatform[];
  readonly functions: readonly CatalogFunction[];
  readonly routes: RouteCheck;
  /** Stands for all functions: what is noted of their routes holds for these. */
  readonly inputs: string;
}

/** What loading and checking came to. */
export interface Prepared {
  readonly checked: Checked;
  /** What was judged, wrong or not; undefined where the environments are wrong, or the catalog's files. */
  readonly judged?: Ready;
  /** What is to be rendered; undefined where anything is wrong. */
  readonly ready?: Ready;
}

/** Loads and checks, and gives what is to be rendered where nothing is wrong. */
export function prepare(program: Omit<Program, 'output'>): Prepared {
  const { environments, delivery, environmentSource, record } = program;
  const clusters = environments.flatMap((environment) =>
    environment.clusters.map((cluster) => ({ environment, cluster })),
  );
  const targets = clusters.map(({ environment, cluster }) => ({
    environment: environment.name,
    cluster: cluster.name,
  }));
  const catalog = loadCatalog(
    program.functions,
    targets,
    (file, inputs) => record?.known(file, inputs) as PackedSpecs | undefined,
  );

  const environmentFindings = [
    ...checkEnvironments(environments, environmentSource),
    ...(delivery === undefined ? [] : checkDelivery(delivery, environments, environmentSource)),
  ];
  const findings = inOrder([...environmentFindings, ...catalog.findings]);
  const checked: Checked = {
    findings,
    tables: [],
    functions: catalog.functions.length,
    clusters: clusters.length,
    source: (file: string) => catalog.sources.get(file) ?? environmentSource(file),
  };
  if (hasErrors(environmentFindings)) return { checked };

  const platforms = clusters.map(({ environment, cluster }): ClusterPlatform => {
    const { profile } = platformProfile(platformOf(environment, cluster));
    if (profile === undefined)
      throw new Error(`${cluster.name} has no profile, though its versions were checked`);
    return { environment, cluster, profile };
  });
  const inputs = catalog.functions.map(({ id, inputs: own }) => `${id} ${own}`).join('\n');
  const noted = record?.noted(inputs) as TableVerdict[] | undefined;
  const { findings: refusals, isRefused } = checkFunctions(catalog, platforms.map(versionedCluster));
  const routes =
    noted === undefined
      ? checkRoutes(catalog, platforms.map(routedCluster), isRefused)
      : { tables: noted, findings: [], groups: new Map<string, never>() };
  const all = {
    ...checked,
    // Of a catalog with broken files, the routes of the others are judged, but nothing is proved.
    tables: hasErrors([...findings, ...refusals]) ? [] : routes.tables,
    findings: inOrder([...findings, ...refusals, ...routes.findings]),
  };
  const judged = { platforms, functions: catalog.functions, routes, inputs };
  if (hasErrors(findings)) return { checked: all };
  return { checked: all, judged, ...(hasErrors(all.findings) ? {} : { ready: judged }) };
}

/** Renders into the output folder; gives a finding where the folder cannot be written. */
function write(
  { output, delivery, record }: Program,
  { platforms, functions, routes, inputs }: Ready,
): TreeChange | Finding {
  const grouped = new Set([...routes.groups.values()].flat(2).map(({ of }) => of.declared));
  // What several functions are rendered to follows from all of them: such files are rendered anew each time.
  const standing = (declared: CatalogFunction) =>
    grouped.has(declared) ? undefined : record?.untouched(declared.file, declared.inputs);
  const rendered = new Map<string, Rendered & { paths: string[] }>();
  let tree: OutputTree | undefined;
  try {
    tree = openOutputTree(output, RENDERED_MARK);
    const files = renderClusters(platforms, functions, placementOf(routes.groups), standing);
    const delivered: DeliveredFile[] = [];
    for (const { path, function: source, objects, text } of files) {
      if (objects > 0) delivered.push({ path, objects, function: source?.id });
      if (text === undefined) tree.keep(path);
      else tree.write(path, text);
      if (source === undefined || grouped.has(source)) continue;
      const known = rendered.get(source.file);
      const { file, inputs: own, specs } = source;
      const kept = text === undefined;
      if (known === undefined) {
        rendered.set(file, { inputs: own, paths: [path], data: () => packSpecs(specs), kept });
      } else known.paths.push(path);
    }
    if (delivery !== undefined) {
      for (const { path, text } of renderDelivery(delivery, delivered)) tree.write(path, text);
    }
    const change = tree.commit();
    const clean = grouped.size === 0 && routes.findings.length === 0;
    record?.save(rendered, tree.statusOf, clean ? { inputs, value: routes.tables } : undefined);
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
