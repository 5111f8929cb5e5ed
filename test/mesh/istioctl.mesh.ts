import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { routingRulesOf } from '../../platform';
import { checkTables, routeTables } from '../../routing';
import { renderedCompany } from '../fixtures/company';
import { exact, on, prefix, regex, vs } from '../routing/contract-builders';
import { findIstioctl } from './binaries';

const DIST = join(renderedCompany(), 'dist');
const CLUSTERS = [
  'test/test-cn',
  'staging/staging-cn',
  ...['cn', 'us', 'eu', 'sg'].map((region) => `prod/prod-${region}`),
];
const istioctl = findIstioctl();
if (istioctl === undefined)
  process.stderr.write(`SKIPPED: istioctl on ${CLUSTERS.length} clusters; it is missing\n`);

const folder = mkdtempSync(join(tmpdir(), 'kfaas-istioctl-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs istioctl; gives what it prints. */
function run(...args: readonly string[]): { readonly exit: number | null; readonly out: string } {
  const { status, stdout, stderr } = spawnSync(istioctl ?? '', args, { encoding: 'utf8' });
  return { exit: status, out: stdout + stderr };
}

function file(name: string, objects: readonly object[]): string {
  const path = join(folder, name);
  writeFileSync(path, objects.map((object) => stringify(object)).join('---\n'));
  return path;
}

const gateway = (name: string, number: number, namespace = 'knative-serving') => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'Gateway',
  metadata: { name, namespace },
  spec: {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
  },
});

const service = (host: string) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'ServiceEntry',
  metadata: { name: host.split('.')[0], namespace: host.split('.')[1] },
  spec: {
    hosts: [host],
    ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
    location: 'MESH_EXTERNAL',
    resolution: 'DNS',
  },
});

/** What belongs to Istio and Knative, and is in no manifest of KFaas. */
const AROUND = [
  gateway('knative-local-gateway', 8081),
  gateway('knative-ingress-gateway', 80),
  service('knative-local-gateway.istio-system.svc.cluster.local'),
];

/** Two VirtualServices, or two rules of one, of which KFaas finds a request that depends on their order, or a dead route. */
const CONFLICTS: readonly (readonly [what: string, objects: readonly object[], kfaas: readonly string[]])[] =
  [
    [
      'the same prefix twice',
      [vs('a', to('one', prefix('/x/'))), vs('b', to('two', prefix('/x/')))],
      ['KF601'],
    ],
    [
      'a prefix within a prefix',
      [vs('a', to('one', prefix('/x/'))), vs('b', to('two', prefix('/x/y/')))],
      ['KF601'],
    ],
    [
      'an exact path within a prefix',
      [vs('a', to('one', exact('/x/y'))), vs('b', to('two', prefix('/x/')))],
      ['KF601'],
    ],
    [
      'a regex and a prefix',
      [vs('a', to('one', regex('/x/[0-9]+'))), vs('b', to('two', prefix('/x/')))],
      ['KF601'],
    ],
    [
      'two regexes',
      [vs('a', to('one', regex('/x/[a-m]+'))), vs('b', to('two', regex('/x/[g-z]+')))],
      ['KF601'],
    ],
    ['two headers', [vs('a', to('one', asks('x-a'))), vs('b', to('two', asks('x-b')))], ['KF601']],
    ['one rule: a prefix before one within it', [vs('a', on(prefix('/x/')), on(prefix('/x/y/')))], ['KF604']],
    ['one rule: a regex before an exact path', [vs('a', on(regex('/x/.*')), on(exact('/x/y')))], ['KF604']],
  ];

function to(host: string, match: object): object {
  return { match: [match], route: [{ destination: { host: `${host}.ns.svc.cluster.local` } }] };
}

function asks(header: string): object {
  return prefix('/x/', { headers: { [header]: { exact: '1' } } });
}

(istioctl === undefined ? describe.skip : describe)('istioctl', () => {
  test.each(CLUSTERS)('validate takes everything that is rendered for %s', (cluster) => {
    expect(run('validate', '-f', join(DIST, cluster))).toMatchObject({ exit: 0 });
  });

  test.each(CLUSTERS)('analyze finds nothing in what is rendered for %s', (cluster) => {
    const { exit, out } = run(
      'analyze',
      '--use-kube=false',
      '--all-namespaces',
      '-o',
      'json',
      join(DIST, cluster),
      file('a.yaml', AROUND),
    );
    expect({ exit, out: out.split('\n')[0] }).toEqual({ exit: 0, out: '[]' });
  });

  test('conflicts that KFaas finds, and what analyze says of them', () => {
    const rules = routingRulesOf('1.31');
    if (rules === undefined) throw new Error('no rules');
    const around = [
      gateway('gw', 80, 'ns'),
      ...['one', 'two'].map((name) => service(`${name}.ns.svc.cluster.local`)),
    ];
    const told = CONFLICTS.map(([what, objects, kfaas]) => {
      const { problems } = checkTables(routeTables(objects, rules), rules);
      const codes = [
        ...new Set(problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)),
      ];
      expect({ what, codes }).toEqual({ what, codes: kfaas });
      const { out } = run(
        'analyze',
        '--use-kube=false',
        '--all-namespaces',
        '-o',
        'json',
        file('conflict.yaml', [...objects, ...around]),
      );
      const found = [...new Set([...out.matchAll(/IST\d+/g)].map(([code]) => code))].sort();
      return `${what}: ${kfaas.join(', ')}, ${found.length === 0 ? 'analyze is silent' : found.join(', ')}`;
    });
    expect(told).toMatchInlineSnapshot(`
     [
       "the same prefix twice: KF601, analyze is silent",
       "a prefix within a prefix: KF601, analyze is silent",
       "an exact path within a prefix: KF601, analyze is silent",
       "a regex and a prefix: KF601, analyze is silent",
       "two regexes: KF601, analyze is silent",
       "two headers: KF601, analyze is silent",
       "one rule: a prefix before one within it: KF604, IST0131",
       "one rule: a regex before an exact path: KF604, analyze is silent",
     ]
    `);
  });
});
