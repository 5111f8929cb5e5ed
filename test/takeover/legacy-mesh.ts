import type { Mapping } from '../../base';
import { legacy, LOCAL, named, ruleTo } from './legacy';

/** Something odd in a legacy mesh, and how an import tells it. */
export interface Oddity {
  readonly what: string;
  readonly objects: readonly Mapping[];
  /** The code of its finding; `left` where the VirtualService is left alone, and `guess` where its name is guessed. */
  readonly told: string;
  /** The name of the VirtualService that the report names. */
  readonly name: string;
}

const VERSIONS = ['v1alpha3', 'v1beta1', 'v1'] as const;
const TEAMS = ['saas', 'trade', 'media', 'search', 'growth', 'data', 'render'] as const;
const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;

/**
 * The VirtualServices of a test environment as people and scripts wrote them over years: three API versions, several ways to say the same, and
 * nothing odd. The same count gives the same objects.
 */
export function legacyMesh(count: number): readonly Mapping[] {
  return Array.from({ length: count }, (_, index) => {
    const team = TEAMS[index % TEAMS.length] ?? 'saas';
    const ksvc = `${team}-fn-${index}`;
    const object = legacy(named(ksvc), rulesOf(index, team, ksvc), { creationTimestamp: createdOn(index) });
    return { ...object, apiVersion: `networking.istio.io/${VERSIONS[index % 3] ?? 'v1'}` };
  });
}

function rulesOf(index: number, team: string, ksvc: string): readonly Mapping[] {
  const path = `/faas/api/${team}/fn-${index}`;
  const uri = index % 5 === 1 ? { prefix: `${path}/v1/` } : { prefix: `${path}/` };
  if (index % 7 === 3) return [splitRule(ksvc, { uri })];
  if (index % 11 === 4) {
    const matches = METHODS.slice(0, 1 + (index % 3)).map((method) => ({ uri, method: { exact: method } }));
    return [ruleTo(ksvc, {}, { match: matches, timeout: `${1 + (index % 30)}s` })];
  }
  if (index % 13 === 5) {
    return [
      ruleTo(ksvc, { uri: { exact: `${path}/list` } }, { timeout: '5s' }),
      ruleTo(
        ksvc,
        { uri, headers: { 'x-tenant': { prefix: 'kjl-' } } },
        { retries: { attempts: 2, perTryTimeout: '2s', retryOn: 'connect-failure,refused-stream' } },
      ),
      ruleTo(ksvc, { uri: { regex: `${path}/[0-9]{4}` } }),
    ];
  }
  return [ruleTo(ksvc, { uri })];
}

function splitRule(ksvc: string, match: Mapping): Mapping {
  return ruleTo('', match, {
    rewrite: undefined,
    route: [ksvc, `${ksvc}-green`].map((service, place) => ({
      destination: LOCAL,
      weight: place === 0 ? 90 : 10,
      headers: { request: { set: { host: `${service}.faas-alpha.svc.cluster.local` } } },
    })),
  });
}

function createdOn(index: number): string {
  return new Date(Date.UTC(2019, 0, 1 + ((index * 37) % 2000))).toISOString().replace('.000', '');
}

const odd = (ksvc: string, http: readonly Mapping[], day = '2020-01-01') =>
  legacy(named(ksvc), http, { creationTimestamp: `${day}T00:00:00Z` });

const at = (path: string): Mapping => ({ uri: { prefix: `/faas/api/odd/${path}/` } });

/** An oddity of one VirtualService with one rule. */
function inRule(what: string, told: string, ksvc: string, match: Mapping, more: Mapping = {}): Oddity {
  return {
    what,
    told,
    name: named(`odd-${ksvc}`),
    objects: [odd(`odd-${ksvc}`, [ruleTo(`odd-${ksvc}`, { ...at(ksvc), ...match }, more)])],
  };
}

const oldGateway = { host: 'cluster-local-gateway.istio-system.svc.cluster.local', port: { number: 80 } };

