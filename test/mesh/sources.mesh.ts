import fc from 'fast-check';
import { routingRulesOf, ROUTING_RULES_RANGE } from '../../platform';
import { referenceTo, requestRouter, routeTables } from '../../routing';
import { byRunLength } from '../properties/run-length';
import { ownOf, SOURCE_PATHS, sourceMeshes, type Proxy } from '../routing/source-builders';
import { findBinaries } from './binaries';
import { GATEWAY_LABELS } from './envoy-bootstrap';
import { startMesh, type Mesh } from './mesh';
import { tellingObjects } from './telling-objects';

const binaries = findBinaries();
const present = 'missing' in binaries ? undefined : binaries;
const found = routingRulesOf(ROUTING_RULES_RANGE.newest);
if (found === undefined) throw new Error('no rules');
const RULES = found;

const GATEWAY = 'istio-system/sources';
const MESHES = byRunLength({ quick: 200, long: 1000 });

if (present === undefined) {
  const { missing } = binaries as { readonly missing: readonly string[] };
  process.stderr.write(`SKIPPED: ${MESHES} meshes with source labels; missing: ${missing.join(', ')}\n`);
}

/** Pods of one Gateway with different labels, of which manifests do not tell which one it is. */
const PODS = [{}, { app: 'web' }, { app: 'api', tier: '1' }] as const;

(present === undefined ? describe.skip : describe).each(PODS)('a Pod of a Gateway with %j', (labels) => {
  const proxy: Proxy = { namespace: 'istio-system', labels: { ...labels, ...GATEWAY_LABELS } };
  let mesh: Mesh;
  beforeAll(async () => {
    if (present !== undefined) mesh = await startMesh(present, [GATEWAY], { labels });
  }, 120_000);
  afterAll(() => mesh.stop());

  test(
    'answers as the table for its labels and its namespace says',
    async () => {
      const drawn = fc.sample(sourceMeshes([GATEWAY], [['h.example']]), { numRuns: MESHES, seed: 1 });
      const meshes = drawn.map((objects, at) => placed(objects, at));
      await mesh.load(tellingObjects(meshes.flat()));
      const answered = new Set<string>();
      for (const [at, objects] of meshes.entries()) {
        const router = requestRouter(routeTables(objects, RULES).tables, RULES);
        for (const path of SOURCE_PATHS) {
          const request = { method: 'GET', host: `h${at}.example`, path, headers: {} };
          const way = ownOf(proxy, router.ways(request), ({ table }) => table);
          const route = way?.list.routes[way.matches[0] ?? -1];
          const reference = way && route && referenceTo(way.list, route);
          const expected = reference && `${reference.virtualService} ${reference.rule}`;
          const { status, body } = await mesh.send(GATEWAY, request);
          const answer = status === 404 ? undefined : body;
          expect({ request, objects, answer }).toEqual({ request, objects, answer: expected });
          answered.add(way?.table.gateway ?? '');
        }
      }
      expect(answered.size).toBeGreaterThan(2);
    },
    10 * 60_000,
  );
});

/** A mesh with a host of its own; the namespace `t` of sources is that of the Pod. */
function placed(objects: readonly object[], at: number): object[] {
  const text = JSON.stringify(objects)
    .replaceAll('h.example', `h${at}.example`)
    .replaceAll('"sourceNamespace":"t"', '"sourceNamespace":"istio-system"')
    .replace(/"name":"(v\d)"/g, `"name":"m${at}-$1"`);
  return JSON.parse(text) as object[];
}
