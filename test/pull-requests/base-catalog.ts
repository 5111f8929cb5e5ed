/** Files of a catalog, by their paths below its folder. */
export type CatalogFiles = Readonly<Record<string, string>>;

/** The catalog that every pull request starts from: eight functions of four teams, which use what functions can say. */
export const BASE_CATALOG: CatalogFiles = {
  'saas/team.yaml': `
contact: saas-platform@example.com
prefixes: [/faas/api/saas/]
`,
  'saas/showroom.yaml': `
runtime: nodejs
description: Showroom pages
service:
  image: registry.example.com/saas/showroom:1.4.2
  scale: { min: 1, max: 20, concurrency: 50 }
overlays:
  prod: { service: { scale: { min: 4, max: 200 } } }
`,
  'saas/quotation.yaml': `
runtime: nodejs
description: Quotations, with the new renderer for a tenth of the requests
routes:
  - match: { prefix: /faas/api/saas/quotation/ }
    timeout: 30s
backends:
  - { service: saas-quotation, weight: 90 }
  - { service: saas-quotation-green, weight: 10 }
deployedElsewhere: [saas-quotation-green]
`,
  'saas/status.yaml': `
runtime: golang
description: Whether a showroom is published, for tenants of the KJL group
routes:
  - match: { exact: /faas/api/saas/showroom-status, methods: [GET], headers: { x-tenant: { prefix: kjl- } } }
    timeout: 1s
`,
  'growth/team.yaml': `
contact: growth@example.com
prefixes: [/faas/api/growth/, /faas/api/campaign/]
`,
  'growth/campaign.yaml': `
runtime: nodejs
description: Campaigns, under the addresses that were printed
routes:
  - match: { prefix: /faas/api/campaign/ }
    timeout: 3s
service:
  image: registry.example.com/growth/campaign:12.0.3
  scale: { min: 1, max: 30, concurrency: 80 }
`,
  'growth/short-link.yaml': `
runtime: golang
description: Short links
routes:
  - match: { regex: '/faas/api/growth/(l|s)/.*', methods: [GET, HEAD] }
    timeout: 300ms
`,
  'trade/team.yaml': `
contact: trade-core@example.com
prefixes: [/faas/api/trade/]
`,
  'trade/orders.yaml': `
runtime: golang
description: Orders
routes:
  - match: { prefix: /faas/api/trade/orders/ }
    timeout: 10s
    retries: { attempts: 2, perTryTimeout: 3s, retryOn: [connect-failure, refused-stream] }
  - match: { exact: /faas/api/trade/order-export }
    timeout: 2m
`,
  'trade/invoices.yaml': `
runtime: golang
description: Invoices as PDF, by number
routes:
  - match: { regex: '/faas/api/trade/invoices/[A-Z]{2}-[0-9]{8}', methods: [GET] }
    timeout: 20s
`,
  'ops/team.yaml': `
contact: ops@example.com
prefixes: [/faas/api/ops/]
`,
  'ops/health.yaml': `
runtime: golang
description: Whether the way to functions is open, asked by monitoring
routes:
  - match: { exact: /faas/api/ops/health, methods: [GET, HEAD] }
    timeout: 500ms
service:
  image: registry.example.com/ops/health:1.0.0
  scale: { min: 1, max: 3 }
`,
};
