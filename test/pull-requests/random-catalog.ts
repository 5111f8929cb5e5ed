import fc from 'fast-check';
import type { CatalogFiles } from './base-catalog';

/** A function of a random catalog. */
export interface RandomFunction {
  /** `<team>/<name>` */
  readonly id: string;
  readonly routes: readonly RandomRoute[];
  /** The share of its own Knative Service beside a green one; undefined for a single backend. */
  readonly share: number | undefined;
  /** The tag of its image; undefined where another pipeline deploys it. */
  readonly tag: number | undefined;
}

/** A route of a random function. */
export interface RandomRoute {
  readonly match: {
    readonly prefix?: string;
    readonly exact?: string;
    readonly regex?: string;
    readonly methods?: readonly string[];
    readonly headers?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  readonly timeout: string;
}

const IDS = ['a/x', 'a/y', 'a/z', 'b/x', 'b/y', 'c/x'];
const TEAMS = ['a', 'b', 'c'];

/** Paths below which functions match: mostly their own, so that few catalogs are refused. */
const area = (id: string) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(id) }, { weight: 1, arbitrary: fc.constantFrom(...IDS) });

const matchBelow = (root: string): fc.Arbitrary<RandomRoute['match']> =>
  fc
    .tuple(
      fc.constantFrom<RandomRoute['match']>(
        { prefix: `${root}/` },
        { prefix: `${root}/v1/` },
        { exact: root },
        { exact: `${root}/v1/list` },
        { regex: `${root}/[0-9]+` },
        { regex: `${root}/(v1|v2)/[a-z]*` },
      ),
      fc.option(fc.constantFrom(['GET'], ['GET', 'HEAD'], ['POST']), { nil: undefined }),
      fc.option(
        fc.constantFrom<RandomRoute['match']['headers']>(
          { 'x-tenant': { prefix: 'kjl-' } },
          { 'x-tenant': { exact: 'kjl-1' } },
        ),
        {
          nil: undefined,
        },
      ),
    )
    .map(([path, methods, headers]) => ({
      ...path,
      ...(methods === undefined ? {} : { methods }),
      ...(headers === undefined ? {} : { headers }),
    }));

const route = (id: string): fc.Arbitrary<RandomRoute> =>
  fc.record({
    match: area(id).chain((of) => matchBelow(`/faas/api/${of}`)),
    timeout: fc.constantFrom('1s', '5s', '30s'),
  });

const functionOf = (id: string): fc.Arbitrary<RandomFunction> =>
  fc.record({
    id: fc.constant(id),
    routes: fc.array(route(id), { minLength: 1, maxLength: 2 }),
    share: fc.option(fc.constantFrom(10, 50, 90), { nil: undefined }),
    tag: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  });

/** A small catalog. */
export const randomCatalog: fc.Arbitrary<readonly RandomFunction[]> = fc
  .subarray(IDS, { minLength: 2, maxLength: 5 })
  .chain((ids) => fc.tuple(...ids.map(functionOf)));

/** What somebody may do to a catalog. */
export type RandomEdit = (catalog: readonly RandomFunction[]) => readonly RandomFunction[];

const at = fc.nat({ max: 4 });

const edit: fc.Arbitrary<RandomEdit> = fc.oneof(
  // A function goes.
  at.map(
    (place): RandomEdit =>
      (all) =>
        all.filter((_, index) => index !== place % all.length),
  ),
  // One comes.
  functionOf('c/new').map((added): RandomEdit => (all) => [...all, added]),
  // One gets another name: its routes, which are written out, stay.
  at.map((place): RandomEdit => changed(place, (one) => ({ ...one, id: `${one.id}-2` }))),
  // It treats its requests otherwise.
  fc
    .tuple(at, fc.constantFrom('2s', '9s'))
    .map(([place, timeout]): RandomEdit =>
      changed(place, (one) => withRoutes(one, (of) => ({ ...of, timeout }))),
    ),
  fc
    .tuple(at, fc.option(fc.constantFrom(20, 90), { nil: undefined }))
    .map(([place, share]): RandomEdit => changed(place, (one) => ({ ...one, share }))),
  // Its pods are others.
  fc
    .tuple(at, fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }))
    .map(([place, tag]): RandomEdit => changed(place, (one) => ({ ...one, tag }))),
  // A match asks for less.
  at.map((place): RandomEdit =>
    changed(place, (one) =>
      withRoutes(one, ({ match: { prefix, exact, regex }, timeout }) => ({
        match: { prefix, exact, regex },
        timeout,
      })),
    ),
  ),
  // Prefixes become regexes that mean the same.
  at.map((place): RandomEdit =>
    changed(place, (one) =>
      withRoutes(one, ({ match: { prefix, ...match }, timeout }) => ({
        match: prefix === undefined ? match : { ...match, regex: `${prefix}.*` },
        timeout,
      })),
    ),
  ),
  // One more route.
  fc
    .tuple(at, route('b/x'))
    .map(([place, added]): RandomEdit =>
      changed(place, (one) => ({ ...one, routes: [...one.routes, added] })),
    ),
  // The first route of one goes to another.
  fc.tuple(at, at).map(([from, to]): RandomEdit => (all) => {
    const [source, target] = [all[from % all.length], all[to % all.length]];
    const [moved, ...rest] = source?.routes ?? [];
    if (moved === undefined || source === target || rest.length === 0) return all;
    return all.map((one) => {
      if (one === source) return { ...one, routes: rest };
      return one === target ? { ...one, routes: [...one.routes, moved] } : one;
    });
  }),
);

/** One to three edits, one after the other. */
export const randomEdit: fc.Arbitrary<RandomEdit> = fc.array(edit, { minLength: 1, maxLength: 3 }).map(
  (edits): RandomEdit =>
    (catalog) =>
      edits.reduce((all, one) => one(all), catalog),
);

/** The files of a random catalog. Every team may match everywhere, and consents to everything. */
export function catalogFiles(catalog: readonly RandomFunction[]): CatalogFiles {
  const prefixes = TEAMS.map((team) => `/faas/api/${team}/`);
  // JSON is YAML.
  const teams = TEAMS.map((team) => [
    `${team}/team.yaml`,
    JSON.stringify({ contact: team, prefixes, consents: TEAMS }),
  ]);
  const functions = catalog.map((one) => [`${one.id}.yaml`, JSON.stringify(declaration(one))]);
  return Object.fromEntries([...teams, ...functions]) as CatalogFiles;
}

function declaration({ id, routes, share, tag }: RandomFunction): object {
  const own = id.replace('/', '-');
  const backends = [
    { service: own, weight: share },
    { service: `${own}-green`, weight: 100 - (share ?? 0) },
  ];
  return {
    runtime: 'nodejs',
    routes,
    ...(share === undefined ? {} : { backends, deployedElsewhere: [`${own}-green`] }),
    ...(tag === undefined ? {} : { service: { image: `registry.example.com/app:${tag}` } }),
  };
}

function changed(place: number, how: (one: RandomFunction) => RandomFunction): RandomEdit {
  return (all) => all.map((one, index) => (index === place % all.length ? how(one) : one));
}

function withRoutes(one: RandomFunction, how: (route: RandomRoute) => RandomRoute): RandomFunction {
  return { ...one, routes: one.routes.map(how) };
}
