import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { loadAll } from 'js-yaml';
import { placementOf, renderClusters, renderDelivery, type DeliveredFile } from '../../constructs';
import { DELIVERY, ENVIRONMENTS } from '../../environments';
import { type Delivery } from '../../inventory';
import { prepare } from '../../main';
import { COMPANY_FUNCTIONS, renderedCompany } from '../fixtures/company';
import { projectFolder } from '../fixtures/project-folder';

/** An Application, or a Flux Kustomization: what it is called, and the files that it brings. */
interface Brought {
  readonly name: string;
  readonly holds: string;
  readonly files: readonly string[];
}

interface ApplicationSet {
  readonly kind: string;
  readonly spec: {
    readonly generators: readonly {
      readonly list: { readonly elements: readonly Record<string, string>[] };
    }[];
    readonly strategy?: object;
    readonly template: { readonly spec: { readonly source: { readonly directory?: object } } };
  };
}

interface FluxKustomization {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly path: string;
    readonly wait: boolean;
    readonly dependsOn?: readonly { readonly name: string }[];
  };
}

const DESTINATION = { project: 'kfaas', cluster: 'any' };

/** Delivery to any clusters. */
function deliveryTo(...clusters: readonly string[]): Delivery {
  const destinations = Object.fromEntries(clusters.map((name) => [name, DESTINATION]));
  return { ...DELIVERY, argocd: { namespace: 'argocd', destinations } };
}

/** Names of a folder that Argo CD's patterns match: `{a*,b*}` are alternatives, a star is any text. */
function matching(pattern: string, names: readonly string[]): string[] {
  const alternatives = pattern.replace(/^\{(.*)\}$/, '$1').split(',');
  const regex = new RegExp(
    `^(?:${alternatives.map((one) => one.replaceAll('.', '\\.').replaceAll('*', '.*')).join('|')})$`,
  );
  return names.filter((name) => regex.test(name));
}

/** The files of a folder and below it. */
type FilesBelow = (folder: string) => readonly string[];

/** Finds files by the first three parts of their paths, or the first two. */
function filesBelow(files: readonly DeliveredFile[]): FilesBelow {
  const folders = new Map<string, string[]>();
  for (const { path } of files) {
    const parts = path.split('/');
    for (const folder of [parts.slice(0, 2).join('/'), parts.slice(0, 3).join('/')]) {
      folders.set(folder, folders.get(folder) ?? []);
      folders.get(folder)?.push(path);
    }
  }
  return (folder) => folders.get(folder) ?? [];
}

