import { transformSync } from '@swc/core';
import fc from 'fast-check';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadFailure } from '../../cli/project/load-failure';
import { hasErrors, type Finding } from '../../findings';
import { readInventory, type ReadInventory } from '../../inventory';
import { synth, type Outcome } from '../../main';
import { projectFolder } from '../fixtures/project-folder';
import { workCounter } from '../properties/counted-work';
import { byRunLength } from '../properties/run-length';
import { environmentMutants, mutatedEnvironments, type EnvironmentMutant } from './environment-mutants';
import { findingProblems } from './finding-problems';
import { readByKubectl, SKIPPED } from './kubectl';
import { canonical } from './meant-objects';
import { readBack, refusals, type KubernetesObject } from './read-back';
import { valuesWritten } from './recorded-yaml';
import { renderedFiles } from './rendered-files';

jest.mock('../../manifests/yaml-text', () => {
  const { recordingWriter } = jest.requireActual<typeof import('./recorded-yaml')>('./recorded-yaml');
  return recordingWriter(jest.requireActual('../../manifests/yaml-text'));
});

const MUTANTS = byRunLength({ quick: 30, long: 300 });

/** Most calls of functions for each byte of environments/, beyond twice those of the environments without a mutation. */
const CALLS_PER_BYTE = 150;

const FILE = 'environments/index.ts';

const { path } = projectFolder({
  'functions/saas/team.yaml': 'contact: saas@example.com\nprefixes: [/faas/api/saas/]\n',
  'functions/saas/showroom.yaml': 'runtime: nodejs\nservice: { image: registry.example.com/a:1 }\n',
});
const work = workCounter();
const unusual = new Map<string, readonly KubernetesObject[]>();
const stages = { 'not loaded': 0, 'had findings': 0, rendered: 0 };

afterAll(() => {
  work.stop();
  process.stderr.write(`mutants of the environments: ${JSON.stringify(stages)}\n`);
});

/** Loads environments/ from a text, as the program does from its file. */
function loaded(text: string): { readonly inventory: ReadInventory; readonly stage: keyof typeof stages } {
  const exported: Record<string, unknown> = {};
  try {
    const options = {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
    } as const;
    const { code } = transformSync(text, { ...options, filename: FILE });
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- a module's text
    new Function('exports', code)(exported);
  } catch (error) {
    return {
      inventory: { findings: loadFailure(error, new Map([[FILE, text]]), path) },
      stage: 'not loaded',
    };
  }
  const inventory = readInventory(exported, (file) => (file === FILE ? text : undefined));
  return { inventory, stage: 'findings' in inventory ? 'had findings' : 'rendered' };
}

interface Rendered {
  readonly findings: readonly Finding[];
  readonly outcome: Outcome | undefined;
  readonly stage: keyof typeof stages;
}

function render(text: string): Rendered {
  const { inventory, stage } = loaded(text);
  if ('findings' in inventory) return { findings: inventory.findings, outcome: undefined, stage };
  const outcome = synth({
    ...inventory,
    functions: join(path, 'functions'),
    output: join(path, 'dist'),
    environmentSource: (file) => (file === FILE ? text : undefined),
  });
  return {
    findings: outcome.findings,
    outcome,
    stage: outcome.change === undefined ? 'had findings' : stage,
  };
}

const BASE_TEXT = mutatedEnvironments({ values: [], texts: [] });
render(BASE_TEXT);
const baseCalls = work.callsOf(() => render(BASE_TEXT));
const baseFiles = renderedFiles(join(path, 'dist'));

/** What is wrong in rendered files. */
function misrendered(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([file, text]) => {
    const objects = readBack(text);
    const written = valuesWritten.get(text.replace(/^(?:#.*\n)+/, ''));
    if (baseFiles.get(file) !== text && /\/system\//.test(file)) unusual.set(text, objects);
    return [
      ...(canonical(written) === canonical(objects) ? [] : [`${file} is not what was written:\n${text}`]),
      ...objects.flatMap(refusals).map((refusal) => `${file}: ${refusal}`),
    ];
  });
}

function brokenBy(mutant: EnvironmentMutant): string[] {
  const text = mutatedEnvironments(mutant);
  rmSync(join(path, 'dist'), { recursive: true, force: true });
  valuesWritten.clear();
  let first: Rendered | undefined;
  const calls = work.callsOf(() => (first = render(text)));
  if (first === undefined) return ['no outcome'];
  const { findings, outcome, stage } = first;
  stages[stage] += 1;
  const ofEnvironments = findings.filter(
    ({ places: [place] }) => place?.file.startsWith(`${path}/`) !== true,
  );
  const broken = findingProblems(ofEnvironments, new Map([[FILE, text]]));
  const most = 2 * baseCalls + CALLS_PER_BYTE * text.length;
  // TypeScript's compiler, which explains syntax errors, is loaded once, and takes more calls than all else.
  if (stage !== 'not loaded' && calls > most) broken.push(`${calls} calls, of ${most}`);
  if (hasErrors(findings) !== (outcome?.change === undefined)) broken.push('errors, and manifests');
  const second = render(text);
  if (canonical(second.findings) !== canonical(findings)) broken.push('another run finds something else');
  if (outcome?.change === undefined) return broken;
  const change = second.outcome?.change;
  if (change === undefined || change.written + change.removed > 0)
    broken.push('another run renders something else');
  return [...broken, ...misrendered(renderedFiles(join(path, 'dist')))];
}

test('the environments without a mutation are rendered', () => {
  expect(render(BASE_TEXT)).toMatchObject({ stage: 'rendered' });
});

test(`${MUTANTS} mutants of environments/ have findings that help, or manifests that every reader reads alike`, () => {
  fc.assert(
    fc.property(environmentMutants(), (mutant) => {
      const broken = brokenBy(mutant);
      if (broken.length > 0) expect({ mutant, broken }).toBe('sound');
    }),
    { numRuns: MUTANTS, endOnFailure: true },
  );
  expect(stages['not loaded']).toBeGreaterThan(MUTANTS / 30);
  expect(stages['had findings']).toBeGreaterThan(MUTANTS / 6);
  // The more fields the base has, the more of the mutations are mistakes.
  expect(stages.rendered).toBeGreaterThan(MUTANTS / 10);
});

(SKIPPED === '' ? test : test.skip)(`kubectl reads what was rendered anew alike${SKIPPED}`, () => {
  const objects = [...unusual.values()].flat();
  expect(objects.length).toBeGreaterThan(MUTANTS / 6);
  expect(readByKubectl([...unusual.keys()]).map(canonical)).toEqual(objects.map(canonical));
});
