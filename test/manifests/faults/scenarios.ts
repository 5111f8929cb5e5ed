import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { asProcess } from './faulty-file-system';
import { clear, DECLARATION, render, rendered, type Files } from './renderer';

/** What a run finds and renders, and what it is to leave. */
export interface Scenario {
  readonly name: string;
  /** Makes the state that the run finds, in an empty folder. */
  readonly prepare: (folder: string) => void;
  /** What it renders. */
  readonly files: Files;
  /** What is below the output folder then: that, and what others have put there. */
  readonly wanted: Files;
}

/** A file that is not ours stays whatever happens. */
const FOREIGN: Files = { 'notes/by-hand.txt': 'kept\n' };

/** What an earlier run rendered: folders and files that are gone, changed or of the other kind later. */
export function earlier(functions: number): Files {
  return {
    'prod/us/system/kfaas-system.namespace.yaml': DECLARATION,
    'prod/us/more': 'a file\n',
    'prod/us/swap.yaml/deep.yaml': 'deep\n',
    'prod/us/gone/c.yaml': 'c\n',
    'test/old/system/kfaas-system.namespace.yaml': DECLARATION,
    ...numbered('prod/us/faas/f', functions, (index) => `function ${index}\n`.repeat(3)),
  };
}

/** What is to be rendered now. */
export function later(functions: number): Files {
  return {
    'prod/us/system/kfaas-system.namespace.yaml': DECLARATION,
    'prod/us/more/x.yaml': 'x\n',
    'prod/us/swap.yaml': 'shallow\n',
    'prod/eu/system/kfaas-system.namespace.yaml': DECLARATION,
    ...numbered('prod/us/faas/f', functions, (index) =>
      `function ${index}\n`.repeat(index % 2 === 0 ? 3 : 4),
    ),
  };
}

function numbered(start: string, count: number, text: (index: number) => string): Files {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${start}${index}.yaml`, text(index)]),
  );
}

/** A first run, an update, and a run that changes nothing. */
export function plainScenarios(functions: number): Scenario[] {
  const files = later(functions);
  return [
    { name: 'a fresh run', prepare: () => undefined, files, wanted: files },
    updateOf(functions),
    { name: 'nothing to do', prepare: (folder) => render(folder, files), files, wanted: files },
  ];
}

function updateOf(functions: number): Scenario {
  const files = later(functions);
  const prepare = (folder: string) => {
    render(folder, earlier(functions));
    add(join(folder, 'dist'), FOREIGN);
  };
  return { name: 'an update', prepare, files, wanted: { ...files, ...FOREIGN } };
}

/**
 * Runs that find what a process left that died in an update, at every n-th of its calls.
 * @param every n
 */
export function recoveryScenarios(functions: number, every: number): Scenario[] {
  const update = updateOf(functions);
  const scenarios: Scenario[] = [];
  for (let at = every; at < CALLS_OF_AN_UPDATE; at += every) {
    const prepare = (folder: string) => {
      update.prepare(folder);
      const fault = { kind: 'death', when: 'before' } as const;
      asProcess({ at, fault }, () => render(folder, update.files));
    };
    scenarios.push({ ...update, name: `a recovery from a death at call ${at}`, prepare });
  }
  return scenarios;
}

/** An update of four functions makes at least as many calls of the file system. */
export const CALLS_OF_AN_UPDATE = 100;

/** Whether each path has the content that it had or the one that it is to have. */
export function neitherOldNorNew(before: Files, now: Files, wanted: Files): string[] {
  const paths = new Set([before, now, wanted].flatMap((files) => Object.keys(files)));
  return [...paths].filter((path) => now[path] !== before[path] && now[path] !== wanted[path]);
}

/** Makes a scenario's state in a folder. */
export function prepared(folder: string, scenario: Scenario): Files {
  clear(folder);
  scenario.prepare(folder);
  return rendered(folder);
}

function add(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
