import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { isDifferent, type Review } from '../../review';
import { STACKS } from '../fixtures/platform-clusters';
import { byRunLength } from '../properties/run-length';
import { PROD, TEST } from './base-environments';
import { catalogFiles, randomCatalog, randomEdit, type RandomFunction } from './random-catalog';
import { renderedReview, reviewFolders, type RenderedReview } from './rendered-review';
import { renderedRoutes, type RenderedAnswer } from './rendered-routes';
import type { Sources } from './source-edits';
import { clusterOf, wrongWitnesses } from './witnesses';

// The long run sends 100,000 requests.
const RUNS = byRunLength({ quick: 4, long: 150 });
const REQUESTS = 200;

const ENVIRONMENTS = [
  { ...TEST, domains: [] },
  {
    ...PROD,
    domains: [],
    clusters: PROD.clusters.filter(({ platform }) => platform === STACKS['istio-1.5']),
  },
];

/** What is reported about requests, place by place, in any order; as the other snapshot would say it where they are swapped. */
function saidOf({ requests }: Review, isSwapped: boolean): readonly string[] {
  const kinds = {
    answered: 'unanswered',
    unanswered: 'answered',
    moved: 'moved',
    treated: 'treated',
  } as const;
  return requests.changes
    .flatMap(({ kind, requests: { matched, except }, before, after, where }) => {
      const names = [before, after].map(
        (answer) => `${answer?.function ?? 'nobody'} by ${answer?.match ?? '-'}`,
      );
      const said = [isSwapped ? kinds[kind] : kind, ...(isSwapped ? names.reverse() : names)];
      const set = [...[...matched].sort(), 'but not', ...except];
      return where.map((place) => [clusterOf(place), place.host, ...said, ...set].join(', '));
    })
    .sort();
}

/** A random catalog before and after random edits. */
interface RandomChange {
  readonly base: readonly RandomFunction[];
  readonly head: readonly RandomFunction[];
}

const randomChange = fc
  .tuple(randomCatalog, randomEdit)
  .map(([base, edit]): RandomChange => ({ base, head: edit(base) }));

/** What a request is put together from; numbers choose among what there is. */
interface RequestPart {
  readonly path: number;
  readonly tail: string;
  readonly method: string;
  readonly tenant: string | undefined;
  readonly place: number;
}

const requestPart = fc.record<RequestPart>({
  path: fc.nat(),
  tail: fc.constantFrom('', '', '/', '7', 'v1/', 'v1/list', '?a=1', 'v2/abc'),
  method: fc.constantFrom('GET', 'HEAD', 'POST'),
  tenant: fc.constantFrom(undefined, 'kjl-1', 'kjl-2', 'other'),
  place: fc.nat(),
});

