import type { Domain } from '../inventory';

/** What customers and partners call themselves; everything else is reached through the site gateway, which checks tokens. */
export const PUBLIC: Domain['exposes'] = {
  functions: [
    'data/track',
    'growth/campaign',
    'growth/landing',
    'render/panorama',
    'saas/showroom',
    'trade/order-events',
  ],
  // Short links are a regex, which no Ingress has.
  paths: ['/faas/api/growth/l/'],
};
