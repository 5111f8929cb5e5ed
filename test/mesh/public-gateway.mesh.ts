import { findBinaries } from './binaries';
import { startMesh, type Mesh } from './mesh';

const binaries = findBinaries();
const present = 'missing' in binaries ? undefined : binaries;

const LOCAL = 'knative-serving/knative-local-gateway';
const PUBLIC = 'knative-serving/knative-ingress-gateway';
const HOST = 'faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local';

/** A host that a policy of istio-system refuses: where it is refused, Envoy has what was loaded. */
const CANARY = 'canary.kfaas.test';

if (present === undefined) {
  const { missing } = binaries as { readonly missing: readonly string[] };
  process.stderr.write(`SKIPPED: the Gateway of public hosts; missing: ${missing.join(', ')}\n`);
}

(present === undefined ? describe.skip : describe)('the Gateway of public hosts', () => {
  let mesh: Mesh;
  beforeAll(async () => {
    if (present !== undefined) mesh = await startMesh(present, [LOCAL, PUBLIC]);
  }, 120_000);
  afterAll(() => mesh.stop());

  const statusOf = async (gateway: string, host = HOST) =>
    (await mesh.send(gateway, { method: 'GET', path: '/faas/api/a', host })).status;

  /** Loads objects, and waits until Envoy keeps to the policies among them. */
  async function load(gateways: readonly string[], policies: readonly object[]): Promise<void> {
    await mesh.load([
      route('function', HOST, gateways),
      route('canary', CANARY, [LOCAL]),
      canary(),
      ...policies,
    ]);
    for (let tries = 0; tries < 500 && (await statusOf(LOCAL, CANARY)) !== 403; tries += 1) {
      await new Promise((done) => setTimeout(done, 20));
    }
    expect(await statusOf(LOCAL, CANARY)).toBe(403);
  }

  const statuses = async () => [await statusOf(LOCAL), await statusOf(PUBLIC)];

  test('a function that is bound to it is reached there by the name of the gateway host', async () => {
    await load([LOCAL, PUBLIC], []);
    expect(await statuses()).toEqual([200, 200]);
    await load([LOCAL], []);
    expect(await statuses()).toEqual([200, 404]);
  }, 60_000);

  test.each(['kfaas-system', 'faas-prod'])(
    'no policy of %s closes it',
    async (namespace) => {
      const selector = { matchLabels: { istio: 'ingressgateway' } };
      const everything = { action: 'DENY', rules: [{}] };
      await load(
        [LOCAL, PUBLIC],
        [
          policy('all', namespace, everything),
          policy('selected', namespace, { selector, ...everything }),
          policy('needs-token', namespace, {
            selector,
            action: 'DENY',
            rules: [{ from: [{ source: { notRequestPrincipals: ['*'] } }] }],
          }),
          authentication(namespace, selector),
        ],
      );
      expect(await statuses()).toEqual([200, 200]);
    },
    60_000,
  );

  test('one of istio-system does, on the ports of its pods alone', async () => {
    await load([LOCAL, PUBLIC], [closing(mesh.portOf(PUBLIC))]);
    expect(await statuses()).toEqual([200, 403]);
    const spellings = [`${HOST}:80`, HOST.toUpperCase(), `${HOST}:8080`];
    expect(await Promise.all(spellings.map((host) => statusOf(PUBLIC, host)))).toEqual([403, 403, 403]);
    expect(await statusOf(LOCAL, `${HOST}:80`)).toBe(200);
  }, 60_000);
});

function route(name: string, host: string, gateways: readonly string[]): object {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'kfaas-system' },
    spec: { hosts: [host], gateways, http: [{ directResponse: { status: 200 } }] },
  };
}

function policy(name: string, namespace: string, spec: object): object {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name, namespace },
    spec,
  };
}

function canary(): object {
  return policy('canary', 'istio-system', {
    action: 'DENY',
    rules: [{ to: [{ operation: { hosts: [CANARY] } }] }],
  });
}

function authentication(namespace: string, selector: object): object {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'RequestAuthentication',
    metadata: { name: 'tokens', namespace },
    spec: { selector, jwtRules: [{ issuer: 'https://issuer.example.com', jwks: '{"keys":[]}' }] },
  };
}

/** The policy that docs/environments.md shows. */
function closing(port: number): object {
  // A wildcard is at one end of a host alone.
  const hosts = [HOST, `${HOST}:*`];
  return policy('no-gateway-hosts', 'istio-system', {
    selector: { matchLabels: { istio: 'ingressgateway' } },
    action: 'DENY',
    rules: [{ to: [{ operation: { hosts, ports: [String(port)] } }] }],
  });
}
