import fc from 'fast-check';
import { isMapping } from '../../base';
import { routingRulesOf, ROUTING_RULES_RANGE } from '../../platform';
import { referenceTo, requestRouter, routeTables } from '../../routing';
import { byRunLength } from '../properties/run-length';
import { ENTRIES, meshes } from '../routing/gateway-builders';
import { findBinaries } from './binaries';
import { GATEWAY_LABELS } from './envoy-bootstrap';
import { freePorts } from './free-ports';
import { startMesh, type Mesh } from './mesh';
import { sendRaw } from './raw-request';
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

type Drawn = ReturnType<typeof meshes> extends fc.Arbitrary<infer T> ? T : never;

/** A mesh in namespaces `<name>-…`, with ports of this machine for 80 and 8080. */
function placed(
  { gateways, virtualServices }: Drawn,
  name: string,
  ports: ReadonlyMap<number, number>,
): object[] {
  return [
    ...gateways.map((gateway) => {
      const servers = gateway.spec.servers.map((server) => ({ ...server, bind: '127.0.0.1' }));
      return { ...gateway, spec: { selector: GATEWAY_LABELS, servers } };
    }),
    ...virtualServices,
  ].map((object) => moved(object) as object);

  /** Names of namespaces are one letter, in front of a slash or alone. */
  function moved(value: unknown, field = ''): unknown {
    if (Array.isArray(value)) return value.map((entry: unknown) => moved(entry, field));
    if (typeof value === 'number') return ports.get(value) ?? value;
    if (typeof value === 'string') {
      if (field === 'namespace') return `${name}-${value}`;
      return field === 'gateways' || field === 'hosts' ? value.replace(/^([a-z])\//, `${name}-$1/`) : value;
    }
    if (!isMapping(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, moved(inner, key)]));
  }
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
          return { name: `m${start + at}`, portOf, objects: placed(one, `m${start + at}`, portOf) };
        });
        await mesh.load(
          meshesHere.flatMap(({ objects }) => [
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
  async function compare({ name, portOf, objects }: Placed): Promise<number> {
    const router = requestRouter(routeTables(objects, RULES).tables, RULES);
    let answered = 0;
    for (const { entry, request } of ENTRIES) {
      const port = portOf.get(request.port) ?? 0;
      const gateway = `${name}-${entry}`;
      if (!isListening(objects, gateway, port)) continue;
      const [way] = router.ways({ ...request, port }, gateway);
      const route = way?.list.routes[way.matches[0] ?? -1];
      const reference = way && route && referenceTo(way.list, route);
      const expected = reference && `${reference.virtualService} ${reference.rule}`;
      const answer = await settledAnswer(port, request, expected);
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
  readonly objects: readonly object[];
}

/** How long an answer may be another one than expected, in milliseconds: istiod sends what is new in several steps. */
const SETTLING = 10_000;

/** Asks until the answer is the expected one, or stays another. */
async function settledAnswer(
  port: number,
  request: Parameters<typeof sendRaw>[1],
  expected: string | undefined,
): Promise<string | undefined> {
  const end = Date.now() + SETTLING;
  let answer: string | undefined;
  do {
    try {
      const { status, body } = await sendRaw(port, request);
      answer = status === 404 ? undefined : body;
      if (answer === expected) return answer;
    } catch {
      answer = 'no listener';
    }
    await new Promise((done) => setTimeout(done, 50));
  } while (Date.now() < end);
  return answer;
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

/** Ports that no earlier batch had, whose listeners Envoy may still drain. */
async function unusedPorts(count: number, used: Set<number>): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    for (const port of await freePorts(count)) {
      if (used.has(port) || ports.length === count) continue;
      used.add(port);
      ports.push(port);
    }
  }
  return ports;
}