/** Twenty oddities and more, each in VirtualServices of its own. */
export const ODDITIES: readonly Oddity[] = [
  {
    ...inRule('the API group with a capital letter', 'KF912', 'capital', {}),
    objects: [
      {
        ...odd('odd-capital', [ruleTo('odd-capital', at('capital'))]),
        apiVersion: 'networking.Istio.io/v1alpha3',
      },
    ],
  },
  inRule('a weight beside route', 'KF912', 'weight', {}, { weight: 100 }),
  inRule("Istio's default retries", 'KF912', 'retries', {}, { retries: undefined }),
  inRule(
    'the local gateway of an older Knative',
    'KF912',
    'gateway',
    {},
    { route: [{ destination: oldGateway }] },
  ),
  inRule(
    'a Host that is not written in full',
    'KF912',
    'short',
    {},
    { rewrite: { authority: 'odd-short.faas-alpha' } },
  ),
  {
    what: 'a rule that an earlier one shadows',
    told: 'KF912',
    name: named('odd-dead'),
    objects: [odd('odd-dead', [ruleTo('odd-dead', at('dead')), ruleTo('odd-dead-old', at('dead/old'))])],
  },
  {
    what: 'a VirtualService that an older one shadows',
    told: 'KF912',
    name: named('odd-idle'),
    objects: [
      odd('odd-broad', [ruleTo('odd-broad', at('broad'))], '2019-01-01'),
      odd('odd-idle', [ruleTo('odd-idle', at('broad/idle'))], '2021-01-01'),
    ],
  },
  {
    what: 'two whose order of creation decides',
    told: 'KF914',
    name: named('odd-first'),
    objects: [
      odd('odd-first', [ruleTo('odd-first', { uri: { regex: '/faas/api/odd/cross/.*/end' } })], '2019-01-01'),
      odd('odd-second', [ruleTo('odd-second', at('cross/a'))], '2021-01-01'),
    ],
  },
  inRule('a condition on the port', 'KF910', 'port', { port: 80 }),
  inRule('a condition on the client', 'KF910', 'labels', { sourceLabels: { app: 'web' } }),
  inRule('a subset', 'KF910', 'subset', {}, { route: [{ destination: { ...LOCAL, subset: 'v1' } }] }),
  inRule(
    'weights that make 90',
    'KF910',
    'ninety',
    {},
    {
      route: [60, 30].map((weight) => ({ destination: LOCAL, weight })),
    },
  ),
  inRule(
    'a delegate',
    'KF910',
    'delegate',
    {},
    { route: undefined, rewrite: undefined, delegate: { name: 'other' } },
  ),
  inRule('a field that nobody knows', 'KF910', 'unknown', {}, { timeouts: '3s' }),
  inRule(
    'a variable of Envoy in a header',
    'KF910',
    'variable',
    {},
    {
      headers: { request: { set: { 'x-from': '%DOWNSTREAM_REMOTE_ADDRESS%' } } },
    },
  ),
  inRule('a path that no site gateway forwards', 'KF402', 'outside', { uri: { prefix: '/api/odd/' } }),
  inRule('a regex that Envoy rejects', 'KF403', 'regex', { uri: { regex: '/faas/api/odd/regex/(?=a)' } }),
  inRule('a name that is too long', 'KF302', 'x'.repeat(60), {}),
  {
    what: 'one name twice',
    told: 'KF616',
    name: named('odd-twice'),
    objects: [
      odd('odd-twice', [ruleTo('odd-twice', at('twice'))]),
      odd('odd-twice', [ruleTo('odd-twice', at('twice2'))]),
    ],
  },
  {
    what: 'another host beside the gateway host',
    told: 'left',
    name: named('odd-hosts'),
    objects: [withHosts(odd('odd-hosts', [ruleTo('odd-hosts', at('hosts'))]), 'shop.example.com')],
  },
  {
    what: 'a name that is no convention',
    told: 'guess',
    name: 'handmade-by-joe',
    objects: [
      legacy('handmade-by-joe', [ruleTo('odd-joe', at('joe'))], {
        creationTimestamp: '2020-01-01T00:00:00Z',
      }),
    ],
  },
  {
    what: 'TLS routes',
    told: 'KF910',
    name: named('odd-tls'),
    objects: [withSpec(odd('odd-tls', [ruleTo('odd-tls', at('tls'))]), { tls: [] })],
  },
];

function withHosts(object: Mapping, host: string): Mapping {
  const { hosts } = object.spec as { hosts: readonly string[] };
  return withSpec(object, { hosts: [...hosts, host] });
}

function withSpec(object: Mapping, more: Mapping): Mapping {
  return { ...object, spec: { ...(object.spec as Mapping), ...more } };
}
