import fc from 'fast-check';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hasErrors } from '../../findings';
import { synth, type Outcome } from '../../main';
import { environmentOf } from '../fixtures/platform-clusters';
import { projectFolder } from '../fixtures/project-folder';
import { workCounter } from '../properties/counted-work';
import { byRunLength } from '../properties/run-length';
import { BASE, catalogMutants, mutatedCatalog, type CatalogMutant } from './catalog-mutants';
import { automataCount, resetAutomataCount } from './counted-automata';
import { findingProblems } from './finding-problems';
import { readByKubectl, SKIPPED } from './kubectl';
import { canonical, meantBy, type MeantCluster } from './meant-objects';
import { ranBy } from './meant-services';
import { readBack, refusals, type KubernetesObject } from './read-back';
import { valuesWritten } from './recorded-yaml';
import { renderedFiles } from './rendered-files';

jest.mock('../../routing/text/budget', () => {
  const { countingBudgets } = jest.requireActual<typeof import('./counted-automata')>('./counted-automata');
  return countingBudgets(jest.requireActual('../../routing/text/budget'));
});
jest.mock('../../routing/text/state-store', () => {
  const { countingStores } = jest.requireActual<typeof import('./counted-automata')>('./counted-automata');
  return countingStores(jest.requireActual('../../routing/text/state-store'));
});
jest.mock('../../manifests/yaml-text', () => {
  const { recordingWriter } = jest.requireActual<typeof import('./recorded-yaml')>('./recorded-yaml');
  return recordingWriter(jest.requireActual('../../manifests/yaml-text'));
});

const MUTANTS = byRunLength({ quick: 40, long: 400 });

/** Most calls of functions for each byte of the catalog, beyond those of the catalog without a mutation. */
const CALLS_PER_BYTE = 150;

/** Most calls for each unit of work that a budget pays for. */
const CALLS_PER_UNIT = 10;

/** Most units of work on route tables for each byte of the catalog. */
const UNITS_PER_BYTE = 5000;

/** Most rendered bytes for each byte of the catalog. */
const BYTES_PER_BYTE = 100;

/** Clusters whose Knative takes little, some and all of what confines a function. */
const ENVIRONMENT = {
  ...environmentOf(),
  clusters: environmentOf('istio-1.5', 'istio-1.10', 'istio-1.28').clusters.map(
    ({ platform, ...cluster }) => {
      // In 1.10.0, a function cannot have several backends.
      const istio = platform.istio === '1.10.0' ? '1.10.6' : platform.istio;
      return { ...cluster, platform: { ...platform, istio } };
    },
  ),
};
const { path } = projectFolder();
const work = workCounter();
const unusual = new Map<string, readonly KubernetesObject[]>();
const stages = { 'not read': 0, 'had findings': 0, 'rendered as before': 0, 'rendered anew': 0 };

afterAll(() => {
  work.stop();
  process.stderr.write(`mutants of the catalog: ${JSON.stringify(stages)}\n`);
});

/** Renders a catalog in place of the one before. */
function render(files: Readonly<Record<string, string | Buffer>>): Outcome {
  const functions = join(path, 'functions');
  rmSync(functions, { recursive: true, force: true });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(functions, name)), { recursive: true });
    writeFileSync(join(functions, name), content);
  }
  return again();
}

function again(): Outcome {
  return synth({
    environments: [ENVIRONMENT],
    functions: join(path, 'functions'),
    output: join(path, 'dist'),
    environmentSource: () => undefined,
  });
}

/** What becomes of the catalog without a mutation. */
function reference() {
  render(BASE);
  const calls = work.callsOf(() => render(BASE));
  const files = renderedFiles(join(path, 'dist'));
  const clusters = ENVIRONMENT.clusters.map(
    ({ name, platform: { knative }, functionNamespaces: [namespace = ''] }): MeantCluster => {
      const [plain] = readBack(files.get(`test/${name}/${namespace}/saas-plain.yaml`) ?? '');
      const [rule] = plain?.spec.http as [{ route: [{ destination: unknown }] }];
      return { environment: 'test', name, namespace, knative, destination: rule.route[0].destination };
    },
  );
  return { files, clusters, calls };
}

const base = reference();

