import type { Review } from '../../review';
import { STACKS } from '../fixtures/platform-clusters';
import {
  BASE,
  inTurn,
  rename,
  replace,
  withFile,
  without,
  withProd,
  type Edit,
  type Sources,
} from './source-edits';

/** What a review must say, in whichever words: each thing once, sorted. */
export interface Essentials {
  readonly verdict: Review['requests']['verdict'];
  /** What becomes of requests: `moved trade/orders -> trade/invoices`. @default [] */
  readonly requests?: readonly string[];
  /** What is edited though the same happens to every request: `function-renamed growth/promotion`. @default [] */
  readonly equivalent?: readonly string[];
  /** What happens to kinds of objects: `added VirtualService`. @default [] */
  readonly objects?: readonly string[];
  /** Severities and codes. @default [] */
  readonly risks?: readonly string[];
  /** How safe it is to apply; `usual` where deleting last will do. @default [] */
  readonly rollouts?: readonly string[];
}

/** A pull request, by what its author does. */
export interface PullRequest {
  /** The name of its folder of golden files. */
  readonly name: string;
  /** @default BASE */
  readonly base?: Sources;
  readonly edit: Edit;
  readonly essentials: Essentials;
}

const CHANGED = { verdict: 'changed', objects: ['changed VirtualService'], rollouts: ['any'] } as const;

const EXPORT = '\n  - match: { exact: /faas/api/trade/order-export }\n    timeout: 2m';

const INVOICE =
  "\n  - match: { regex: '/faas/api/trade/invoices/[A-Z]{2}-[0-9]{8}', methods: [GET] }\n    timeout: 20s";

/** Fourteen functions that run in production alone: with the others they are more than anybody reviews one by one. */
const JOBS = Array.from({ length: 14 }, (_, index) => `ops/job-${String(index + 1).padStart(2, '0')}`);

const JOB = (id: string) =>
  `runtime: golang\nenvironments: [prod]\nroutes:\n  - match: { prefix: /faas/api/${id}/ }\n    timeout: 5s\n`;

const CROWD = inTurn(...JOBS.map((id) => withFile(id, () => JOB(id))))(BASE);

