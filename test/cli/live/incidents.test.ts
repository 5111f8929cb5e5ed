import { join } from 'node:path';
import { renderedCompany } from '../../fixtures/company';
import { appliedCluster, fromServer, writeDump, type LiveObject } from '../../fixtures/live-dump';
import { dumpFile } from '../../fixtures/live-fixture';
import { kfaas } from '../kfaas-command';

const HOST = 'faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local';
const SHOWROOM = 'faas-prod-ns-saas-showroom-ksvc-virtualservice';

let project: string;
let objects: readonly LiveObject[];
beforeAll(() => {
  project = renderedCompany();
  objects = appliedCluster(join(project, 'dist/prod/prod-us'));
}, 120_000);

const isNamed = (kind: string, name: string) => (object: LiveObject) =>
  object.kind === kind && object.metadata.name === name;

/** The cluster with one object replaced. */
function edited(kind: string, name: string, edit: (object: LiveObject) => LiveObject): readonly LiveObject[] {
  expect(objects.filter(isNamed(kind, name))).toHaveLength(1);
  return objects.map((object) => (isNamed(kind, name)(object) ? edit(object) : object));
}

function run(items: readonly LiveObject[], ...words: readonly string[]) {
  return kfaas(project, ...words, '--dump', `prod-us=${writeDump(project, items)}`);
}

const route = (items: readonly LiveObject[], url: string, ...more: readonly string[]) =>
  run(items, 'route', url, '--cluster', 'prod-us', ...more);

/** A VirtualService of another team on the host of functions. */
function foreign(at: string, path: string, host = HOST): LiveObject {
  const spec = {
    hosts: [host],
    gateways: ['knative-serving/knative-local-gateway'],
    http: [
      {
        match: [{ uri: { prefix: path } }],
        route: [{ destination: { host: 'other.other.svc.cluster.local' } }],
      },
    ],
  };
  const metadata = { name: 'takes', namespace: 'other' };
  const object = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata, spec };
  return fromServer(object, { at, manager: 'kubectl-create' });
}

/** A timeout that somebody wrote by hand. */
const handEdited = () =>
  edited('VirtualService', 'faas-prod-ns-saas-price-list-ksvc-virtualservice', (object) => {
    const http = object.spec?.http as readonly object[];
    const spec = { ...object.spec, http: http.map((rule) => ({ ...rule, timeout: '3s' })) };
    return fromServer({ ...object, spec }, { at: '2026-11-21T09:00:00Z', manager: 'kubectl-edit' });
  });

/** A function whose image cannot be pulled. */
const notReady = () =>
  edited('Service', 'saas-showroom', (object) => ({
    ...object,
    status: {
      conditions: [{ type: 'Ready', status: 'False', reason: 'RevisionMissing', message: 'image not found' }],
    },
  }));

describe('a cluster that is as git says', () => {
  test('has no difference, is proved, and is in sync', async () => {
    expect(await run(objects, 'diff', '--cluster', 'prod-us')).toMatchObject({ exit: 0 });
    const checked = await run(objects, 'check');
    expect(checked).toMatchObject({ exit: 0 });
    expect(checked.out).toMatch(/^proved: /);
    expect(await run(objects, 'status')).toMatchObject({
      exit: 0,
      out: 'prod-us       in sync  proved  10 of 10 functions ready\n',
    });
    const asked = await route(objects, '/faas/api/saas/showroom/');
    expect(asked).toMatchObject({ exit: 0 });
    expect(asked.out).toContain('  git       says the same\n');
  });
});

describe('an older VirtualService of another team takes a path', () => {
  const taken = () => [...objects, foreign('2026-11-01T00:00:00Z', '/faas/api/saas/show')];

  test('route says who took it, and since when', async () => {
    const { exit, out } = await route(taken(), '/faas/api/saas/showroom/');
    expect(exit).toBe(1);
    expect(out).toContain('git       says otherwise: saas/showroom\n');
    expect(out).toContain(
      `taken by VirtualService other/takes, which KFaas did not render: it was created by kubectl-create at 2026-11-01T00:00:00Z, and VirtualService kfaas-system/${SHOWROOM} at 2026-11-20T10:00:00Z`,
    );
  });

  test('check says who wins now, and who would after a new creation', async () => {
    const { exit, out } = await run(taken(), 'check');
    expect(exit).toBe(1);
    expect(out).toMatch(/^BROKEN/);
    expect(out).toContain('error KF908');
    expect(out).toContain(
      `now other/takes answers, created at 2026-11-01T00:00:00Z; if it is deleted and created again, kfaas-system/${SHOWROOM} does`,
    );
  });

  test('diff counts it, and status too', async () => {
    expect((await run(taken(), 'diff', '--cluster', 'prod-us')).out).toContain('warning KF904');
    expect((await run(taken(), 'status')).out).toContain('1 by others  BROKEN  ');
  });

  test('a younger one takes nothing yet', async () => {
    const items = [...objects, foreign('2026-11-25T00:00:00Z', '/faas/api/saas/show')];
    expect((await route(items, '/faas/api/saas/showroom/')).out).toContain('git       says the same\n');
    expect((await run(items, 'check')).out).toContain(`now kfaas-system/${SHOWROOM} answers`);
  });

  test('a path that git gives to nobody is taken, too', async () => {
    const items = [...objects, foreign('2026-11-25T00:00:00Z', '/faas/api/saas/show')];
    const { out } = await route(items, '/faas/api/saas/showcase');
    expect(out).toContain('git       says otherwise: 404: no route matches\n');
    expect(out).toContain('taken by VirtualService other/takes');
  });
});

