import { LIVE_RESOURCES, readLive, type LiveCluster, type LiveProblem } from '../../../snapshots/live';
import { apis, askedOf, listOf, PlayedServer, type Played, type Request } from './played-server';

const TARGET = {
  environment: 'prod',
  cluster: 'prod-us',
  system: 'kfaas-system',
  functionNamespaces: ['faas-prod', 'faas-open'],
};

const started: PlayedServer[] = [];
afterEach(() => Promise.all(started.splice(0).map((server) => server.stop())));

/** Reads a server that serves everything and holds nothing, but for what is played. */
async function read(
  play: (request: Request) => Played | undefined,
  versions?: ReadonlyMap<string, string>,
): Promise<{ readonly live: LiveCluster | LiveProblem; readonly requests: readonly Request[] }> {
  const server = new PlayedServer((request) => play(request) ?? usual(request));
  started.push(server);
  const api = await server.open();
  const live = await readLive(TARGET, { server: api, source: 'context prod-us', versions });
  return { live, requests: server.requests };
}

function usual({ path }: Request): Played {
  if (path === '/version') return { body: { gitVersion: 'v1.37.2' } };
  if (path === '/apis') return { body: apis() };
  const asked = askedOf(path);
  return asked === undefined ? { status: 404, body: {} } : { body: listOf(asked.resource.kind, []) };
}

function good(live: LiveCluster | LiveProblem): LiveCluster {
  if ('problem' in live) throw new Error(live.problem);
  return live;
}

const forbidden = (what: string): Played => ({
  status: 403,
  body: { kind: 'Status', message: `${what} is forbidden` },
});

const virtualService = (namespace: string, name: string) => ({ metadata: { namespace, name } });

describe('what is asked', () => {
  test('only GET, and no Secrets', async () => {
    const { requests } = await read(() => undefined);
    expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(requests.filter(({ path }) => path.includes('secrets'))).toEqual([]);
    expect(LIVE_RESOURCES.filter(({ kind, plural }) => `${kind}${plural}`.match(/secret/i))).toEqual([]);
  });

  test('in all namespaces what decides on requests; all else where KFaas and the platform are', async () => {
    const { requests, live } = await read(() => undefined);
    const paths = requests.map(({ path }) => path);
    const of = (plural: string) =>
      paths.filter((path) => path.endsWith(`/${plural}`)).map((path) => path.split('/').slice(-3).join('/'));
    expect(of('virtualservices')).toEqual(['networking.istio.io/v1/virtualservices']);
    expect(of('gateways')).toEqual(['networking.istio.io/v1/gateways']);
    expect(of('networkpolicies')).toEqual([
      'namespaces/kfaas-system/networkpolicies',
      'namespaces/faas-prod/networkpolicies',
      'namespaces/faas-open/networkpolicies',
    ]);
    expect(of('configmaps')).toEqual(['namespaces/kfaas-system/configmaps']);
    expect([...of('deployments')].sort()).toEqual(
      ['cert-manager', 'istio-system', 'kfaas-system', 'knative-serving'].map(
        (namespace) => `namespaces/${namespace}/deployments`,
      ),
    );
    expect(paths.filter((path) => path.endsWith('/services')).map((path) => path.split('/')[1])).toContain(
      'apis',
    );
    expect(good(live)).toMatchObject({ kubernetes: 'v1.37.2', unread: [], objects: [] });
    expect(good(live).kinds.size).toBe(LIVE_RESOURCES.length);
  });

  test('the version that was rendered, not the one that the server prefers', async () => {
    const hpa = 'autoscaling/HorizontalPodAutoscaler';
    const { requests } = await read(() => undefined, new Map([[hpa, 'autoscaling/v2']]));
    expect(
      requests.map(({ path }) => path).filter((path) => path.endsWith('/horizontalpodautoscalers')),
    ).toEqual(['/apis/autoscaling/v2/namespaces/kfaas-system/horizontalpodautoscalers']);
  });

  test('the former group of a kind, where an old server has no other', async () => {
    const { requests } = await read(({ path }) => {
      if (path !== '/apis') return undefined;
      const former = { name: 'extensions', preferredVersion: { groupVersion: 'extensions/v1beta1' } };
      const { groups, ...list } = apis(['networking.k8s.io']) as { groups: readonly object[] };
      return { body: { ...list, groups: [...groups, former] } };
    });
    const ingresses = requests.map(({ path }) => path).filter((path) => path.endsWith('/ingresses'));
    expect(ingresses).toEqual(['/apis/extensions/v1beta1/namespaces/kfaas-system/ingresses']);
  });
});