/** Beginnings of the paths that two catalogs match. */
function beginnings(catalogs: readonly (readonly RandomFunction[])[]): readonly string[] {
  const matches = catalogs.flatMap((catalog) =>
    catalog.flatMap(({ routes }) => routes.map(({ match }) => match)),
  );
  const paths = matches.map(
    ({ prefix, exact, regex = '' }) => prefix ?? exact ?? regex.replace(/[([.].*/, ''),
  );
  return [...new Set([...paths, '/faas/api/'])].sort();
}

/** An outcome in which Knative Services that only one snapshot has are reported by what they run. */
function outcomeOf(
  answer: RenderedAnswer | undefined,
  own: readonly RandomFunction[],
  other: readonly RandomFunction[],
): string | undefined {
  const known = new Set(other.map(({ id }) => id));
  return own
    .filter(({ id, tag }) => tag !== undefined && !known.has(id))
    .reduce(
      (text, { id, tag }) => text?.replaceAll(`"${id.replace('/', '-')}.faas-`, `"app ${tag ?? ''}.faas-`),
      answer?.outcome,
    );
}

function sourcesOf(catalog: readonly RandomFunction[]): Sources {
  return { files: catalogFiles(catalog), environments: ENVIRONMENTS };
}

interface Sent {
  readonly count: number;
  /** Requests whose outcomes differ. */
  readonly differing: number;
  /** Requests whose outcomes differ though no change says so, or are the same to the letter though one does. */
  readonly wrong: readonly string[];
}

/** Sends requests to both snapshots, and holds what becomes of them against what is said. */
function sendAll(
  { base, head }: RandomChange,
  rendered: RenderedReview,
  parts: readonly RequestPart[],
): Sent {
  const said = new Set(
    rendered.review.requests.changes.flatMap(({ before, after, where }) =>
      where.map((place) => pairKey(clusterOf(place), place.host, before, after)),
    ),
  );
  const [old, now] = [renderedRoutes(rendered.base), renderedRoutes(rendered.head)];
  const places = [...old.clusters].flatMap(([cluster, hosts]) => hosts.map((host) => ({ cluster, host })));
  const paths = beginnings([base, head]);
  const wrong: string[] = [];
  let differing = 0;
  for (const { path, tail, method, tenant, place } of parts) {
    const { cluster, host } = places[place % places.length] ?? { cluster: '', host: '' };
    const headers: Record<string, string> = tenant === undefined ? {} : { 'x-tenant': tenant };
    const request = { method, host, path: `${paths[path % paths.length] ?? ''}${tail}`, headers };
    const [before, after] = [old, now].map((side) => side.answer(cluster, request));
    const isAlike = outcomeOf(before, base, head) === outcomeOf(after, head, base);
    if (!isAlike) differing += 1;
    const isSaid = said.has(pairKey(cluster, host, before, after));
    // Which of several functions that are alike was renamed is a guess, so that such a change may be told.
    if (isSaid ? before?.outcome !== after?.outcome : isAlike) continue;
    const tenants = tenant === undefined ? '' : ` of ${tenant}`;
    wrong.push(
      `${method} ${request.path}${tenants}: ${before?.match ?? '404'}, then ${after?.match ?? '404'}`,
    );
  }
  return { count: parts.length, differing, wrong };
}

describe('random edits of random catalogs', () => {
  test('witnesses differ; requests that no change explains resolve alike; and the sides can be swapped', () => {
    const sent = { reviews: 0, requests: 0, differing: 0 };
    fc.assert(
      fc.property(randomChange, fc.noShrink(fc.integer()), (change, seed) => {
        const rendered = renderedReview(sourcesOf(change.base), sourcesOf(change.head));
        fc.pre(rendered !== undefined && rendered.review.requests.undecided.length === 0);
        expect(wrongWitnesses(rendered)).toEqual([]);
        const { count, differing, wrong } = sendAll(
          change,
          rendered,
          fc.sample(requestPart, { seed, numRuns: REQUESTS }),
        );
        expect(wrong).toEqual([]);
        sent.reviews += 1;
        sent.requests += count;
        sent.differing += differing;
        const swapped = reviewFolders(dirname(rendered.base), 'head', 'base');
        expect(saidOf(swapped, true)).toEqual(saidOf(rendered.review, false));
      }),
      { numRuns: RUNS },
    );
    expect(sent.reviews).toBeGreaterThanOrEqual(RUNS);
    expect(sent.requests).toBeGreaterThanOrEqual(RUNS * REQUESTS);
    // Without requests that do differ, the others would show little.
    expect(sent.differing).toBeGreaterThan(RUNS);
  });

  test('a side against itself is empty, though every file has other bytes', () => {
    fc.assert(
      fc.property(randomCatalog, (catalog) => {
        const rendered = renderedReview(sourcesOf(catalog), sourcesOf(catalog));
        fc.pre(rendered !== undefined);
        const other = join(dirname(rendered.base), 'other');
        cpSync(rendered.base, other, { recursive: true });
        for (const entry of readdirSync(other, { recursive: true, withFileTypes: true })) {
          const file = join(entry.parentPath, entry.name);
          if (entry.isFile()) writeFileSync(file, `# Of the other side.\n${readFileSync(file, 'utf8')}`);
        }
        const review = reviewFolders(dirname(other), 'base', 'other');
        expect([isDifferent(review), review.risks, review.requests.compared.alike]).toEqual([false, [], 0]);
        expect(review.rollouts.filter(({ safety }) => safety !== 'any')).toEqual([]);
      }),
      { numRuns: Math.ceil(RUNS / 4) },
    );
  });
});

function pairKey(
  cluster: string,
  host: string,
  ...answers: readonly ({ readonly function: string | undefined; readonly match: string } | undefined)[]
): string {
  const [before, after] = answers.map((answer) => `${answer?.function ?? ''} ${answer?.match ?? '404'}`);
  return [cluster, host, before, after].join('\n');
}
