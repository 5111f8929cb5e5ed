import { z } from 'zod';
import { packSpecs, type CatalogFunction } from '../catalog';
import type { ManifestFile } from '../constructs';
import type { TableVerdict } from '../findings';
import type { OutputTree, Rendered, RunRecord } from '../manifests';
import type { RouteCheck } from '../precedence';
import type { Ready } from './program';

/*
 * Everything that saves time, and nothing else. A run that has no record reads, checks and renders everything; a run
 * that has one skips what an earlier run of the same program did with the same inputs.
 *
 * INVARIANT: the bytes of the output folder, the findings and the verdicts are the same with a record and without.
 */

/** Returns a look-up of the specs that an earlier run read from a function's file, if it found nothing wrong. */
export function recordedSpecs(record: RunRecord | undefined) {
  return (file: string, inputs: string) => record?.known(file, inputs);
}

/** The shape of verdicts that were read from a file. */
const verdictsSchema: z.ZodType<TableVerdict[]> = z.array(
  z.strictObject({
    cluster: z.string().exactOptional(),
    folder: z.string().exactOptional(),
    gateway: z.string(),
    host: z.string(),
    routes: z.int().min(0),
    foreign: z.int().min(1).exactOptional(),
    orderIndependent: z.enum(['proved', 'broken', 'undecided']),
  }),
);

/** What the routes of all clusters follow from, beside the program. */
export interface RouteInputs {
  readonly functions: readonly CatalogFunction[];
  /** Stands for the foreign routes. */
  readonly foreignKey: string;
}

/** Returns the verdicts of an earlier run that checked the same routes without a finding, or checks them now. */
export function recordedRoutes(
  record: RunRecord | undefined,
  inputs: RouteInputs,
  check: () => RouteCheck,
): RouteCheck {
  const { data: tables } = verdictsSchema.safeParse(record?.noted(textOfInputs(inputs)));
  if (tables === undefined) return check();
  // Only answers to questions need the foreign routes, and those keep no record.
  return { tables, findings: [], groups: new Map(), foreign: new Map() };
}

/** One run that renders into an output folder and records what it rendered. */
export interface IncrementalRun {
  /** The paths of a function's files where an earlier run left them all and they are up to date. */
  readonly existing: (declared: CatalogFunction) => readonly string[] | undefined;
  /** Hands a file to the output folder. */
  readonly write: (file: ManifestFile, tree: OutputTree) => void;
  /** Replaces the record, once the output folder is changed. */
  readonly save: (tree: OutputTree) => void;
}

/** Starts a run. Without a record, it renders everything and records nothing. */
export function incrementalRun(
  record: RunRecord | undefined,
  { functions, foreignKey, routes }: Ready,
): IncrementalRun {
  // The file of a function with overlapping routes depends on other functions too: it is rendered in every run.
  const grouped = new Set(
    [...routes.groups.values()].flat().flatMap(({ rules }) => rules.map(({ declared }) => declared)),
  );
  const rendered = new Map<string, Rendered & { readonly paths: string[] }>();
  return {
    existing: (declared) =>
      grouped.has(declared) ? undefined : record?.untouched(declared.file, declared.inputs),
    write({ path, text, function: source }, tree) {
      if (text === undefined) tree.keep(path);
      else tree.write(path, text);
      if (source === undefined || grouped.has(source)) return;
      const known = rendered.get(source.file);
      if (known !== undefined) known.paths.push(path);
      else rendered.set(source.file, renderedFrom(source, path, text === undefined));
    },
    save(tree) {
      if (record === undefined) return;
      const isClean = grouped.size === 0 && routes.findings.length === 0;
      const note = isClean
        ? { inputs: textOfInputs({ functions, foreignKey }), value: routes.tables }
        : undefined;
      record.save(rendered, tree.statusOf, note);
    },
  };
}

function renderedFrom(
  { inputs, specs }: CatalogFunction,
  path: string,
  kept: boolean,
): Rendered & { readonly paths: string[] } {
  return { inputs, paths: [path], data: () => packSpecs(specs), kept };
}

/** Identifies the inputs of all routes: what is noted of them holds for the same text only. */
function textOfInputs({ functions, foreignKey }: RouteInputs): string {
  return [...functions.map(({ id, inputs }) => `${id} ${inputs}`), foreignKey].join('\n');
}
