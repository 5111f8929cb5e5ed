import fc from 'fast-check';
import { routingRulesOf, ROUTING_RULES_RANGE } from '../../platform';
import { referenceTo, requestRouter, routeTables } from '../../routing';
import { byRunLength } from '../properties/run-length';
import { ENTRIES, meshes } from '../routing/gateway-builders';
import { findBinaries } from './binaries';
import { GATEWAY_LABELS } from './envoy-bootstrap';
import { startMesh, type Mesh } from './mesh';
import { placed, settledAnswer, unusedPorts } from './placed-mesh';
import { tellingObjects } from './telling-objects';

const binaries = findBinaries();
const present = 'missing' in binaries ? undefined : binaries;
const found = routingRulesOf(ROUTING_RULES_RANGE.newest);
if (found === undefined) throw new Error('no rules');
const RULES = found;

/** Random meshes, so many at once in one istiod: each has namespaces and ports of its own. */
const MESHES = byRunLength({ quick: 2000, long: 2000 });
const AT_ONCE = 100;

if (present === undefined) {
  const { missing } = binaries as { readonly missing: readonly string[] };
  process.stderr.write(`SKIPPED: ${MESHES} meshes of several Gateways; missing: ${missing.join(', ')}\n`);
}

(present === undefined ? describe.skip : describe)('several Gateways and namespaces on one Envoy', () => {
  let mesh: Mesh;
  beforeAll(async () => {
    if (present !== undefined) mesh = await startMesh(present, ['istio-system/marker']);
  }, 120_000);
  afterAll(() => mesh.stop());

  test(
    'each request to random meshes is answered as the engine says',
    async () => {
      const drawn = fc.sample(meshes(), { numRuns: MESHES, seed: 1 });
      const used = new Set<number>();
      let answered = 0;
      for (let start = 0; start < drawn.length; start += AT_ONCE) {
        const batch = drawn.slice(start, start + AT_ONCE);
        const ports = await unusedPorts(batch.length * 2, used);
        const meshesHere = batch.map((one, at) => {
          const portOf = new Map([
            [80, ports[2 * at] ?? 0],
            [8080, ports[2 * at + 1] ?? 0],
          ]);
          const name = `m${start + at}`;
          return { name, portOf, isMapped: at % 3 === 0, objects: placed(one, name, portOf) };
        });
        await mesh.load(
          meshesHere.flatMap(({ name, portOf, isMapped, objects }) => [
            ...(isMapped ? [podsEntry(name, portOf)] : []),
            ...objects.filter((object) => 'kind' in object && object.kind === 'Gateway'),
            ...tellingObjects(objects.filter((object) => 'kind' in object && object.kind !== 'Gateway')),
          ]),
        );
        const counts = await Promise.all(meshesHere.map(compare));
        answered += counts.reduce((sum, count) => sum + count, 0);
      }
      expect(answered).toBeGreaterThan(MESHES * 5);
    },
    30 * 60_000,
  );

  /** Sends all requests to one mesh. Returns how many were answered by a VirtualService. */
  async function compare({ name, portOf, isMapped, objects }: Placed): Promise<number> {
    const all = isMapped ? [...objects, podsService(portOf)] : objects;
    const router = requestRouter(routeTables(all, RULES).tables, RULES);
    let answered = 0;
    for (const { entry, request } of ENTRIES) {
      const port = portOf.get(request.port) ?? 0;
      const gateway = `${name}-${entry}`;
      if (!isListening(objects, gateway, port)) continue;
      const [way] = router.ways({ ...request, port }, gateway);
      const route = way?.list.routes[way.matches[0] ?? -1];
      const reference = way && route && referenceTo(way.list, route);
      const expected = reference && `${reference.virtualService} ${reference.rule}`;
      const answer = await settledAnswer(
        isMapped ? (portOf.get(8080) ?? 0) : port,
        request,
        (one) => one === expected,
      );
      if (answer !== expected) {
        const asked = { gateway, request, objects };
        expect({ ...asked, answer }).toEqual({ ...asked, answer: expected });
      }
      if (answer !== undefined) answered += 1;
    }
    return answered;
  }
});

interface Placed {
  readonly name: string;
  readonly portOf: ReadonlyMap<number, number>;
  /** Whether a Service of the Pods maps the port that is 80 to the one that is 8080. */
  readonly isMapped: boolean;
  readonly objects: readonly object[];
}

/** A Service that selects the Pods of all Gateways, as the engine reads it. */
function podsService(portOf: ReadonlyMap<number, number>): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'gateway', namespace: 'istio-system' },
    spec: {
      selector: GATEWAY_LABELS,
      ports: [{ name: 'http', port: portOf.get(80), targetPort: portOf.get(8080) }],
    },
  };
}

/** The same for istiod, which has no Kubernetes here: a ServiceEntry with the address of Envoy. */
function podsEntry(name: string, portOf: ReadonlyMap<number, number>): object {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name, namespace: 'istio-system' },
    spec: {
      hosts: [`${name}.gateway.kfaas.test`],
      ports: [{ number: portOf.get(80), targetPort: portOf.get(8080), name: 'http', protocol: 'HTTP' }],
      location: 'MESH_INTERNAL',
      resolution: 'STATIC',
      endpoints: [{ address: '127.0.0.1', labels: GATEWAY_LABELS }],
    },
  };
}

function isListening(objects: readonly object[], name: string, port: number): boolean {
  return objects.some((object) => {
    const { kind, metadata, spec } = object as {
      kind: string;
      metadata: { namespace: string; name: string };
      spec: { servers: readonly { port: { number: number } }[] };
    };
    return (
      kind === 'Gateway' &&
      `${metadata.namespace}/${metadata.name}` === name &&
      spec.servers.some((server) => server.port.number === port)
    );
  });
}