test('a dump of a real API server, with a younger VirtualService of others and one by a wildcard', async () => {
  const { exit, out } = await kfaas(project, 'check', '--dump', `prod-us=${dumpFile('foreign')}`);
  expect(exit).toBe(1);
  expect(out).toContain('warning KF904 VirtualService elsewhere/wild may take requests of functions');
  expect(out).toMatch(
    /error KF908 [^]*now kfaas-system\/faas-prod-ns-data-track-ksvc-virtualservice answers, created at [^]*elsewhere\/younger does/,
  );
});

test('where the listener takes another Gateway first, age does not decide', async () => {
  const port = { number: 80, name: 'http', protocol: 'HTTP' };
  const items = [...objects, foreign('2026-11-01T00:00:00Z', '/faas/api/saas/show')].map((object) =>
    object.kind === 'Gateway'
      ? { ...object, spec: { ...object.spec, servers: [{ port, hosts: ['*'] }] } }
      : object,
  );
  const { out } = await route(items, '/faas/api/saas/showroom/');
  expect(out).toContain('comes through a Gateway whose VirtualServices this listener takes later');
});

test('a hand-edited timeout is told with who wrote it and when', async () => {
  const asked = await route(handEdited(), '/faas/api/saas/price-list/');
  expect(asked.exit).toBe(1);
  expect(asked.out).toContain('git       says otherwise: saas/price-list, handled in another way\n');
  expect(asked.out).toContain(
    'is not as the manifests have it, last written by kubectl-edit at 2026-11-21T09:00:00Z',
  );
  const { out } = await run(handEdited(), 'diff', '--cluster', 'prod-us');
  expect(out).toContain('timeout    3s -> 10s');
  expect(out).toContain('last written by kubectl-edit at 2026-11-21T09:00:00Z: spec.http[0].timeout');
  expect((await run(handEdited(), 'status')).out).toContain('1 drifted since 2026-11-21T09:00:00Z');
});

test('a function that is not ready is told with its condition', async () => {
  const { exit, out } = await route(notReady(), '/faas/api/saas/showroom/');
  expect(exit).toBe(1);
  expect(out).toContain(
    'Knative Service faas-prod/saas-showroom is not ready (RevisionMissing: image not found)',
  );
  expect((await run(notReady(), 'status')).out).toContain('9 of 10 functions ready');
});

test('what is not applied yet is told so', async () => {
  const items = objects.filter(({ metadata }) => metadata.name !== SHOWROOM);
  const { exit, out } = await route(items, '/faas/api/saas/showroom/');
  expect(exit).toBe(1);
  expect(out).toContain(
    `not applied: VirtualService kfaas-system/${SHOWROOM} is in the manifests, and not in the cluster`,
  );
});

test('a gateway host that leads nowhere, and a certificate that is not ready', async () => {
  const items = objects.filter((object) => !isNamed('Service', 'faas-prod-ksvc-gateway')(object));
  expect((await route(items, '/faas/api/saas/showroom/')).out).toContain(
    'the gateway host does not resolve: there is no Service kfaas-system/faas-prod-ksvc-gateway',
  );
  const expired = edited('Certificate', 'faas.example.internal', (object) => ({ ...object, status: {} }));
  const { out } = await route(expired, 'https://faas.example.internal/faas/api/saas/showroom/');
  expect(out).toContain('Certificate kfaas-system/faas.example.internal has no condition Ready');
});

test('Gateways and versions that are others than the environment says', async () => {
  const istiod = fromServer({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'istiod', namespace: 'istio-system' },
    spec: {
      template: { spec: { containers: [{ name: 'discovery', image: 'istio/pilot:1.27.1-distroless' }] } },
    },
  });
  const items = objects.filter((object) => !isNamed('Gateway', 'knative-local-gateway')(object));
  const { exit, out } = await run([...items, istiod], 'check');
  expect(exit).toBe(1);
  expect(out).toContain('error KF906 prod-us has no Gateway knative-serving/knative-local-gateway');
  expect(out).toContain('warning KF907 prod-us runs istio 1.27.1 (Deployment istio-system/istiod)');
});

test('JSON for other programs', async () => {
  const asked = await route(notReady(), '/faas/api/saas/showroom/', '-o', 'json');
  const line = JSON.parse(asked.out) as { readonly live: Readonly<Record<string, unknown>> };
  expect(line.live).toMatchObject({
    agrees: true,
    answer: { function: 'saas/showroom', knativeServices: ['faas-prod/saas-showroom'] },
    causes: [{ message: expect.stringContaining('is not ready') as string }],
  });
  const status = JSON.parse((await run(objects, 'status', '-o', 'json')).out) as object;
  expect(status).toEqual({
    version: 1,
    clusters: [expect.objectContaining({ kind: 'read', cluster: 'prod-us', tables: 'proved', drifted: 0 })],
  });
});

test('wrong usage', async () => {
  const wrong: readonly (readonly [readonly string[], string])[] = [
    [['check', '--cluster', 'prod-us'], '--cluster requires --live or --dump'],
    [['check', '--context', 'x'], '--context and --kubeconfig require --live'],
    [['check', '--live', '--manifests', 'dist'], '--live cannot be combined with --manifests'],
    [['route', '/x', '--live', '--requests', 'r'], '--live cannot be combined with --requests'],
    [['status', '--dump', 'x.yaml'], '--dump x.yaml does not say of which cluster'],
    [['status', '--watch', '1'], '--watch takes a number of seconds from 5 on'],
    [['status', '--cluster', 'mars'], 'there is no cluster mars'],
    [['diff', '--live', '--render'], '--live cannot be combined with'],
  ];
  for (const [words, said] of wrong) {
    const { exit, err } = await kfaas(project, ...words);
    expect([exit, err]).toEqual([2, expect.stringContaining(said)]);
  }
});
