import { loadCatalog, rolloutStatus, spellStep, type RolloutStatus } from '../../catalog';
import { nearestWord, renderHuman, sortedFindings, summary } from '../../findings';
import { inventoryOrReport, targetsOf } from '../project';
import { EXIT, mayColor } from '../terminal';

/**
 * Prints where the rollout of a function is, or all rollouts of the catalog. Files with errors are left out and reported.
 * Returns the exit code.
 */
export function showRollouts(
  id: string | undefined,
  { functions, outputFormat }: { readonly functions: string; readonly outputFormat: 'human' | 'json' },
  fail: (problem: string) => never,
): number {
  const inventory = inventoryOrReport();
  if (inventory === undefined) return EXIT.findings;
  const targets = targetsOf(inventory);
  const catalog = loadCatalog(functions.replace(/\/+$/, ''), targets, undefined, inventory.names);
  const errors = sortedFindings(catalog.findings).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const source = (file: string) => catalog.sources.get(file);
    const shown = renderHuman(errors, { color: mayColor(process.stderr), source });
    process.stderr.write(`${shown}\n${summary(errors)}\n`);
  }
  const ids = catalog.functions.map((one) => one.id);
  if (id !== undefined && !ids.includes(id) && errors.length === 0) {
    const near = nearestWord(id, ids);
    return fail(
      `there is no function ${id}: ${near === undefined ? 'kfaas list shows all' : `did you mean ${near}?`}`,
    );
  }
  const shown = catalog.functions
    .filter((one) => id === undefined || one.id === id)
    .flatMap((one) => rolloutStatus(catalog, one, targets) ?? []);
  const none = `${id ?? 'The catalog'} has no rollout.\n`;
  const human = shown.length === 0 ? none : shown.map(spellStatus).join('\n');
  process.stdout.write(outputFormat === 'json' ? `${JSON.stringify(shown, null, 2)}\n` : human);
  return errors.length > 0 ? EXIT.findings : EXIT.clean;
}

/** Spells where a rollout is: a line for each entry of its order. */
function spellStatus(status: RolloutStatus): string {
  const { function: id, from, to, steps, stages, held } = status;
  const rows = [
    ...stages.map(({ name, at, taken, clusters }) => {
      const progress = taken === steps.length ? 'done' : `${taken} of ${steps.length} steps`;
      return [
        name,
        taken === 0 ? 'not begun' : spellStep(at),
        taken === 0 ? '' : progress,
        clusters.join(', '),
      ];
    }),
    ...(held.length === 0 ? [] : [['hold', 'stays behind', '', held.join(', ')]]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  '));
  return [
    `${id}: ${from} -> ${to}, by ${steps.map(spellStep).join(', ')}`,
    ...lines.map((line) => `  ${line}`),
    `  ${adviceOf(status)}`,
    '',
  ].join('\n');
}

/** Says what comes next. */
function adviceOf({ function: id, steps, stages, held }: RolloutStatus): string {
  const stage = stages.find(({ taken }) => taken < steps.length);
  const to = stage === undefined ? undefined : steps[stage.taken];
  if (stage !== undefined && to !== undefined) {
    return `next: kfaas rollout ${id} next, ${stage.name} to ${spellStep(to)}`;
  }
  return held.length > 0
    ? `next: take ${held.join(', ')} out of "hold", or leave the rollout as it is`
    : `next: kfaas rollout ${id} finish`;
}
