import { existsSync } from 'node:fs';
import type { Names } from '../../base';
import { loadCatalog, type Catalog, type CatalogEdit, type EditProblem, type Target } from '../../catalog';
import { hasErrors, renderHuman, sortedFindings, summary } from '../../findings';
import type { Outcome } from '../../main';
import { manifestStore } from '../../manifests';
import {
  changeSince,
  CODEOWNERS_FILE,
  folderProblem,
  inventoryOrReport,
  newCodeowners,
  outputTree,
  reportSynth,
  synthProject,
  targetsOf,
  withEditedFiles,
} from '../project';
import { EXIT, mayColor } from '../terminal';

/** The options of the commands that edit the catalog. */
export interface EditOptions {
  readonly functions: string;
  readonly output: string;
}

/** Reports a usage error and ends the command. */
type Fail = (problem: string) => never;

/**
 * Edits the catalog, renders it and shows the changes. Errors in the catalog, before or after, leave every file as it
 * was. Returns the exit code.
 */
export function applyEdit(
  { functions, output }: EditOptions,
  fail: Fail,
  plan: (catalog: Catalog, targets: readonly Target[], names: Names) => CatalogEdit | EditProblem,
): number {
  const problem = folderProblem(functions, output);
  if (problem !== undefined) return fail(problem);
  if (!existsSync(functions)) {
    return fail(
      `there is no catalog folder ${functions}: run this in the project's folder, or set --functions`,
    );
  }
  const inventory = inventoryOrReport();
  if (inventory === undefined) return EXIT.findings;
  const targets = targetsOf(inventory);
  const catalog = loadCatalog(functions.replace(/\/+$/, ''), targets, undefined, inventory.names);
  if (hasErrors(catalog.findings)) {
    const source = (file: string) => catalog.sources.get(file);
    const findings = sortedFindings(catalog.findings);
    const shown = renderHuman(findings, { color: mayColor(process.stderr), source });
    process.stderr.write(`${shown}\n${summary(findings)}\nNothing was written: fix the catalog first.\n`);
    return EXIT.findings;
  }
  const edit = plan(catalog, targets, inventory.names);
  if ('problem' in edit) return fail(edit.problem);
  const store = manifestStore();
  const before = outputTree(output, store);
  const { outcome, owners } = tryEdit(edit, { functions, output }, fail);
  reportSynth(outcome, output);
  if (outcome.change === undefined) {
    process.stderr.write('The catalog is as it was.\n');
    return EXIT.findings;
  }
  for (const [path, text] of edit.files) {
    const what = text === undefined ? 'removed ' : catalog.sources.has(path) ? 'changed ' : 'new     ';
    process.stdout.write(`${what} ${path}\n`);
  }
  if (owners) process.stdout.write(`changed  ${CODEOWNERS_FILE}\n`);
  process.stdout.write(`${edit.notes.join('\n')}\n\n${changeSince(before, output, store)}`);
  return EXIT.clean;
}

/** The result of a render with the edited files, and whether CODEOWNERS was changed. */
interface Attempt {
  readonly outcome: Outcome;
  readonly owners: boolean;
}

/** Renders the edited catalog and updates CODEOWNERS. Errors undo both. */
function tryEdit({ files }: CatalogEdit, { functions, output }: EditOptions, fail: Fail): Attempt {
  const attempts: Attempt[] = [];
  const render = (owners: boolean): boolean => {
    const outcome = synthProject(functions, output);
    attempts.push({ outcome, owners });
    return !hasErrors(outcome.findings);
  };
  try {
    withEditedFiles(files, () => {
      const owners = newCodeowners(functions);
      if (owners === undefined) return render(false);
      return withEditedFiles(new Map([[CODEOWNERS_FILE, owners]]), () => render(true));
    });
  } catch (error) {
    if (attempts.length > 0 || !(error instanceof Error && 'syscall' in error)) throw error;
    return fail(`the catalog cannot be written: ${error.message}`);
  }
  const [attempt] = attempts;
  if (attempt === undefined) throw new Error('nothing was rendered');
  return attempt;
}
