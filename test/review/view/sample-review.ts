import type { Review, Risk } from '../../../review/risks';
import { OBJECTS } from './sample-objects';
import { ALPHA, CN, EVERYWHERE, GATEWAYS, hostPlace, IN_PROD, IN_TEST, PROD, STAGING } from './sample-places';
import { answer, LEFT, NEW, STOLEN, TREATED } from './sample-requests';

/** Where requests of a function go. */
const destinationsTo = (of: string) => answer(of).destinations;

const RISKS: readonly Risk[] = (
  [
    {
      code: 'KF803',
      severity: 'error',
      message: 'requests that trade/invoice answered are left without a function',
      help: 'keep the route until nobody sends such requests, or give them to another function',
      places: [{ file: 'prod/prod-cn/faas-prod/trade-invoice.yaml', line: 1, column: 1 }],
      witness: LEFT.witness,
      teams: ['trade'],
      where: PROD,
      requestChanges: [1],
      objectChanges: [],
    },
    {
      code: 'KF801',
      severity: 'warning',
      message: 'requests of saas/showroom go to growth/landing, a function of another team',
      help: 'ask team saas, or match a path under /faas/api/growth/',
      places: [],
      witness: STOLEN.witness,
      teams: ['growth', 'saas'],
      where: [CN, STAGING, ...PROD],
      requestChanges: [0],
      objectChanges: [0],
    },
    {
      code: 'KF806',
      severity: 'warning',
      message: 'search-recommend-next gets 50 % of the requests, 40 points more than before',
      help: 'raise a weight by at most 25 points at a time',
      places: [],
      witness: TREATED.witness,
      teams: ['search'],
      where: [STAGING, ...PROD],
      requestChanges: [3],
      objectChanges: [],
    },
    {
      code: 'KF809',
      severity: 'note',
      message: 'saas-showroom scales to 100 pods at most; it was 200',
      help: 'look at how many pods it had in the last weeks',
      places: [],
      teams: ['saas'],
      where: PROD,
      requestChanges: [],
      objectChanges: [1],
    },
  ] as const
).map((risk) => ({ ...risk, headline: risk.message }));

const SHOWROOM = 'kfaas-system/faas-alpha-ns-saas-showroom-ksvc-virtualservice';
const LANDING = 'kfaas-system/faas-alpha-ns-growth-landing-ksvc-virtualservice';

const STAGED = {
  showroom: 'kfaas-system/faas-staging-ns-saas-showroom-ksvc-virtualservice',
  landing: 'kfaas-system/faas-staging-ns-growth-landing-ksvc-virtualservice',
};

