import fc from 'fast-check';
import { routingRulesOf, ROUTING_RULES_RANGE } from '../../platform';
import { referenceTo, requestRouter, routeTables } from '../../routing';
import { byRunLength } from '../properties/run-length';
import { ownOf, SOURCE_PATHS, sourceMeshes, type Proxy } from '../routing/source-builders';
import { findBinaries } from './binaries';
import { GATEWAY_LABELS } from './envoy-bootstrap';
import { startMesh, type Mesh } from './mesh';
import { NO_UPSTREAM, settledAnswer } from './placed-mesh';
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

const POD_PROXIES = PODS.map((labels) => ({
  gateway: GATEWAY,
  own: labels,
  proxy: { namespace: 'istio-system', labels: { ...labels, ...GATEWAY_LABELS } } satisfies Proxy,
}));

/** Clients of different kinds, of whose sidecars each is asked. */
const CLIENTS: readonly Proxy[] = [
  { namespace: 'istio-system', labels: {} },
  { namespace: 'u', labels: { app: 'web', tier: '1' } },
];
const CLIENT_PROXIES = CLIENTS.map((proxy) => ({ gateway: 'mesh', own: proxy.labels, proxy }));

const ALL = [...POD_PROXIES, ...CLIENT_PROXIES];

(present === undefined ? describe.skip : describe).each(ALL)(
  '$gateway: $proxy',
  ({ gateway, own, proxy }) => {
    const isSidecar = gateway === 'mesh';
    let mesh: Mesh;
    beforeAll(async () => {
      const options = { labels: own, ...(isSidecar && { clientNamespace: proxy.namespace }) };
      if (present !== undefined) mesh = await startMesh(present, [gateway], options);
    }, 120_000);
    afterAll(() => mesh.stop());

    test(
      'answers as the table for its labels and its namespace says',
      async () => {
        const gateways = isSidecar ? null : [gateway];
        const drawn = fc.sample(sourceMeshes(gateways), { numRuns: MESHES, seed: 1 });
        const meshes = drawn.map((objects, at) => placed(objects, at));
        const services = isSidecar
          ? meshes.map((_, at) => service(`h.m${at}.example`, mesh.portOf(gateway)))
          : [];
        await mesh.load([...services, ...tellingObjects(meshes.flat())]);
        const answered = new Set<string>();
        for (const [at, objects] of meshes.entries()) {
          const router = requestRouter(routeTables(objects, RULES).tables, RULES);
          for (const path of SOURCE_PATHS) {
            const request = { method: 'GET', host: `h.m${at}.example`, path, headers: {} };
            const way = ownOf(proxy, router.ways(request), ({ table }) => table);
            const route = way?.list.routes[way.matches[0] ?? -1];
            const reference = way && route && referenceTo(way.list, route);
            // Where no VirtualService has routes for a client, the service itself answers: it has nobody who does.
            const isService = isSidecar && (way?.list.routes.length ?? 0) === 0;
            const none = isService ? NO_UPSTREAM : undefined;
            const expected = reference ? `${reference.virtualService} ${reference.rule}` : none;
            const answer = await settledAnswer(mesh.portOf(gateway), request, (one) => one === expected);
            expect({ request, objects, answer }).toEqual({ request, objects, answer: expected });
            answered.add(way?.table.gateway ?? '');
          }
        }
        expect(answered.size).toBeGreaterThan(1);
      },
      10 * 60_000,
    );
  },
);

/** A service of the mesh whose requests a sidecar takes. */
const service = (host: string, number: number) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'ServiceEntry',
  metadata: { name: host, namespace: 'kfaas-test' },
  spec: { hosts: [host], ports: [{ number, name: 'http', protocol: 'HTTP' }], resolution: 'NONE' },
});

/** A mesh with a host of its own; the namespace `t` of sources is that of the Pod. */
function placed(objects: readonly object[], at: number): object[] {
  const text = JSON.stringify(objects)
    .replaceAll('.example"', `.m${at}.example"`)
    .replaceAll('"sourceNamespace":"t"', '"sourceNamespace":"istio-system"')
    .replace(/"name":"(v\d)"/g, `"name":"m${at}-$1"`);
  return JSON.parse(text) as object[];
}
