import fc from 'fast-check';
import { routingRulesOf, ROUTING_RULES_RANGE } from '../../platform';
import { referenceTo, requestRouter, routeTables } from '../../routing';
import { byRunLength } from '../properties/run-length';
import { findBinaries } from './binaries';
import { HTTPS_REQUESTS, httpsMeshes } from './https-meshes';
import { startMesh, type Mesh } from './mesh';
import { NO_LISTENER, placed, REDIRECT, settledAnswer, unusedPorts } from './placed-mesh';
import { startSecretServer, type SecretServer } from './secret-server';
import { tellingObjects } from './telling-objects';

const binaries = findBinaries();
const present = 'missing' in binaries ? undefined : binaries;
const found = routingRulesOf(ROUTING_RULES_RANGE.newest);
if (found === undefined) throw new Error('no rules');
const RULES = found;

/** Random meshes, so many at once in one istiod: each has namespaces and ports of its own. */
const MESHES = byRunLength({ quick: 400, long: 400 });
const AT_ONCE = 100;

if (present === undefined) {
  const { missing } = binaries as { readonly missing: readonly string[] };
  process.stderr.write(`SKIPPED: ${MESHES} meshes of HTTPS servers; missing: ${missing.join(', ')}\n`);
}

interface Placed {
  readonly portOf: ReadonlyMap<number, number>;
  readonly objects: readonly object[];
}

(present === undefined ? describe.skip : describe)('HTTPS servers on one Envoy', () => {
  let mesh: Mesh;
  let secrets: SecretServer | undefined;
  beforeAll(async () => {
    if (present === undefined) return;
    secrets = await startSecretServer();
    mesh = await startMesh(present, ['istio-system/marker'], { secretsPort: secrets.port });
  }, 120_000);
  afterAll(() => {
    mesh.stop();
    secrets?.stop();
  });

  test(
    'each request whose server name is its host is answered as the engine says',
    async () => {
      // Of servers that Istio refuses beside each other, the engine says nothing.
      const drawn = fc
        .sample(httpsMeshes(), { numRuns: MESHES * 8, seed: 1 })
        .filter((one) => routeTables([...one.gateways, ...one.virtualServices], RULES).refusing.size === 0)
        .slice(0, MESHES);
      expect(drawn.length).toBe(MESHES);
      const used = new Set<number>();
      let answered = 0;
      for (let start = 0; start < drawn.length; start += AT_ONCE) {
        const batch = drawn.slice(start, start + AT_ONCE);
        const ports = await unusedPorts(batch.length * 3, used);
        const here = batch.map((one, at): Placed => {
          const portOf = new Map([80, 443, 8443].map((port, nth) => [port, ports[3 * at + nth] ?? 0]));
          return { portOf, objects: placed(one, `h${start + at}`, portOf) };
        });
        await mesh.load(
          here.flatMap(({ objects }) => {
            const isGateway = (object: object) => 'kind' in object && object.kind === 'Gateway';
            return [
              ...objects.filter(isGateway),
              ...tellingObjects(objects.filter((object) => !isGateway(object))),
            ];
          }),
        );
        const counts = await Promise.all(here.map(compare));
        answered += counts.reduce((sum, count) => sum + count, 0);
      }
      expect(answered).toBeGreaterThan(MESHES * 3);
    },
    10 * 60_000,
  );

  /** Sends all requests to one mesh. Returns how many were answered by a VirtualService over TLS. */
  async function compare({ portOf, objects }: Placed): Promise<number> {
    const router = requestRouter(routeTables(objects, RULES).tables, RULES);
    let answered = 0;
    const asked = HTTPS_REQUESTS.map((request) => {
      const port = portOf.get(request.port) ?? 0;
      // All Gateways are of one workload: those that a request reaches share its answer.
      const says = router.ways({ ...request, port }).map((way) => {
        const route = way.list.routes[way.matches[0] ?? -1];
        const reference = route && referenceTo(way.list, route);
        return reference && `${reference.virtualService} ${reference.rule}`;
      });
      return { port, request, says };
    });
    // Answers come first: then all listeners are there.
    for (const { port, request, says } of asked.toSorted((a, b) => b.says.length - a.says.length)) {
      const isTls = request.port !== 80;
      const expected = new Set(says.length === 0 ? [undefined] : says);
      const isExpected = (answer: string | undefined) =>
        !isTls && answer === REDIRECT
          ? redirects(objects, port, request.host)
          : expected.size === 1 && expected.has(answer === NO_LISTENER ? undefined : answer);
      const sent = { ...request, ...(isTls && { serverName: request.host }) };
      const answer = await settledAnswer(port, sent, isExpected);
      if (!isExpected(answer))
        throw new Error(JSON.stringify({ request, says, answer, objects }, undefined, 1));
      if (isTls && answer !== undefined && answer !== NO_LISTENER) answered += 1;
    }
    return answered;
  }
});

/** Whether a server on a port has a host and redirects. */
function redirects(objects: readonly object[], port: number, host: string): boolean {
  return objects.some((object) => {
    const { kind, spec } = object as {
      readonly kind: string;
      readonly spec: { readonly servers: readonly Server[] };
    };
    return (
      kind === 'Gateway' &&
      spec.servers.some(
        ({ port: { number }, tls, hosts }) =>
          number === port &&
          tls?.httpsRedirect === true &&
          hosts.some((one) => takes(one.replace(/^.*\//, ''), host)),
      )
    );
  });
}

function takes(domain: string, host: string): boolean {
  return domain.startsWith('*') ? host.endsWith(domain.slice(1)) : domain === host;
}

interface Server {
  readonly port: { readonly number: number };
  readonly hosts: readonly string[];
  readonly tls?: { readonly httpsRedirect?: boolean };
}
