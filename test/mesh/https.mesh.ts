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

/** Random meshes of each kind, so many at once in one istiod: each has namespaces and ports of its own. */
const MESHES = byRunLength({ quick: 400, long: 400 });
const AT_ONCE = 100;

if (present === undefined) {
  const { missing } = binaries as { readonly missing: readonly string[] };
  process.stderr.write(`SKIPPED: ${MESHES} meshes of HTTPS servers; missing: ${missing.join(', ')}\n`);
}

interface Answered {
  readonly routed: number;
  readonly redirected: number;
}

interface Placed {
  readonly portOf: ReadonlyMap<number, number>;
  readonly objects: readonly object[];
}

/** What is drawn: mostly HTTPS servers, or plain ones; whether Envoy trusts a proxy in front of it; the least answers that are expected. */
const KINDS = [
  { name: 'HTTPS servers', ports: [443, 443, 8443, 80], trustedProxies: 0, routed: 3, redirected: 0.5 },
  { name: 'servers that redirect', ports: [80, 80, 80, 443], trustedProxies: 0, routed: 3, redirected: 3 },
  {
    name: 'those behind a trusted proxy',
    ports: [80, 80, 80, 443],
    trustedProxies: 1,
    routed: 3,
    redirected: 3,
  },
];

(present === undefined ? describe.skip : describe).each(KINDS)('$name on one Envoy', (kind) => {
  const rules = { ...RULES, trustsForwardedProto: kind.trustedProxies > 0 };
  let mesh: Mesh;
  let secrets: SecretServer | undefined;
  beforeAll(async () => {
    if (present === undefined) return;
    secrets = await startSecretServer();
    mesh = await startMesh(present, ['istio-system/marker'], {
      secretsPort: secrets.port,
      trustedProxies: kind.trustedProxies,
    });
  }, 120_000);
  afterAll(() => {
    mesh.stop();
    secrets?.stop();
  });

  test(
    'each request is answered as the engine says, also for the server name of another host',
    async () => {
      // Of servers that Istio refuses beside each other, the engine says nothing.
      const drawn = fc
        .sample(httpsMeshes(kind.ports), { numRuns: MESHES * 8, seed: 1 })
        .filter((one) => routeTables([...one.gateways, ...one.virtualServices], rules).refusing.size === 0)
        .slice(0, MESHES);
      expect(drawn.length).toBe(MESHES);
      const used = new Set<number>();
      const answered = { routed: 0, redirected: 0 };
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
        for (const { routed, redirected } of counts) {
          answered.routed += routed;
          answered.redirected += redirected;
        }
      }
      expect(answered.routed).toBeGreaterThan(MESHES * kind.routed);
      expect(answered.redirected).toBeGreaterThan(MESHES * kind.redirected);
    },
    10 * 60_000,
  );

  /** Sends all requests to one mesh. Returns how many were answered by a VirtualService, and how many were redirected. */
  async function compare({ portOf, objects }: Placed): Promise<Answered> {
    const router = requestRouter(routeTables(objects, rules).tables, rules);
    const answered = { routed: 0, redirected: 0 };
    const asked = HTTPS_REQUESTS.map((request) => {
      const port = portOf.get(request.port) ?? 0;
      // All Gateways are of one workload: those that a request reaches share its answer.
      const says = router.ways({ ...request, port }).map((way) => {
        const route = way.list.routes[way.matches[0] ?? -1];
        if (route?.redirector !== undefined) return REDIRECT;
        const reference = route && referenceTo(way.list, route);
        return reference && `${reference.virtualService} ${reference.rule}`;
      });
      return { port, request, says };
    });
    // Answers come first: then all listeners are there.
    for (const { port, request, says } of asked.toSorted((a, b) => b.says.length - a.says.length)) {
      const expected = new Set(says.length === 0 ? [undefined] : says);
      const isExpected = (answer: string | undefined) =>
        expected.size === 1 && expected.has(answer === NO_LISTENER ? undefined : answer);
      const answer = await settledAnswer(port, request, isExpected);
      if (!isExpected(answer))
        throw new Error(JSON.stringify({ request, says, answer, objects }, undefined, 1));
      if (answer === REDIRECT) answered.redirected += 1;
      else if (answer !== undefined && answer !== NO_LISTENER) answered.routed += 1;
    }
    return answered;
  }
});