/** A change with something of every kind in it: a path is stolen, a function comes, one goes, one is renamed. */
export const SAMPLE_REVIEW: Review = {
  environments: ['test', 'staging', 'prod'],
  base: 'origin/main',
  head: 'the working tree',
  problems: [
    {
      code: 'KF102',
      severity: 'error',
      message: 'broken YAML: a mapping is not closed',
      help: 'close it with }',
      places: [{ file: 'test/test-cn/faas-beta/data-report.yaml', line: 12, column: 3 }],
    },
  ],
  assumptions: [
    'Of cluster prod-sg nobody says which Istio it has: it is judged by the rules of Istio 1.28.',
  ],
  requests: {
    verdict: 'undecided',
    compared: { clusters: 6, hosts: 16, routes: 656, alike: 0 },
    changes: [STOLEN, LEFT, NEW, TREATED],
    unserved: [],
    equivalent: [
      {
        kind: 'function-renamed',
        subject: 'ops/ping',
        before: 'ops/echo',
        after: 'ops/ping',
        where: [hostPlace(STAGING, 'faas-staging')],
      },
      {
        kind: 'routes-rewritten',
        subject: 'data/report',
        before: 'regex /faas/api/data/reports/20[0-9]{2}-.*',
        after: 'regex /faas/api/data/reports/20[0-9][0-9]-.*',
        where: EVERYWHERE,
      },
      { kind: 'versions', subject: 'test-cn', before: '1.22.3', after: '1.28.6', where: IN_TEST },
      {
        kind: 'local-gateway',
        subject: ALPHA.host,
        before: 'cluster-local-gateway.istio-system.svc.cluster.local',
        after: 'knative-local-gateway.istio-system.svc.cluster.local',
        where: [ALPHA],
      },
      {
        kind: 'gateways',
        subject: 'faas-staging-ksvc-gateway.kfaas-system.svc.cluster.local',
        before: 'knative-serving/knative-local-gateway',
        after: GATEWAYS.join(', '),
        where: [hostPlace(STAGING, 'faas-staging')],
      },
    ],
    undecided: [hostPlace(CN, 'faas-beta')],
    orderDependent: [{ side: 'base', where: hostPlace(CN, 'faas-gamma') }],
    trees: [
      {
        where: EVERYWHERE,
        root: {
          segment: '/faas/api/',
          routes: [],
          unchanged: 31,
          children: [
            {
              segment: 'saas/showroom/',
              routes: [
                {
                  mark: 'same',
                  match: 'prefix /faas/api/saas/showroom/',
                  before: 'saas/showroom',
                  after: 'saas/showroom',
                  destinationsBefore: destinationsTo('saas/showroom'),
                  destinationsAfter: destinationsTo('saas/showroom'),
                },
              ],
              unchanged: 2,
              children: [
                {
                  segment: 'pictures/',
                  routes: [
                    {
                      mark: 'added',
                      match: 'prefix /faas/api/saas/showroom/pictures/',
                      before: undefined,
                      after: 'growth/landing',
                      destinationsBefore: [],
                      destinationsAfter: destinationsTo('growth/landing'),
                    },
                  ],
                  unchanged: 0,
                  children: [],
                },
              ],
            },
            {
              segment: 'search/recommend/',
              routes: [
                {
                  mark: 'changed',
                  match: 'prefix /faas/api/search/recommend/',
                  before: 'search/recommend',
                  after: 'search/recommend',
                  destinationsBefore: destinationsTo('search/recommend'),
                  destinationsAfter: destinationsTo('search/recommend'),
                },
              ],
              unchanged: 0,
              children: [],
            },
            {
              segment: 'trade/invoice/',
              routes: [
                {
                  mark: 'removed',
                  match: 'prefix /faas/api/trade/invoice/, method exact DELETE',
                  before: 'trade/invoice',
                  after: undefined,
                  destinationsBefore: destinationsTo('trade/invoice'),
                  destinationsAfter: [],
                },
              ],
              unchanged: 1,
              children: [],
            },
          ],
        },
      },
    ],
  },
  objects: OBJECTS,
  risks: RISKS,
  rollouts: [
    { safety: 'any', where: IN_PROD },
    {
      safety: 'ordered',
      needs: [
        {
          first: [{ action: 'change', virtualService: LANDING }],
          then: [{ action: 'change', virtualService: SHOWROOM }],
          requests: STOLEN.requests,
          witness: STOLEN.witness,
          where: ALPHA,
        },
      ],
      order: [
        { action: 'create', virtualService: 'kfaas-system/faas-alpha-ns-ops-ping-ksvc-virtualservice' },
        { action: 'change', virtualService: LANDING },
        { action: 'change', virtualService: SHOWROOM },
        { action: 'delete', virtualService: 'kfaas-system/faas-alpha-ns-ops-echo-ksvc-virtualservice' },
      ],
      isUsual: false,
      where: [ALPHA],
    },
    {
      safety: 'none',
      needs: [
        {
          first: [{ action: 'change', virtualService: STAGED.landing }],
          then: [{ action: 'change', virtualService: STAGED.showroom }],
          requests: { matched: ['exact /faas/api/saas/showroom/a'], except: [] },
          witness: { method: 'GET', path: '/faas/api/saas/showroom/a', headers: {}, query: {} },
          where: hostPlace(STAGING, 'faas-staging'),
        },
        {
          first: [{ action: 'change', virtualService: STAGED.showroom }],
          then: [{ action: 'change', virtualService: STAGED.landing }],
          requests: { matched: ['exact /faas/api/saas/showroom/b'], except: [] },
          witness: { method: 'GET', path: '/faas/api/saas/showroom/b', headers: {}, query: {} },
          where: hostPlace(STAGING, 'faas-staging'),
        },
      ],
      keep: [STAGED.showroom, STAGED.landing],
      where: [hostPlace(STAGING, 'faas-staging')],
    },
    {
      safety: 'undecided',
      why: 'Istio 1.0.0 does not merge the VirtualServices of one host',
      where: [hostPlace(CN, 'faas-beta')],
    },
  ],
};

/** Nothing differs, and that is proved. */
export const EMPTY_REVIEW: Review = {
  environments: ['test', 'staging', 'prod'],
  base: 'origin/main',
  head: 'the working tree',
  problems: [],
  assumptions: [],
  requests: {
    verdict: 'same',
    compared: { clusters: 6, hosts: 16, routes: 656, alike: 0 },
    changes: [],
    equivalent: [],
    undecided: [],
    orderDependent: [],
    trees: [],
    unserved: [],
  },
  objects: [],
  risks: [],
  rollouts: [],
};

/** The empty review, with something in it. */
export function reviewWith(part: Partial<Review>): Review {
  return { ...EMPTY_REVIEW, ...part };
}