/** What the rendered ApplicationSets bring, of the files that there are. */
function applications(texts: ReadonlyMap<string, string>, below: FilesBelow): Brought[] {
  const sets = [...texts].filter(([path]) => path.startsWith('gitops/argocd/'));
  return sets.flatMap(([, text]) => {
    const [set] = loadAll(text) as [ApplicationSet];
    const isByFiles = set.spec.template.spec.source.directory !== undefined;
    return (set.spec.generators[0]?.list.elements ?? []).map(({ name = '', holds = '', path, include }) => {
      const folder = (path ?? '').replace(/^dist\//, '');
      const inside = below(folder).map((file) => file.slice(folder.length + 1));
      const files = isByFiles ? matching(include ?? '', inside) : inside;
      return { name, holds, files: files.map((file) => `${folder}/${file}`) };
    });
  });
}

/** What the rendered Flux Kustomizations bring: a folder with all below it, or what its list names. */
function kustomizations(texts: ReadonlyMap<string, string>, below: FilesBelow): Brought[] {
  return [...texts]
    .filter(([path]) => /^gitops\/flux\/[^/]+\.yaml$/.test(path))
    .flatMap(([, text]) => loadAll(text) as FluxKustomization[])
    .filter(({ kind }) => kind === 'Kustomization')
    .map(({ metadata: { name }, spec }) => {
      const folder = spec.path.replace('./dist/', '');
      const list = texts.get(`${folder}/kustomization.yaml`);
      const listed = list === undefined ? undefined : (loadAll(list)[0] as { resources: string[] }).resources;
      const files = listed?.map((file) => posix.join(folder, file)) ?? below(folder);
      return { name, holds: spec.wait ? 'system' : 'functions', files };
    });
}

/** Holds all parts to it: each file once, no part with more objects than the limit. */
function expectExact(parts: readonly Brought[], files: readonly DeliveredFile[], limit: number): void {
  const objects = new Map(files.map((file) => [file.path, file.objects]));
  const brought = parts.flatMap((part) => part.files);
  expect(brought).toHaveLength(files.length);
  expect(new Set(brought).size).toBe(files.length);
  expect(brought.filter((path) => !objects.has(path))).toEqual([]);
  const sizes = parts.map((part) => part.files.reduce((sum, path) => sum + (objects.get(path) ?? 0), 0));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(limit);
  expect(Math.min(...sizes)).toBeGreaterThan(0);
  expect(new Set(parts.map(({ name }) => name)).size).toBe(parts.length);
  for (const { name } of parts) {
    expect(name).toMatch(/^(?=.{1,63}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/);
  }
}

function rendered(delivery: Delivery, files: readonly DeliveredFile[], limit?: number): Map<string, string> {
  return new Map(renderDelivery(delivery, files, limit).map(({ path, text }) => [path, text]));
}

/** The files of a cluster: some of its own, two objects for each function in each of its namespaces, and those of teams that name a group. */
function clusterFiles(
  folder: string,
  namespaces: readonly string[],
  functions: readonly string[],
  teams: readonly string[] = [],
): DeliveredFile[] {
  const own = ['kfaas-system.namespace', 'egress-gateway.deployment'].map((name) => ({
    path: `${folder}/system/${name}.yaml`,
    objects: 1,
    function: undefined,
  }));
  const ofFunctions = namespaces.flatMap((namespace) =>
    functions.map((id) => ({
      path: `${folder}/${namespace}/${id.replace('/', '-')}.yaml`,
      objects: 2,
      function: id,
    })),
  );
  const ofTeams = namespaces.flatMap((namespace) =>
    teams.map((team) => ({
      path: `${folder}/${namespace}/${team}.readers.yaml`,
      objects: 2,
      function: undefined,
    })),
  );
  return [...own, ...ofFunctions, ...ofTeams];
}

/** Ten thousand functions of teams whose names begin alike; one team has more than an Application holds. */
const MANY = [
  ...Array.from({ length: 4_500 }, (_, n) => `saas/${['a', 'b-', 'x-'][n % 3] ?? ''}${n.toString(36)}`),
  ...Array.from({ length: 1_500 }, (_, n) => `saas-x/q-${n.toString(36)}`),
  ...Array.from({ length: 4_000 }, (_, n) => `team-${Math.floor(n / 50)}/fn-${n}`),
];

describe('10,000 functions on six clusters', () => {
  const clusters = [
    'test/test-cn',
    'staging/staging-cn',
    ...['cn', 'us', 'eu', 'sg'].map((r) => `prod/prod-${r}`),
  ];
  const files = clusters.flatMap((folder) =>
    clusterFiles(folder, folder === 'test/test-cn' ? ['faas-alpha', 'faas-beta'] : ['faas-prod'], MANY, [
      ...new Set(MANY.map((id) => id.split('/')[0] ?? '')),
    ]),
  );
  const texts = rendered(DELIVERY, files);
  const parts = applications(texts, filesBelow(files));

  test('every object is in exactly one Application, and none holds over 4,000', () => {
    expectExact(parts, files, 4_000);
    expect(parts.filter(({ holds }) => holds === 'system')).toHaveLength(6);
  });

  test('and in exactly one Flux Kustomization', () => {
    expectExact(kustomizations(texts, filesBelow(files)), files, 4_000);
  });

  test('teams are apart, and only the team that is too large is split further', () => {
    const names = parts.map(({ name }) => name);
    expect(names).toContain('prod-us.faas-prod.saas-x');
    expect(names).toContain('prod-us.faas-prod.team-7');
    expect(names).toContain('prod-us.faas-prod.0-readers');
    expect(names.filter((name) => name.startsWith('prod-us.faas-prod.saas.'))).toEqual([
      'prod-us.faas-prod.saas.a',
      'prod-us.faas-prod.saas.b',
      'prod-us.faas-prod.saas.x',
    ]);
  });

  test('each ApplicationSet fits into etcd, and into the annotation in which kubectl keeps it', () => {
    const sets = [...texts].filter(([path]) => path.startsWith('gitops/argocd/'));
    expect(sets.map(([path]) => path)).toHaveLength(6);
    for (const [, text] of sets) expect(text.length).toBeLessThan(256 * 1024);
  });

  test('a cluster in parts begins with what is no function’s', () => {
    const [set] = loadAll(texts.get('gitops/argocd/prod-us.applicationset.yaml') ?? '') as [ApplicationSet];
    const step = (holds: string) => ({
      matchExpressions: [{ key: 'kfaas.io/part', operator: 'In', values: [holds] }],
    });
    expect(set.spec.strategy).toEqual({
      type: 'RollingSync',
      rollingSync: { steps: [step('system'), step('functions')] },
    });
    const objects = loadAll(texts.get('gitops/flux/prod-prod-us.yaml') ?? '') as FluxKustomization[];
    for (const { metadata, spec } of objects) {
      const isSystem = metadata.name === 'prod-us.system';
      expect(spec.wait).toBe(isSystem);
      expect(spec.dependsOn).toEqual(isSystem ? undefined : [{ name: 'prod-us.system' }]);
    }
  });
});

test('a new function moves no other one from part to part', () => {
  const partOf = (functions: readonly string[]) => {
    const files = clusterFiles('prod/c', ['faas-prod'], functions);
    const parts = applications(rendered(deliveryTo('c'), files, 40), filesBelow(files));
    return new Map(parts.flatMap(({ name, files: own }) => own.map((path) => [path, name] as const)));
  };
  const before = Array.from({ length: 60 }, (_, n) => `saas/${String.fromCharCode(97 + (n % 5))}-${n}`);
  const [old, now] = [partOf(before), partOf([...before, 'saas/a-0-new', 'saas-a/q', 'aa/first'])];
  expect([...old].filter(([path, name]) => now.get(path) !== name)).toEqual([]);
});

test('names that end where others go on, and names that are too long, are split as well', () => {
  const long = `a${'b'.repeat(50)}`;
  const functions = [
    'a/a',
    'a/aa',
    'a/a-b',
    'a/a-b-c',
    `a/${long}`,
    `a/${long}c`,
    'a-a/z',
    'a-b/c',
    'a-b-c/d',
  ];
  const files = clusterFiles('prod/c', ['faas-prod'], functions);
  const below = filesBelow(files);
  const texts = rendered(deliveryTo('c'), files, 2);
  expectExact(applications(texts, below), files, 2);
  expectExact(kustomizations(texts, below), files, 2);
});

/** A catalog in which one function's VirtualService hosts the routes of two others. */
const GROUPED = {
  'saas/team.yaml': 'contact: x\nprefixes: [/faas/api/saas/]\n',
  'saas/all.yaml': 'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/ } }]\n',
  'saas/tea.yaml': 'runtime: nodejs\n',
  'saas/milk.yaml': 'runtime: nodejs\nservice: { image: "milk:1" }\noverlays: { prod: { service: null } }\n',
};

test.each([
  ['a catalog of many teams', COMPANY_FUNCTIONS],
  ['a catalog with shared VirtualServices', projectFolder(GROUPED).path],
])(
  'the objects of each file are known while it is rendered, and where it stands already: %s',
  (_what, functions) => {
    const { checked, ready } = prepare({
      environments: ENVIRONMENTS,
      functions,
      environmentSource: () => undefined,
    });
    expect(checked.findings).toEqual([]);
    if (ready === undefined) throw new Error('there is something wrong');
    const { platforms, routes } = ready;
    const placed = placementOf(routes.groups);
    const files = [...renderClusters(platforms, ready.functions, placed)];
    const inText = files
      .filter(({ path }) => !path.endsWith('/kustomization.yaml'))
      .map(({ path, text = '' }) => [path, loadAll(text).length] as const);
    const counted = (all: typeof files) =>
      new Map(all.filter(({ objects }) => objects > 0).map(({ path, objects }) => [path, objects]));
    expect(counted(files)).toEqual(new Map(inText));
    const standing = ({ id }: { readonly id: string }) =>
      files.filter((file) => file.function?.id === id).map(({ path }) => path);
    expect(counted([...renderClusters(platforms, ready.functions, placed, standing)])).toEqual(
      new Map(inText),
    );
  },
);

// Loud: a run without kubectl says so in the name of what it skips.
const kubectl = spawnSync('kubectl', ['version', '--client'], { encoding: 'utf8' }).status === 0;
const [testOrSkip, note] = kubectl ? [test, ''] : [test.skip, ': SKIPPED, kubectl is not installed'];
testOrSkip(`kustomize builds the lists of a split cluster, told to take files as Flux is${note}`, () => {
  const dist = join(renderedCompany(), 'dist');
  const files = [...objectsOf(join(dist, 'test/test-cn'))].map(([path, objects]) => ({
    path: `test/test-cn/${path}`,
    objects,
    function: /^faas-/.test(path) ? path.replace(/.*\/(\w+)-(.*)\.yaml$/, '$1/$2') : undefined,
  }));
  const texts = rendered(DELIVERY, files, 30);
  const lists = [...texts].filter(([path]) => path.endsWith('/kustomization.yaml'));
  expect(lists.length).toBeGreaterThan(20);
  const { path } = projectFolder(Object.fromEntries(lists));
  cpSync(join(dist, 'test'), join(path, 'test'), { recursive: true });
  const built = lists.slice(0, 3).map(([list, text]) => {
    const { resources } = loadAll(text)[0] as { resources: string[] };
    const folder = posix.dirname(list);
    const of = new Set(resources.map((file) => posix.join(folder, file)));
    const args = ['kustomize', '--load-restrictor', 'LoadRestrictionsNone', join(path, folder)];
    const { status, stdout, stderr } = spawnSync('kubectl', args, { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    return [
      loadAll(stdout).length,
      files.filter((file) => of.has(file.path)).reduce((sum, { objects }) => sum + objects, 0),
    ];
  });
  for (const [objects, expected] of built) expect(objects).toBe(expected);
});

/** How many objects each file of a rendered cluster holds. */
function objectsOf(folder: string): Map<string, number> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.yaml'),
  );
  return new Map(files.map((file) => [file, loadAll(readFileSync(join(folder, file), 'utf8')).length]));
}

describe('what a company delivers with', () => {
  const { argocd, flux, ...neither } = deliveryTo('prod-us');
  const file = { path: 'prod/prod-us/system/a.yaml', objects: 1, function: undefined };
  const foldersOf = (delivery: Delivery) => [
    ...new Set(renderDelivery(delivery, [file]).map(({ path }) => path.split('/')[1])),
  ];

  test('both, one of them or neither: only what is named is rendered', () => {
    expect(foldersOf({ ...neither, argocd, flux })).toEqual(['argocd', 'flux']);
    expect(foldersOf({ ...neither, argocd })).toEqual(['argocd']);
    expect(foldersOf({ ...neither, flux })).toEqual(['flux']);
    expect(foldersOf(neither)).toEqual([]);
  });

  test('a cluster that is not named is registered under its own name, in the AppProject of its environment', () => {
    const [applications] = renderDelivery({ ...neither, argocd: { namespace: 'argocd' } }, [file]);
    expect(applications?.text).toContain('project: kfaas-prod\n');
    expect(applications?.text).toContain('destination: prod-us\n');
  });
});
