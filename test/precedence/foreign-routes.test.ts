import type { Finding } from '../../findings';
import { check } from '../../main';
import {
  checkForeignProject,
  dump,
  foreignObject,
  foreignProject,
  HOST,
  inputsOf,
  ruleTo,
} from '../fixtures/foreign-routes';

const ELSEWHERE = ruleTo('old', { prefix: '/faas/api/old/' });
const WITHIN = ruleTo('old', { prefix: '/faas/api/shop/a/old/' });
const CREATED = '2021-03-04T05:06:07Z';

test('foreign routes that meet no function are in the table of their cluster, and proved', () => {
  const project = foreignProject({
    'foreign/test/modern/old.yaml': dump(foreignObject('old', [ELSEWHERE], { created: CREATED })),
  });
  const { found, checked } = checkForeignProject(project);
  expect(found).toEqual([]);
  expect(checked.tables).toEqual([
    expect.objectContaining({ cluster: 'historic', routes: 1 }),
    expect.objectContaining({ cluster: 'historic', routes: 1 }),
    {
      cluster: 'modern',
      gateway: 'knative-serving/knative-local-gateway',
      host: HOST,
      routes: 2,
      foreign: 1,
      orderIndependent: 'proved',
    },
    // The foreign one is not bound to the second Gateway.
    {
      cluster: 'modern',
      gateway: 'knative-serving/knative-ingress-gateway',
      host: HOST,
      routes: 1,
      orderIndependent: 'proved',
    },
  ]);
  expect(checked.tables.slice(0, 2).map(({ foreign }) => foreign)).toEqual([undefined, undefined]);
});

test('a foreign route that meets a function is an error at both, which says who answers today', () => {
  const project = foreignProject({
    'foreign/test/modern/old.yaml': dump(
      foreignObject('other', [ELSEWHERE]),
      foreignObject('old', [ELSEWHERE, WITHIN], { created: CREATED }),
    ),
  });
  const { found, checked } = checkForeignProject(project);
  expect(found).toEqual([
    [
      'KF629',
      'error',
      'functions/shop/a.yaml:1:1',
      expect.stringMatching(/^foreign\/test\/modern\/old.yaml:\d+:\d+$/),
    ],
  ]);
  const [finding] = checked.findings;
  expect(finding?.message).toBe(
    `on ${HOST}, shop/a and rule 1 match 0 of the foreign VirtualService kfaas-system/old match the same request and treat it differently; the one created first answers it: today that is kfaas-system/old, created at ${CREATED}, unless the VirtualService of shop/a is older`,
  );
  expect(finding?.witness?.path).toBe('/faas/api/shop/a/old/');
  expect(checked.tables.map(({ orderIndependent }) => orderIndependent)).toEqual([
    'proved',
    'proved',
    'broken',
    'proved',
  ]);
});

test('a foreign route that does the same as the function is no conflict, and has no request left', () => {
  const same = ruleTo('a', { prefix: '/faas/api/shop/a/v1/' });
  const project = foreignProject({
    'foreign/test/modern/old.yaml': dump(foreignObject('old', [same], { created: CREATED })),
  });
  const { found, checked } = checkForeignProject(project);
  expect(found.map(([code, severity]) => [code, severity])).toEqual([['KF631', 'warning']]);
  expect(checked.findings[0]?.message).toContain(
    'the foreign VirtualService kfaas-system/old once shop/a is applied',
  );
  expect(checked.tables.every(({ orderIndependent }) => orderIndependent === 'proved')).toBe(true);
});

