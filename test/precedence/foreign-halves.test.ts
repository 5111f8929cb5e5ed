import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { checkManifests } from '../../app/check-manifests';
import type { Finding } from '../../findings';
import { check, synth } from '../../main';
import { routingRulesOf } from '../../platform';
import { dump, HOST, inputsOf } from '../fixtures/foreign-routes';
import { projectFolder } from '../fixtures/project-folder';
import { byRunLength } from '../properties/run-length';
import { catalogFiles, randomCatalog, type RandomFunction } from '../pull-requests/random-catalog';
import { naiveMatches, type NaiveRequest } from '../routing/naive-evaluator';
import { requestOfWitness } from '../routing/witness-request';

const RUNS = byRunLength({ quick: 12, long: 100 });

const ISTIO = '1.29.2';
const RULES = routingRulesOf(ISTIO);
const GATEWAY = 'knative-serving/knative-local-gateway';

/** A VirtualService, as far as these tests look into it. */
interface VirtualService {
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly spec: { readonly http: readonly { readonly match?: unknown }[] };
}

/** A catalog, of which some functions are not taken over yet. */
const halves = fc
  .tuple(randomCatalog, fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), fc.boolean())
  .map(([catalog, isTheirs, isMeeting]) => {
    const ours = catalog.filter((_, index) => isTheirs[index] !== true);
    const theirs = catalog.filter((_, index) => isTheirs[index] === true);
    // Random functions seldom meet.
    const shared = isMeeting ? (ours[0]?.routes ?? []) : [];
    return { ours, theirs: theirs.map((one) => ({ ...one, routes: [...one.routes, ...shared] })) };
  })
  .filter(({ ours, theirs }) => ours.length > 0 && theirs.length > 0);

function projectOf(catalog: readonly RandomFunction[]): string {
  const files = Object.entries(catalogFiles(catalog)).map(([id, text]) => [`functions/${id}`, text] as const);
  return projectFolder(Object.fromEntries(files)).path;
}

/** Renders a catalog by itself; undefined where it is refused. */
function rendered(path: string): readonly VirtualService[] | undefined {
  const { change } = synth({ ...inputsOf(path), foreign: undefined, output: join(path, 'dist') });
  if (change === undefined) return undefined;
  const folder = join(path, 'dist/test/modern/faas-alpha');
  const objects = readdirSync(folder).flatMap(
    (file) => loadAll(readFileSync(join(folder, file), 'utf8')) as object[],
  );
  return objects.filter((object) => 'kind' in object && object.kind === 'VirtualService') as never;
}

function createdAt(objects: readonly VirtualService[], year: number): readonly VirtualService[] {
  const creationTimestamp = `${year}-01-01T00:00:00Z`;
  return objects.map((object) => ({ ...object, metadata: { ...object.metadata, creationTimestamp } }));
}

/** What happens to a request; the same text for the same. */
function outcomeOf(objects: readonly VirtualService[], request: NaiveRequest): string {
  if (RULES === undefined) throw new Error(`no rules of Istio ${ISTIO}`);
  const [answer] = naiveMatches(objects, RULES, GATEWAY, request);
  const object = objects.find(
    ({ metadata: { namespace, name } }) => `${namespace}/${name}` === answer?.virtualService,
  );
  return JSON.stringify({ ...object?.spec.http[answer?.rule ?? -1], match: undefined });
}

/** Requests that tell all matches of random catalogs apart. */
const REQUESTS: readonly NaiveRequest[] = ['a/x', 'a/y', 'a/z', 'b/x', 'b/y', 'c/x'].flatMap((id) =>
  ['', '/', '/x', '/7', '/v1/', '/v1/list', '/v1/7', '/v2/', '/v2/abc'].flatMap((tail) =>
    ['GET', 'HEAD', 'POST'].flatMap((method) =>
      [{}, { 'x-tenant': 'kjl-1' }, { 'x-tenant': 'kjl-2' }].map((headers) => ({
        method,
        host: HOST,
        path: `/faas/api/${id}${tail}`,
        headers: headers as Readonly<Record<string, string>>,
      })),
    ),
  ),
);

/** The pairs of rules that findings of a code are about, each once: a route of the catalog is one rule, whatever methods it has. */
function pairsOf(findings: readonly Finding[], code: string): readonly string[] {
  const pairs = findings
    .filter((finding) => finding.code === code)
    .map(({ routes = [] }) =>
      routes
        .map(({ virtualService, rule }) => `${virtualService} ${rule}`)
        .sort()
        .join(' '),
    );
  return [...new Set(pairs)].sort();
}

test('a catalog beside the rest of it in foreign/ has the conflicts and the verdict of all VirtualServices together', () => {
  let broken = 0;
  fc.assert(
    fc.property(halves, ({ ours, theirs }) => {
      const [path, other] = [projectOf(ours), projectOf(theirs)];
      const [own, foreign] = [rendered(path), rendered(other)];
      fc.pre(own !== undefined && foreign !== undefined);
      const folder = projectFolder({ 'foreign/test/modern/rest.json': dump(...createdAt(foreign, 2021)) });
      const { findings, tables } = check({ ...inputsOf(path), foreign: join(folder.path, 'foreign') });

      const isDecidedByAge = (request: NaiveRequest) =>
        outcomeOf([...createdAt(own, 2020), ...createdAt(foreign, 2021)], request) !==
        outcomeOf([...createdAt(own, 2022), ...createdAt(foreign, 2021)], request);
      const conflicts = findings.filter(({ code }) => code === 'KF629');
      expect(conflicts.length > 0).toBe(REQUESTS.some(isDecidedByAge));
      for (const { witness } of conflicts) {
        if (witness !== undefined) expect(isDecidedByAge(requestOfWitness(witness, HOST))).toBe(true);
      }

      const whole = projectFolder({ 'all.json': dump(...own, ...foreign) });
      const together = checkManifests([whole.path], ISTIO, { assumeGateways: true });
      const verdicts = together?.tables.map(({ gateway, host, routes, orderIndependent }) => ({
        cluster: 'modern',
        gateway,
        host,
        routes,
        foreign: expect.any(Number) as number,
        orderIndependent,
      }));
      const inOrder = (a: { readonly gateway: string }, b: { readonly gateway: string }) =>
        a.gateway < b.gateway ? -1 : 1;
      expect(tables.filter(({ cluster }) => cluster === 'modern').sort(inOrder)).toEqual(
        verdicts?.sort(inOrder),
      );
      expect(pairsOf(findings, 'KF629')).toEqual(pairsOf(together?.findings ?? [], 'KF601'));
      broken += conflicts.length > 0 ? 1 : 0;
    }),
    { numRuns: RUNS },
  );
  // Neither case is rare.
  expect(broken).toBeGreaterThan(RUNS / 8);
  expect(broken).toBeLessThan((RUNS * 7) / 8);
});
