import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { importRoutes } from '../../app';
import { DEFAULT_NAMES } from '../../base';
import { synth } from '../../main';
import { readInputs } from '../../manifests';
import { OPEN_ENVIRONMENTS } from '../fixtures/open-environments';
import { projectFolder } from '../fixtures/project-folder';
import { byRunLength } from '../properties/run-length';
import { catalogFiles, randomCatalog } from '../pull-requests/random-catalog';

const RUNS = byRunLength({ quick: 4, long: 25 });
const ENVIRONMENTS = OPEN_ENVIRONMENTS.map((environment) => ({ ...environment, domains: [] }));

/** The manifests of functions below a folder, by their paths. */
function functionManifests(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.parentPath.includes('/faas-'),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length), readFileSync(path, 'utf8')];
    }),
  );
}

function render(functions: string, output: string): void {
  const { change, findings } = synth({
    environments: ENVIRONMENTS,
    functions,
    output,
    environmentSource: () => undefined,
  });
  if (change === undefined) throw new Error(findings.map(({ message }) => message).join());
}

/** Imports what a folder has, cluster by cluster, and writes the catalog. */
function importFolder(output: string, functions: string): string {
  const sources = ENVIRONMENTS.flatMap(({ name, clusters }) =>
    clusters.map((cluster) => ({
      cluster: cluster.name,
      objects: readInputs([join(output, name, cluster.name)], {
        kinds: ['VirtualService'],
        also: ['Service', 'DestinationRule'],
      }).objects,
    })),
  );
  const { files, findings } = importRoutes({
    sources,
    inventory: { environments: ENVIRONMENTS, names: DEFAULT_NAMES },
    functions,
    environmentSource: () => undefined,
    patterns: [],
    teamsBy: { mapping: new Map() },
    isPartial: false,
  });
  expect(findings.map(({ message }) => message)).toEqual([]);
  const { add, path } = projectFolder();
  add(
    Object.fromEntries([...files].map(([file, text]) => [`functions${file.slice(functions.length)}`, text])),
  );
  return join(path, 'functions');
}

test('a random catalog that is rendered and imported is rendered to the same bytes', () => {
  let compared = 0;
  fc.assert(
    fc.property(randomCatalog, (catalog) => {
      const { path, add } = projectFolder();
      add(
        Object.fromEntries(
          Object.entries(catalogFiles(catalog)).map(([file, text]) => [`functions/${file}`, text]),
        ),
      );
      try {
        render(join(path, 'functions'), join(path, 'dist'));
      } catch {
        // Some random catalogs are refused.
        return;
      }
      const again = importFolder(join(path, 'dist'), join(path, 'none'));
      render(again, join(path, 'again'));
      const [before, after] = [functionManifests(join(path, 'dist')), functionManifests(join(path, 'again'))];
      expect(after).toEqual(before);
      compared += Object.keys(before).length;
    }),
    { numRuns: RUNS },
  );
  expect(compared).toBeGreaterThan(RUNS);
}, 600_000);
