import fc from 'fast-check';
import type { Server } from 'node:net';
import { routingRulesOf, ROUTING_RULES_RANGE } from '../../platform';
import { checkTables, routeTables } from '../../routing';
import { byRunLength } from '../properties/run-length';
import { aged, permutations } from '../routing/creation-orders';
import {
  ADDRESSES,
  CLIENT,
  meshConnections,
  SERVER_NAMES,
  SERVICE,
  type PlainConnecting,
} from '../routing/mesh-connection-builders';
import { meshObjects, tableOfClient } from '../routing/mesh-connection-tables';
import { naiveSidecar, REFUSED, TO_SERVICE } from '../routing/naive-sidecar';
import { findBinaries } from './binaries';
import { freePorts } from './free-ports';
import { startMesh, type Mesh } from './mesh';
import { answerTo, clientHello, startNamedBackend } from './raw-connection';
import { settled } from './settled';

const binaries = findBinaries();
const present = 'missing' in binaries ? undefined : binaries;
const found = routingRulesOf(ROUTING_RULES_RANGE.newest);
if (found === undefined) throw new Error('no rules');
const RULES = found;

/** Random VirtualServices on one service of the mesh, in every order of creation. */
const TABLES = byRunLength({ quick: 150, long: 300 });

if (present === undefined) {
  const { missing } = binaries as { readonly missing: readonly string[] };
  process.stderr.write(`SKIPPED: ${TABLES} services in the mesh; missing: ${missing.join(', ')}\n`);
}

/** One order of creation, for one address of the service. */
interface Copy {
  readonly port: number;
  readonly address: string;
  readonly order: readonly PlainConnecting[];
}

const destination = (name: string, port: number) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'ServiceEntry',
  metadata: { name, namespace: 'kfaas-test' },
  spec: {
    hosts: [`${name}.test`],
    addresses: [`127.76.0.${name.charCodeAt(0)}`],
    ports: [{ number: 9000, name: 'tcp', protocol: 'TCP' }],
    resolution: 'STATIC',
    endpoints: [{ address: '127.0.0.1', ports: { tcp: port } }],
  },
});

/** The objects of a copy, which have names and a service of their own. */
function objectsOf({ port, address, order }: Copy, protocol: string, at: number, backend: number): object[] {
  const service = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name: `s${at}`, namespace: 'kfaas-test' },
    spec: {
      hosts: [SERVICE],
      addresses: [address],
      ports: [{ number: port, name: 'port', protocol }],
      resolution: 'STATIC',
      endpoints: [{ address: '127.0.0.1', ports: { port: backend } }],
    },
  };
  const routed = aged(order).map((one) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    ...one,
  }));
  const text = JSON.stringify([service, ...routed])
    .replaceAll(SERVICE, `s${at}.service.test`)
    .replace(/"name":"v/g, `"name":"s${at}-v`)
    .replace(/"host":"([pq])\.test"/g, '"host":"$1.test","port":{"number":9000}');
  return JSON.parse(text) as object[];
}

(present === undefined ? describe.skip : describe).each(['TCP', 'TLS'])(
  'a sidecar with %s routes',
  (protocol) => {
    let mesh: Mesh;
    const backends: Server[] = [];
    beforeAll(async () => {
      const options = { clientNamespace: CLIENT.namespace, labels: CLIENT.labels };
      if (present !== undefined) mesh = await startMesh(present, ['mesh'], options);
    }, 120_000);
    afterAll(() => {
      mesh.stop();
      for (const server of backends) server.close();
    });

    test(
      'leads connections as the verdict says',
      async () => {
        const ports = await Promise.all(
          ['p', 'q', TO_SERVICE].map(async (name) => {
            const { port, server } = await startNamedBackend(name);
            backends.push(server);
            return port;
          }),
        );
        const [p = 0, q = 0, own = 0] = ports;
        const hellos = await Promise.all(
          SERVER_NAMES.map(async (name) => ({
            name,
            bytes: protocol === 'TLS' ? await clientHello(name) : 'hello',
          })),
        );
        const sent = protocol === 'TLS' ? hellos : hellos.slice(0, 1);
        const drawn = fc.sample(meshConnections(protocol === 'TLS'), { numRuns: TABLES, seed: 1 });
        const places = drawn.flatMap((one) =>
          permutations(one).flatMap((order) => ADDRESSES.map((address) => ({ one, order, address }))),
        );
        const free = await freePorts(places.length);
        const copies = places.map((place, at) => ({ ...place, at, port: free[at] ?? 0 }));
        const objects = copies.flatMap((copy) => objectsOf(copy, protocol, copy.at, own));
        const destinations = [destination('p', p), destination('q', q)];
        // Services come last: where Envoy refuses a listener, it keeps the one that it had before.
        await mesh.load([...destinations, ...objects.filter((object) => !isService(object))]);
        await mesh.load([...destinations, ...objects]);
        const verdicts = new Set<string>();
        for (const one of drawn) {
          const { tables } = checkTables(routeTables(meshObjects(aged(one), protocol, 443), RULES), RULES);
          const verdict = tableOfClient(tables)?.orderIndependent ?? 'proved';
          const mine = copies.filter((copy) => copy.one === one);
          const answers: (readonly (string | undefined)[])[] = [];
          for (const copy of mine) {
            const ask = naiveSidecar(copy.order);
            const expected = sent.map(({ name }) => ask(copy.address, name)?.replace('.test', ''));
            const given = await settled(
              () => Promise.all(sent.map(({ bytes }) => answerTo(copy.port, bytes, copy.address, REFUSED))),
              (all) => JSON.stringify(all) === JSON.stringify(expected),
            );
            expect({ one, copy, given }).toEqual({ one, copy, given: expected });
            answers.push(given);
          }
          const byAddress = ADDRESSES.map((address) =>
            answers.filter((_, at) => mine[at]?.address === address),
          );
          const isSame = byAddress.every(
            (all) => new Set(all.map((each) => JSON.stringify(each))).size === 1,
          );
          const isRefused = answers.flat().includes(REFUSED);
          expect({ one, verdict }).toEqual({ one, verdict: isSame && !isRefused ? 'proved' : 'broken' });
          verdicts.add(`${verdict} ${isSame}`);
        }
        expect([...verdicts].sort()).toEqual(['broken false', 'broken true', 'proved true']);
      },
      10 * 60_000,
    );
  },
);

const isService = (object: object) => (object as { readonly kind: string }).kind === 'ServiceEntry';