/** The objects of a cluster's functions, each file checked on its own. */
function objectsOf(
  { name, namespace }: MeantCluster,
  files: ReadonlyMap<string, string>,
  broken: string[],
): KubernetesObject[] {
  return [...files].flatMap(([file, text]) => {
    if (!file.startsWith(`test/${name}/${namespace}/`) || file.endsWith('/kustomization.yaml')) return [];
    const objects = readBack(text);
    const written = valuesWritten.get(text.replace(/^(?:#.*\n)+/, ''));
    if (canonical(written) !== canonical(objects)) broken.push(`${file} is not what was written:\n${text}`);
    if (base.files.get(file) !== text) unusual.set(text, objects);
    broken.push(...objects.flatMap(refusals));
    return objects;
  });
}

/** What is wrong in the files of a mutant. */
function misrendered(mutant: Readonly<Record<string, Buffer>>, files: ReadonlyMap<string, string>): string[] {
  return base.clusters.flatMap((cluster) => {
    const broken: string[] = [];
    const objects = objectsOf(cluster, files, broken);
    const meant = meantBy(mutant, cluster);
    const rules = objects.flatMap(({ kind, spec }) =>
      kind === 'VirtualService' ? (spec.http as unknown[]) : [],
    );
    const [expected, found] = [meant.rules, rules].map((all) => all.map(canonical).sort().join('\n'));
    if (expected !== found) broken.push(`${cluster.name}: the rules\n${expected}\nbecame\n${found}`);
    const services = objects.filter(({ kind }) => kind === 'Service');
    const ran = Object.fromEntries(services.map((object) => [object.metadata.name, ranBy(object)]));
    if (canonical(ran) !== canonical(meant.services)) {
      broken.push(`${cluster.name}: ${canonical(meant.services)} became ${canonical(ran)}`);
    }
    const enforced = enforcedIn(files.get(`test/${cluster.name}/system/${cluster.namespace}.namespace.yaml`));
    if (enforced !== undefined && enforced !== meant.standard) {
      broken.push(`${cluster.name}: the namespace enforces ${enforced}, not ${meant.standard}`);
    }
    return broken;
  });
}

/** The Pod Security standard that a namespace enforces; `undefined` before Kubernetes has them. */
function enforcedIn(text = ''): string | undefined {
  const [namespace] = readBack(text);
  return namespace?.metadata.labels?.['pod-security.kubernetes.io/enforce'];
}

/** What is wrong with how much was done and held. */
function overdone(calls: number, size: number): string[] {
  const { units, states, instructionsHeld } = automataCount;
  const most = 2 * base.calls + CALLS_PER_BYTE * size + CALLS_PER_UNIT * units;
  return [
    ...(calls > most ? [`${calls} calls, of ${most} for ${size} bytes and ${units} units`] : []),
    ...(units > UNITS_PER_BYTE * size ? [`${units} units for ${size} bytes`] : []),
    // What automata hold is paid for.
    ...(8 * states + instructionsHeld > units ? [`${states} states of ${units} units`] : []),
  ];
}

function brokenBy(mutant: CatalogMutant): string[] {
  const { files } = mutatedCatalog(mutant);
  valuesWritten.clear();
  resetAutomataCount();
  let outcome: Outcome | undefined;
  const calls = work.callsOf(() => (outcome = render(files)));
  if (outcome === undefined) return ['no outcome'];
  const { findings, change } = outcome;
  const size = Object.values(files).reduce((sum, { length }) => sum + length, 0);
  const texts = Object.entries(files).map(
    ([name, bytes]) => [`${path}/functions/${name}`, bytes.toString('utf8').replace(/^\ufeff/, '')] as const,
  );
  // What is to be said of the versions of a cluster points at environments/.
  const ofCatalog = findings.filter(({ code }) => code !== 'KF505');
  const broken = [...findingProblems(ofCatalog, new Map(texts)), ...overdone(calls, size)];
  if (hasErrors(findings) !== (change === undefined)) broken.push('errors, and manifests');
  const second = again();
  if (canonical(second.findings) !== canonical(findings)) broken.push('another run finds something else');
  if (change === undefined) {
    const errors = ofCatalog.filter(({ severity }) => severity === 'error');
    stages[errors.every(({ code }) => code.startsWith('KF10')) ? 'not read' : 'had findings'] += 1;
    return broken;
  }
  if (second.change === undefined || second.change.written + second.change.removed > 0) {
    broken.push('another run renders something else');
  }
  const rendered = renderedFiles(join(path, 'dist'));
  const bytes = [...rendered.values()].reduce((sum, { length }) => sum + length, 0);
  const most =
    2 * [...base.files.values()].reduce((sum, { length }) => sum + length, 0) + BYTES_PER_BYTE * size;
  if (bytes > most) broken.push(`${bytes} bytes rendered from ${size}`);
  const isAnew = [...rendered].some(([file, text]) => base.files.get(file) !== text);
  stages[isAnew ? 'rendered anew' : 'rendered as before'] += 1;
  return [...broken, ...misrendered(files, rendered)];
}

test('the catalog without a mutation says what is meant', () => {
  valuesWritten.clear();
  expect(render(BASE).change).toBeDefined();
  const files = Object.fromEntries(Object.entries(BASE).map(([name, text]) => [name, Buffer.from(text)]));
  expect(misrendered(files, base.files)).toEqual([]);
});

test('a part that a regex repeats 900 times is read once', () => {
  const path = ['routes', 0, 'match', 'query', 'v'];
  const repeated = { kind: 'slot', path, by: { regex: '(a{30}){30}' }, style: 'block' } as const;
  expect(brokenBy({ file: 'saas/showroom.yaml', mutations: [repeated] })).toEqual([]);
});

test(`${MUTANTS} mutants of a catalog have findings that help, or manifests that say what is meant`, () => {
  fc.assert(
    fc.property(catalogMutants(), (mutant) => {
      const broken = brokenBy(mutant);
      if (broken.length > 0) expect({ mutant, broken }).toBe('sound');
    }),
    // A mutant has few mutations: to leave some out costs more than to read them.
    { numRuns: MUTANTS, endOnFailure: true },
  );
  expect(stages['not read']).toBeGreaterThan(MUTANTS / 20);
  expect(stages['had findings']).toBeGreaterThan(MUTANTS / 10);
  expect(stages['rendered anew']).toBeGreaterThan(MUTANTS / 6);
});

(SKIPPED === '' ? test : test.skip)(`kubectl reads what was rendered anew alike${SKIPPED}`, () => {
  const objects = [...unusual.values()].flat();
  expect(objects.length).toBeGreaterThan(MUTANTS / 4);
  expect(readByKubectl([...unusual.keys()]).map(canonical)).toEqual(objects.map(canonical));
});
