import type { Answer, RequestChange } from '../../../review/model';
import { destinationsOf } from '../../../routing';
import { EVERYWHERE, IN_PROD, IN_TEST } from './sample-places';

interface AnswerParts {
  readonly rule?: number;
  readonly match?: string;
  /** The folder of the cluster. */
  readonly cluster?: string;
  readonly namespace?: string;
  /** Knative Services with their shares. */
  readonly shares?: Readonly<Record<string, number>>;
}

/** What a function's route does. */
export function answer(of: string, parts: AnswerParts = {}): Answer {
  const { rule = 0, match, shares, cluster = 'test/test-cn', namespace = 'faas-alpha' } = parts;
  const service = of.replace('/', '-');
  const outcome = {
    match: [{ uri: { prefix: `/faas/api/${of}/` } }],
    route: Object.entries(shares ?? { [service]: 100 }).map(([name, weight]) => ({
      destination: {
        host: 'knative-local-gateway.istio-system.svc.cluster.local',
        port: { number: 80 },
      },
      weight,
      headers: { request: { set: { Host: `${name}.${namespace}.svc.cluster.local` } } },
    })),
  };
  return {
    function: of,
    route: { virtualService: `kfaas-system/${namespace}-ns-${service}-ksvc-virtualservice`, rule, match: 0 },
    file: `${cluster}/${namespace}/${service}.yaml`,
    match: match ?? `prefix /faas/api/${of}/`,
    destinations: destinationsOf(outcome),
    rule: outcome,
  };
}

/** Another team's function takes a path. */
export const STOLEN: RequestChange = {
  kind: 'moved',
  requests: { matched: ['prefix /faas/api/saas/showroom/pictures/'], except: [] },
  notIdempotent: [],
  witness: { method: 'GET', path: '/faas/api/saas/showroom/pictures/', headers: {}, query: {} },
  before: answer('saas/showroom'),
  after: answer('growth/landing', { rule: 2, match: 'prefix /faas/api/saas/showroom/pictures/' }),
  fields: [
    {
      path: 'rewrite.authority',
      before: 'saas-showroom.faas-alpha.svc.cluster.local',
      after: 'growth-landing.faas-alpha.svc.cluster.local',
    },
    { path: 'timeout', before: undefined, after: '3s' },
  ],
  where: EVERYWHERE,
};

/** A route goes, and no other takes its requests. */
export const LEFT: RequestChange = {
  kind: 'unanswered',
  requests: {
    matched: ['prefix /faas/api/trade/invoice/, method exact DELETE'],
    except: ['exact /faas/api/trade/invoice/drafts'],
  },
  notIdempotent: [],
  witness: {
    method: 'DELETE',
    path: '/faas/api/trade/invoice/',
    headers: { 'x-tenant': 'kjl-a' },
    query: { force: 'yes' },
  },
  before: answer('trade/invoice', {
    cluster: 'prod/prod-cn',
    namespace: 'faas-prod',
    rule: 1,
    match: 'prefix /faas/api/trade/invoice/, method exact DELETE',
  }),
  after: undefined,
  fields: [],
  where: IN_PROD,
};

/** A new function's requests. */
export const NEW: RequestChange = {
  kind: 'answered',
  requests: { matched: ['prefix /faas/api/render/turntable/'], except: [] },
  notIdempotent: [],
  witness: { method: 'GET', path: '/faas/api/render/turntable/', headers: {}, query: {} },
  before: undefined,
  after: answer('render/turntable'),
  fields: [],
  where: IN_TEST,
};

/** Other weights and a shorter timeout. */
export const TREATED: RequestChange = {
  kind: 'treated',
  requests: { matched: ['prefix /faas/api/search/recommend/'], except: [] },
  notIdempotent: [],
  witness: { method: 'GET', path: '/faas/api/search/recommend/', headers: {}, query: {} },
  before: answer('search/recommend', {
    cluster: 'staging/staging-cn',
    namespace: 'faas-staging',
    shares: { 'search-recommend': 90, 'search-recommend-next': 10 },
  }),
  after: answer('search/recommend', {
    cluster: 'staging/staging-cn',
    namespace: 'faas-staging',
    shares: { 'search-recommend': 50, 'search-recommend-next': 50 },
  }),
  fields: [
    { path: 'route[0].weight', before: 90, after: 50 },
    { path: 'route[1].weight', before: 10, after: 50 },
    { path: 'timeout', before: '10s', after: '5s' },
    { path: 'retries.retryOn', before: 'connect-failure', after: 'connect-failure,5xx' },
  ],
  where: EVERYWHERE.filter(({ environment }) => environment !== 'test'),
};