/** Typical pull requests. */
export const PULL_REQUESTS: readonly PullRequest[] = [
  {
    name: 'add-function',
    edit: withFile('saas/price-list', () => `runtime: golang\ndescription: Price lists of a merchant\n`),
    essentials: {
      verdict: 'changed',
      requests: ['answered nobody -> saas/price-list'],
      objects: ['added VirtualService'],
      rollouts: ['any'],
    },
  },
  {
    name: 'take-with-consent',
    edit: inTurn(
      withFile('trade/team', (text) => `${text}consents: [growth/order-coupons]\n`),
      withFile('growth/order-coupons', () => {
        return `runtime: nodejs\nroutes:\n  - match: { prefix: /faas/api/trade/orders/coupons/ }\n`;
      }),
    ),
    essentials: {
      ...CHANGED,
      requests: ['moved trade/orders -> growth/order-coupons'],
      risks: ['error KF801'],
    },
  },
  {
    name: 'rename-with-routes',
    edit: rename('growth/campaign', 'growth/promotion'),
    essentials: {
      verdict: 'same',
      equivalent: ['function-renamed growth/promotion'],
      objects: ['renamed Service', 'renamed VirtualService'],
      risks: ['note KF812'],
      rollouts: ['ordered, usual'],
    },
  },
  {
    name: 'rename-with-default-route',
    edit: rename('saas/showroom', 'saas/gallery'),
    essentials: {
      verdict: 'changed',
      requests: ['answered nobody -> saas/gallery', 'unanswered saas/showroom -> nobody'],
      objects: ['renamed Service', 'renamed VirtualService'],
      risks: ['error KF803'],
      rollouts: ['any'],
    },
  },
  {
    name: 'upgrade-istio',
    edit: withProd((prod) => ({
      ...prod,
      clusters: prod.clusters.map((cluster) => ({ ...cluster, platform: STACKS['istio-1.28'] })),
    })),
    essentials: {
      verdict: 'same',
      equivalent: [
        'gateways faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local',
        'local-gateway faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local',
        'versions Istio',
      ],
      objects: [
        'changed Certificate',
        'changed Deployment',
        'changed DestinationRule',
        'changed HorizontalPodAutoscaler',
        'changed Ingress',
        'changed Namespace',
        'changed NetworkPolicy',
        'changed PodDisruptionBudget',
        'changed Service',
        'changed VirtualService',
      ],
      // The local gateway's pods are others: functions' requests are let out to these.
      risks: ['warning KF810', 'warning KF817'],
      rollouts: ['any'],
    },
  },
  {
    name: 'shift-weights',
    edit: inTurn(
      replace('saas/quotation', 'saas-quotation, weight: 90', 'saas-quotation, weight: 10'),
      replace('saas/quotation', 'saas-quotation-green, weight: 10', 'saas-quotation-green, weight: 90'),
    ),
    essentials: {
      ...CHANGED,
      requests: ['treated saas/quotation -> saas/quotation'],
      risks: ['warning KF806'],
    },
  },
  {
    name: 'timeout-and-retries',
    edit: inTurn(
      replace('trade/orders', 'timeout: 10s', 'timeout: 9s'),
      replace('trade/orders', 'retryOn: [connect-failure, refused-stream]', 'retryOn: [5xx]'),
    ),
    essentials: {
      ...CHANGED,
      requests: ['treated trade/orders -> trade/orders'],
      risks: ['warning KF807'],
    },
  },
  {
    name: 'drop-header-condition',
    edit: replace('saas/status', ', headers: { x-tenant: { prefix: kjl- } }', ''),
    essentials: {
      ...CHANGED,
      requests: ['answered nobody -> saas/status'],
      risks: ['warning KF802', 'warning KF805'],
    },
  },
  {
    name: 'scale-and-image',
    edit: inTurn(
      replace('saas/showroom', 'max: 200', 'max: 50'),
      replace('saas/showroom', 'showroom:1.4.2', 'showroom:1.5.0'),
    ),
    essentials: { verdict: 'same', objects: ['changed Service'], risks: ['error KF809'] },
  },
  {
    name: 'remove-function',
    edit: without('growth/short-link'),
    essentials: {
      verdict: 'changed',
      requests: ['unanswered growth/short-link -> nobody'],
      objects: ['removed VirtualService'],
      risks: ['error KF803'],
      rollouts: ['any'],
    },
  },
  {
    name: 'change-domains',
    edit: withProd((prod) => ({
      ...prod,
      domains: [
        ...prod.domains.filter(({ host }) => host !== 'open.example.cn'),
        {
          host: 'open.example.com',
          audience: 'business',
          exposes: { paths: ['/faas/api/saas/'] },
          functionNamespace: 'faas-prod',
          ingress: { className: 'nginx-public', namespace: 'ingress-nginx-public' },
          tls: { issuer: { name: 'letsencrypt', kind: 'ClusterIssuer' } },
        },
      ],
    })),
    essentials: {
      verdict: 'same',
      objects: ['added Certificate', 'added Ingress', 'changed NetworkPolicy', 'renamed Ingress'],
      // The ingress controller of the public host gets in where it did not.
      risks: ['error KF804', 'warning KF804', 'warning KF810'],
    },
  },
  {
    name: 'expose-more-and-less',
    edit: withProd((prod) => ({
      ...prod,
      domains: prod.domains.map((domain) =>
        domain.audience === 'intranet'
          ? domain
          : { ...domain, exposes: { paths: ['/faas/api/saas/showroom/'], functions: ['growth/campaign'] } },
      ),
    })),
    essentials: {
      verdict: 'same',
      objects: ['changed Ingress'],
      risks: ['error KF820', 'warning KF820'],
    },
  },
  {
    name: 'move-route',
    edit: inTurn(
      replace('trade/orders', EXPORT, ''),
      withFile('trade/invoices', (text) => `${text.trimEnd()}${EXPORT}\n`),
    ),
    essentials: {
      ...CHANGED,
      requests: ['moved trade/orders -> trade/invoices'],
      risks: ['warning KF802', 'warning KF812'],
      rollouts: ['ordered'],
    },
  },
  {
    name: 'swap-routes',
    edit: inTurn(replace('trade/orders', EXPORT, INVOICE), replace('trade/invoices', INVOICE, EXPORT)),
    essentials: {
      ...CHANGED,
      requests: ['moved trade/invoices -> trade/orders', 'moved trade/orders -> trade/invoices'],
      risks: ['error KF813', 'warning KF802'],
      rollouts: ['none'],
    },
  },
  {
    name: 'open-network',
    edit: withProd((prod) => ({ ...prod, siteGateway: { cidrs: ['10.0.0.0/8'] } })),
    essentials: { verdict: 'same', objects: ['changed NetworkPolicy'], risks: ['warning KF810'] },
  },
  {
    name: 'rewrite-regex',
    edit: replace(
      'growth/short-link',
      "  - match: { regex: '/faas/api/growth/(l|s)/.*', methods: [GET, HEAD] }",
      `  - match: { prefix: /faas/api/growth/l/, methods: [GET, HEAD] }
    timeout: 300ms
  - match: { prefix: /faas/api/growth/s/, methods: [GET, HEAD] }`,
    ),
    essentials: { ...CHANGED, verdict: 'same', equivalent: ['routes-rewritten growth/short-link'] },
  },
  {
    name: 'all-timeouts',
    base: CROWD,
    edit: inTurn(
      ...Object.keys(CROWD.files)
        .filter((file) => !file.endsWith('/team.yaml'))
        .map((file) =>
          withFile(file.replace('.yaml', ''), (text) => text.replace(/timeout: .*/g, 'timeout: 9s')),
        ),
    ),
    essentials: {
      ...CHANGED,
      requests: [
        'growth/campaign',
        'growth/short-link',
        'ops/health',
        ...JOBS,
        'saas/quotation',
        'saas/status',
        'trade/invoices',
        'trade/orders',
      ].map((id) => `treated ${id} -> ${id}`),
      risks: ['warning KF811'],
    },
  },
  {
    name: 'comment',
    edit: withFile('saas/showroom', (text) => `# Ask the showroom team.\n${text}`),
    essentials: { verdict: 'same' },
  },
];
