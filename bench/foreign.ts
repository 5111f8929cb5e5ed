// npm run bench:foreign [-- <rounds>]: compares the check of a catalog with one of which most is not taken over yet, as ratios in one run
// on one machine. Each check is a process of its own, from its start to its end.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { mappingOf, textOf } from '../base';
import { ENVIRONMENTS } from '../environments';
import { readManifests, toYaml } from '../manifests';
import { writeCatalog } from './catalog';
import { measure, median, type Measured } from './measure';

const ROOT = resolve(__dirname, '..');
const WORK = join(ROOT, '.bench/foreign');
const COUNT = 10_000;
const TAKEN_OVER = 1_000;
const [rounds = '3'] = process.argv.slice(2);

/** The clusters, as folders below an output folder or one of foreign routes, with their function namespaces. */
const PLACES = ENVIRONMENTS.flatMap(({ name, clusters }) =>
  clusters.map((cluster) => ({
    cluster: join(name, cluster.name),
    namespaces: cluster.functionNamespaces,
  })),
);

const kfaas = (...args: readonly string[]): Measured =>
  measure(process.execPath, [join(ROOT, 'cli/kfaas.js'), ...args], join(WORK, 'peak'));

const check = (project: string): Measured => kfaas('check', '--functions', join(WORK, project, 'functions'));

/** Writes what is rendered for the functions of other teams as a dump of a cluster, a file for each namespace. */
function writeForeign(project: string, cluster: string, namespaces: readonly string[]): void {
  const teams = readdirSync(join(WORK, project, 'functions'));
  for (const namespace of namespaces) {
    const { objects } = readManifests(join(WORK, 'out', cluster, namespace), 'VirtualService');
    const items = objects
      .map(({ object }) => mappingOf(object))
      .filter(
        ({ metadata }) => !teams.some((team) => textOf(mappingOf(metadata).name)?.includes(`-${team}-`)),
      )
      .map(({ metadata, ...object }) => ({
        ...object,
        metadata: { ...mappingOf(metadata), creationTimestamp: '2021-03-04T05:06:07Z' },
      }));
    const file = join(WORK, project, 'foreign', cluster, `${namespace}.yaml`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, toYaml({ apiVersion: 'v1', kind: 'List', items }));
  }
}

mkdirSync(WORK, { recursive: true });
writeCatalog(join(WORK, 'whole/functions'), COUNT);
kfaas('synth', '--functions', join(WORK, 'whole/functions'), '--output', join(WORK, 'out'));
for (const project of ['rest', 'one', 'all']) writeCatalog(join(WORK, project, 'functions'), TAKEN_OVER);
const [place] = PLACES.slice(-1);
if (place !== undefined) writeForeign('one', place.cluster, place.namespaces.slice(0, 1));
for (const { cluster, namespaces } of PLACES) writeForeign('all', cluster, namespaces);

const LABELS = {
  whole: `a catalog of ${COUNT} functions`,
  rest: `one of ${TAKEN_OVER}`,
  one: `one of ${TAKEN_OVER}, with ${COUNT - TAKEN_OVER} foreign VirtualServices in one namespace`,
  all: `the same in all ${PLACES.flatMap(({ namespaces }) => namespaces).length} namespaces of ${PLACES.length} clusters`,
} as const;

const results = Array.from({ length: Number(rounds) }, () => ({
  whole: check('whole'),
  rest: check('rest'),
  one: check('one'),
  all: check('all'),
}));
const whole = median(results.map((result) => result.whole)).seconds;
process.stdout.write(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node.js ${process.version}; median of ${rounds} rounds\n`,
);
for (const name of ['whole', 'rest', 'one', 'all'] as const) {
  const { seconds, peakBytes } = median(results.map((result) => result[name]));
  const ratio = (seconds / whole).toFixed(2);
  process.stdout.write(
    `${seconds.toFixed(2)} s  x${ratio}  ${Math.round(peakBytes / 2 ** 20)} MB  kfaas check of ${LABELS[name]}\n`,
  );
}