describe('what cannot be read', () => {
  test('a definition that is missing, by its group or by its kind', async () => {
    const { live } = await read(({ path }) => {
      if (path === '/apis') return { body: apis(['monitoring.coreos.com']) };
      return path.endsWith('/certificates') ? { status: 404, body: 'page not found' } : undefined;
    });
    expect(good(live).unread).toEqual([
      { kind: 'Certificate (cert-manager.io)', reason: 'not-served' },
      { kind: 'PodMonitor (monitoring.coreos.com)', reason: 'not-served' },
      { kind: 'PrometheusRule (monitoring.coreos.com)', reason: 'not-served' },
    ]);
    expect(good(live).kinds).not.toContain('cert-manager.io/Certificate');
    expect(good(live).kinds.size).toBe(LIVE_RESOURCES.length - 3);
  });

  test('all namespaces are refused: those of KFaas are listed', async () => {
    const { live } = await read(({ path }) => {
      if (path === '/apis/networking.istio.io/v1/virtualservices') return forbidden('virtualservices');
      const [, namespace] = /namespaces\/([^/]+)\/virtualservices$/.exec(path) ?? [];
      if (namespace === undefined) return undefined;
      return { body: listOf('VirtualService', [virtualService(namespace, 'a')]) };
    });
    expect(good(live).objects).toEqual(
      ['kfaas-system', 'faas-prod', 'faas-open'].map((namespace) => ({
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        ...virtualService(namespace, 'a'),
      })),
    );
    expect(good(live).unread).toEqual([
      {
        kind: 'VirtualService (networking.istio.io)',
        reason: 'forbidden',
        readIn: 'kfaas-system, faas-prod, faas-open',
      },
    ]);
    expect(good(live).kinds).toContain('networking.istio.io/VirtualService');
  });

  test('one namespace is refused: nothing is said to be missing of the kind', async () => {
    const { live } = await read(({ path }) =>
      path.includes('/faas-open/') && path.endsWith('/roles') ? forbidden('roles') : undefined,
    );
    expect(good(live).unread).toEqual([{ kind: 'Role (rbac.authorization.k8s.io)', reason: 'forbidden' }]);
    expect(good(live).kinds).not.toContain('rbac.authorization.k8s.io/Role');
  });

  test('a namespace of the platform is refused: that is no loss of what KFaas has', async () => {
    const { live } = await read(({ path }) =>
      path.includes('/istio-system/') ? forbidden('deployments') : undefined,
    );
    expect(good(live).unread).toEqual([]);
  });

  test('what has no namespace is refused', async () => {
    const { live } = await read(({ path }) =>
      path === '/api/v1/namespaces' ? forbidden('namespaces') : undefined,
    );
    expect(good(live).unread).toEqual([{ kind: 'Namespace', reason: 'forbidden' }]);
  });

  test.each([
    ['/version', 401, {}, 'the API server does not accept the log-in (401)', 'log in again'],
    ['/apis', 403, { message: 'User "x" cannot get path "/apis"' }, 'User "x" cannot get', 'kfaas-reader'],
    ['/api/v1/namespaces', 401, {}, 'the API server does not accept the log-in (401)', 'log in again'],
    ['/apis', 200, 'Sign in', 'what answers to /apis is no API server', 'whether a proxy asks for a log-in'],
  ])('%s answers %d', async (asked, status, body, problem, help) => {
    const { live } = await read(({ path }) => (path === asked ? { status, body } : undefined));
    expect(live).toEqual({
      environment: 'prod',
      cluster: 'prod-us',
      source: 'context prod-us',
      problem: expect.stringContaining(problem) as string,
      help: expect.stringContaining(help) as string,
    });
  });

  test('another cluster than was asked for', async () => {
    const metadata = { name: 'kfaas-system', annotations: { 'kfaas.io/cluster': 'prod-eu' } };
    const { live } = await read(({ path }) =>
      path === '/api/v1/namespaces' ? { body: listOf('Namespace', [{ metadata }]) } : undefined,
    );
    expect(live).toMatchObject({
      problem: 'it is another cluster: prod-eu',
      help: 'name the context of prod-us; this one is that of prod-eu',
    });
  });
});
