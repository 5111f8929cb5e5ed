import { asProcess, Death, type Disturbance, type Fault } from './faulty-file-system';
import { render, rendered, stagingFolders } from './renderer';
import { neitherOldNorNew, prepared, type Scenario } from './scenarios';

/** Every fault that is tried at a call of the file system. */
export function faultsOf(call: string): Fault[] {
  const codes = ['ENOSPC', 'EIO', 'EACCES', 'EMFILE', ...(call === 'linkSync' ? ['EPERM'] : [])];
  const halves = ['writeFileSync', 'rmSync'].includes(call) ? (['halfway'] as const) : [];
  return [
    ...codes.map((code) => ({ kind: 'error', code }) as const),
    ...(['before', ...halves, 'after'] as const).map((when) => ({ kind: 'death', when }) as const),
  ];
}

/** One fault at one call of a scenario's run. */
export type Injection = Disturbance & { readonly fault: Fault; readonly call: string };

/** Every fault at every call that the run of a scenario makes. */
export function injectionsOf(folder: string, scenario: Scenario): Injection[] {
  prepared(folder, scenario);
  const { process, error } = asProcess(undefined, () => render(folder, scenario.files));
  if (error !== undefined) throw new Error(`${scenario.name} fails by itself`, { cause: error });
  return process.calls.flatMap((call, at) => faultsOf(call).map((fault) => ({ at, fault, call })));
}

/** How a disturbed run ended: with its output in place, with an error, or not at all. */
export type Ending = 'completed' | 'failed' | 'died';

/**
 * Disturbs the run of a scenario, and another run follows.
 * @returns how the disturbed one ended, and everything that does not hold
 */
export function inject(
  folder: string,
  scenario: Scenario,
  injection: Injection,
): { readonly ending: Ending; readonly broken: readonly string[] } {
  const before = prepared(folder, scenario);
  const { error, process } = asProcess(injection, () => render(folder, scenario.files));
  const ending = process.isDead ? 'died' : error === undefined ? 'completed' : 'failed';
  const now = rendered(folder);
  const broken: string[] = [];
  const holds = (is: boolean, what: string) => {
    if (!is) broken.push(what);
  };

  holds(process.wasDisturbed, 'the call was not reached');
  const torn = neitherOldNorNew(before, now, scenario.wanted);
  holds(torn.length === 0, `neither old nor new: ${torn.join(', ')}`);
  if (ending === 'completed') holds(same(now, scenario.wanted), 'it ended well with other files');
  if (ending === 'failed') {
    holds(same(now, before), 'it failed and changed files');
    holds('code' in (error as Error) && !(error instanceof Death), `it ended with ${String(error)}`);
  }

  const next = asProcess(undefined, () => render(folder, scenario.files));
  holds(next.error === undefined, `the next run fails: ${String(next.error)}`);
  holds(same(rendered(folder), scenario.wanted), 'the next run leaves other files');
  holds(stagingFolders(folder).length === 0, 'the next run leaves a staging folder');
  return { ending, broken };
}

function same(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const paths = Object.keys(one);
  return paths.length === Object.keys(other).length && paths.every((path) => one[path] === other[path]);
}
