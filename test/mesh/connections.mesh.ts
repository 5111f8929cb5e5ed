import fc from 'fast-check';
import type { Server } from 'node:net';
import { routingRulesOf, ROUTING_RULES_RANGE } from '../../platform';
import { checkTables, routeTables } from '../../routing';
import { findBinaries } from './binaries';
import { GATEWAY_LABELS } from './envoy-bootstrap';
import { freePorts } from './free-ports';
import { startMesh, type Mesh } from './mesh';
import { answerTo, clientHello, startNamedBackend } from './raw-connection';
import { settled } from './settled';

const binaries = findBinaries();
const present = 'missing' in binaries ? undefined : binaries;
const found = routingRulesOf(ROUTING_RULES_RANGE.newest);
if (found === undefined) throw new Error('no rules');
const RULES = found;

/** Random pairs of VirtualServices on one TLS or TCP port, all in one istiod. */
const TABLES = 500;
const NAMES = ['a.com', 'b.com', 'x.net'];

if (present === undefined) {
  const { missing } = binaries as { readonly missing: readonly string[] };
  process.stderr.write(`SKIPPED: ${TABLES} tables of TLS and TCP routes; missing: ${missing.join(', ')}\n`);
}

interface Drawn {
  readonly isTls: boolean;
  readonly routes: readonly (readonly { readonly sniHosts: readonly string[]; readonly to: string }[])[];
}

const drawn = (): fc.Arbitrary<Drawn> => {
  const sniHosts = fc.uniqueArray(fc.constantFrom('a.com', 'b.com', '*.net'), { minLength: 1, maxLength: 2 });
  const route = fc.record({ sniHosts, to: fc.constantFrom('p', 'q') });
  const routes = fc.array(route, { minLength: 1, maxLength: 2 });
  return fc.record({ isTls: fc.boolean(), routes: fc.tuple(routes, routes) });
};

/** The objects of one table, where the VirtualService at an index is the older one. */
function objectsOf({ isTls, routes }: Drawn, name: string, port: number, older: number): readonly object[] {
  const server = {
    port: { number: port, name: 'c', protocol: isTls ? 'TLS' : 'TCP' },
    hosts: ['*'],
    bind: '127.0.0.1',
    ...(isTls && { tls: { mode: 'PASSTHROUGH' } }),
  };
  const gateway = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'gw', namespace: name, creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { selector: GATEWAY_LABELS, servers: [server] },
  };
  const virtualServices = routes.map((own, index) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: {
      name: `v${index}`,
      namespace: name,
      creationTimestamp: `2026-01-01T00:00:0${index === older ? 0 : 1}Z`,
    },
    spec: {
      hosts: ['a.com', 'b.com', '*.net'],
      gateways: [`${name}/gw`],
      [isTls ? 'tls' : 'tcp']: own.map(({ sniHosts, to }) => ({
        match: [isTls ? { port, sniHosts } : { port }],
        route: [{ destination: { host: `${to}.kfaas-test.svc.cluster.local`, port: { number: 9000 } } }],
      })),
    },
  }));
  return [gateway, ...virtualServices];
}

const serviceEntry = (name: string, port: number) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'ServiceEntry',
  metadata: { name, namespace: 'kfaas-test' },
  spec: {
    hosts: [`${name}.kfaas-test.svc.cluster.local`],
    ports: [{ number: 9000, name: 'tcp', protocol: 'TCP' }],
    location: 'MESH_EXTERNAL',
    resolution: 'STATIC',
    endpoints: [{ address: '127.0.0.1', ports: { tcp: port } }],
  },
});

(present === undefined ? describe.skip : describe)('TLS passthrough and TCP routes on one Envoy', () => {
  let mesh: Mesh;
  const backends: Server[] = [];
  beforeAll(async () => {
    if (present !== undefined) mesh = await startMesh(present, ['istio-system/marker']);
  }, 120_000);
  afterAll(() => {
    mesh.stop();
    for (const server of backends) server.close();
  });

  test(
    'a verdict is what both orders of creation show',
    async () => {
      const entries = await Promise.all(
        ['p', 'q'].map(async (name) => {
          const { port, server } = await startNamedBackend(name);
          backends.push(server);
          return serviceEntry(name, port);
        }),
      );
      const hellos = await Promise.all(NAMES.map(clientHello));
      const ports = await freePorts(TABLES * 2);
      const tables = fc.sample(drawn(), { numRuns: TABLES, seed: 1 }).map((one, at) => {
        const orders = [0, 1].map((older) => {
          const port = ports[at * 2 + older] ?? 0;
          return { port, objects: objectsOf(one, `c${at}-${older}`, port, older) };
        });
        return { one, orders };
      });
      await mesh.load([
        ...entries,
        ...tables.flatMap(({ orders }) => orders.flatMap(({ objects }) => objects)),
      ]);
      const verdicts = new Set<string>();
      for (const { one, orders } of tables) {
        const [first] = orders;
        const { tables: judged } = checkTables(routeTables(first?.objects ?? [], RULES), RULES);
        const isBroken = judged.some(({ orderIndependent }) => orderIndependent === 'broken');
        const sent = one.isTls ? hellos : ['hello'];
        const answers = await settledAnswers(orders, sent, isBroken);
        expect({ one, answers, isBroken }).toEqual({ one, answers, isBroken: areDifferent(answers) });
        expect(answers.flat()).toContainEqual(expect.stringMatching(/^[pq]$/));
        verdicts.add(`${one.isTls} ${isBroken}`);
      }
      expect([...verdicts].sort()).toEqual(['false false', 'false true', 'true false', 'true true']);
    },
    5 * 60_000,
  );
});

type Answers = readonly (readonly (string | undefined)[])[];

/** Asks in both orders until the answers differ or are the same, as is expected, or stay otherwise. */
function settledAnswers(
  orders: readonly { readonly port: number }[],
  sent: readonly (Buffer | string)[],
  isBroken: boolean,
): Promise<Answers> {
  return settled(
    () => Promise.all(orders.map(({ port }) => Promise.all(sent.map((bytes) => answerTo(port, bytes))))),
    (answers) =>
      areDifferent(answers) === isBroken && answers.every((own) => own.some((one) => one !== undefined)),
  );
}

function areDifferent([first, second]: Answers): boolean {
  return JSON.stringify(first) !== JSON.stringify(second);
}