test('foreign routes that meet each other are a warning, and the verdict says that the table is broken', () => {
  const project = foreignProject({
    'foreign/test/modern/a.yaml': dump(foreignObject('one', [ELSEWHERE], { created: CREATED })),
    'foreign/test/modern/deep/b.json': dump(
      foreignObject('two', [ruleTo('new', { prefix: '/faas/api/old/x/' })], {
        created: '2022-03-04T05:06:07Z',
      }),
    ),
  });
  const { found, checked } = checkForeignProject(project);
  expect(found.map(([code, severity]) => [code, severity])).toEqual([['KF630', 'warning']]);
  expect(checked.findings[0]?.message).toContain(`(today kfaas-system/one, created at ${CREATED})`);
  expect(checked.tables[2]?.orderIndependent).toBe('broken');
});

test('however many foreign routes meet each other, one that meets a function is found', () => {
  const crossing = Array.from({ length: 15 }, (_, index) =>
    foreignObject(`many-${index}`, [ruleTo(`many-${index}`, { regex: `/faas/api/old/.*/${index}/.*` })]),
  );
  const project = foreignProject({
    'foreign/test/modern/many.yaml': dump(...crossing, foreignObject('old', [WITHIN])),
  });
  const { checked } = checkForeignProject(project);
  const counts = (code: string) => checked.findings.filter((finding) => finding.code === code).length;
  expect(counts('KF629')).toBe(1);
  expect(counts('KF630')).toBe(100);
  expect(checked.findings.find(({ code }) => code === 'KF629')?.message).toContain(
    'kfaas-system/old does not say when it was created',
  );
});

test('a foreign VirtualService with the name of a rendered one is taken over, whatever it says', () => {
  const name = 'faas-alpha-ns-shop-a-ksvc-virtualservice';
  const project = foreignProject({
    'foreign/test/modern/old.yaml': dump(foreignObject(name, [WITHIN])),
  });
  const { found, checked } = checkForeignProject(project);
  expect(found.map(([code, severity]) => [code, severity])).toEqual([['KF632', 'note']]);
  expect(checked.tables.every(({ foreign }) => foreign === undefined)).toBe(true);
});

test('of a function in the VirtualService of another one, the name is not taken over', () => {
  const project = foreignProject({
    'functions/shop/wide.yaml': 'runtime: nodejs\nroutes:\n  - match: { prefix: /faas/api/shop/ }\n',
    'foreign/test/modern/old.yaml': dump(
      foreignObject('faas-alpha-ns-shop-a-ksvc-virtualservice', [WITHIN]),
      foreignObject('faas-alpha-ns-shop-wide-ksvc-virtualservice', [WITHIN]),
    ),
  });
  const { checked } = checkForeignProject(project);
  expect([...new Set(checked.findings.map(({ code }) => code))].sort()).toEqual(['KF629', 'KF632']);
});

test('what is on no gateway host of the cluster is named once for each file', () => {
  const project = foreignProject({
    'foreign/test/modern/dump.yaml': dump(
      foreignObject('typo', [WITHIN], { hosts: ['faas-alfa-ksvc-gateway.kfaas-system.svc.cluster.local'] }),
      foreignObject('mesh', [WITHIN], { gateways: [] }),
      foreignObject('public', [WITHIN], { gateways: ['istio-system/public'] }),
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x', namespace: 'default' } },
    ),
  });
  const { found, checked } = checkForeignProject(project);
  expect(found.map(([code, severity]) => [code, severity])).toEqual([['KF633', 'warning']]);
  expect(checked.findings[0]?.message).toBe(
    'not judged, because on no gateway host of modern: the VirtualServices kfaas-system/typo, kfaas-system/mesh, kfaas-system/public',
  );
});

test('hosts and Gateways count however they are spelled, and rules of delegates too', () => {
  const project = foreignProject({
    'foreign/test/modern/a.yaml': dump(
      foreignObject(
        'short',
        [{ match: [{ uri: { prefix: '/faas/api/shop/a/old/' } }], delegate: { name: 'rules' } }],
        {
          hosts: ['FAAS-alpha-ksvc-gateway'],
          gateways: ['knative-local-gateway.knative-serving.svc.cluster.local'],
        },
      ),
    ),
    'foreign/test/modern/b.yaml': dump({
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'rules', namespace: 'kfaas-system' },
      spec: { http: [WITHIN] },
    }),
  });
  const { checked } = checkForeignProject(project);
  expect(checked.findings.map(({ code }) => code)).toEqual(['KF629']);
  expect(checked.findings[0]?.message).toContain(
    'the foreign VirtualService kfaas-system/rules match the same request and treat it differently; the one created first answers it: kfaas-system/rules is as old as the VirtualService that delegates to it',
  );
  expect(checked.tables[2]).toMatchObject({ routes: 2, foreign: 1 });
});

test('namespaces of one cluster have verdicts of their own where foreign routes differ', () => {
  const other = HOST.replace('alpha', 'beta');
  const { path } = foreignProject({
    'foreign/test/modern/old.yaml': dump(
      foreignObject('both', [ELSEWHERE], { hosts: [HOST, other] }),
      foreignObject('beta', [ruleTo('old', { prefix: '/faas/api/older/' }), WITHIN], { hosts: [other] }),
    ),
  });
  const { environments, ...inputs } = inputsOf(path);
  const functionNamespaces = ['faas-alpha', 'faas-beta', 'faas-gamma'];
  const { findings, tables } = check({
    ...inputs,
    environments: environments.map(({ clusters, ...environment }) => ({
      ...environment,
      clusters: clusters.map((cluster) => ({ ...cluster, functionNamespaces })),
    })),
  });
  const local = tables.filter(({ gateway }) => gateway === 'knative-serving/knative-local-gateway');
  expect(
    local.map(({ host, routes, foreign, orderIndependent }) => [host, routes, foreign, orderIndependent]),
  ).toEqual([
    [HOST, 2, 1, 'proved'],
    [other, 4, 3, 'broken'],
    [HOST.replace('alpha', 'gamma'), 1, undefined, 'proved'],
  ]);
  expect(findings.map(({ code, message }) => [code, message.split(',')[0]])).toEqual([
    ['KF629', `on ${other}`],
  ]);
});

test('foreign paths that are easily taken for those of functions are named, and those of each other are not', () => {
  const project = foreignProject({
    'foreign/test/modern/old.yaml': dump(
      foreignObject('old', [
        ruleTo('old', { exact: '/faas/api/shop/a' }),
        ruleTo('one', { exact: '/faas/api/Old' }),
        ruleTo('two', { exact: '/faas/api/old' }),
      ]),
    ),
  });
  const { found } = checkForeignProject(project);
  expect(found.map(([code, severity]) => [code, severity])).toEqual([['KF605', 'warning']]);
});

test('a foreign VirtualService that always comes first, or always last, is found all the same', () => {
  const exported = foreignObject('first', [WITHIN], { namespace: 'knative-serving', exportTo: ['.'] });
  const match = [{ uri: { prefix: '/faas/api/shop/a/old/' } }];
  const delegating = [
    foreignObject('last', [{ match, delegate: { name: 'rules' } }], { created: CREATED }),
    foreignObject('rules', [WITHIN], { hosts: [], gateways: [] }),
  ];
  // Until Istio 1.20, VirtualServices that delegate come after all others.
  const platform = { kubernetes: '1.27', istio: '1.18.2', knative: '1.11', certManager: '1.13.0' };
  for (const objects of [[exported], delegating]) {
    const { path } = foreignProject({ 'foreign/test/modern/old.yaml': dump(...objects) });
    const { environments, ...inputs } = inputsOf(path);
    const older = environments.map(({ clusters, ...environment }) => ({
      ...environment,
      clusters: clusters.map((cluster) => ({ ...cluster, platform })),
    }));
    for (const used of [environments, older]) {
      const { findings } = check({ ...inputs, environments: used });
      expect(findings.filter(hasError).map(({ code }) => code)).toEqual(['KF629']);
    }
  }
});

function hasError({ severity }: Finding): boolean {
  return severity === 'error';
}
