import type { RouteDeclaration } from '../catalog';
import { inRoutes, type Need } from './need';

type Retries = NonNullable<RouteDeclaration['retries']>;

/** A setting of retries that came with a release as a field of its own. */
const retrySetting = (
  field: 'retryRemoteLocalities' | 'retryIgnorePreviousHosts' | 'backoff',
  since: string,
): Need => ({
  code: 'KF701',
  what: field,
  component: 'istio',
  otherwise: 'it is silently ignored',
  since,
  isLacking: ({ hasField }) => !hasField(`http[].retries.${field}`),
  askedAt: inRoutes(({ retries }) => (retries?.[field] === undefined ? [] : [['retries', field]])),
});

/** A condition for retries that not every webhook knows. */
const retryCondition = (condition: string, since: string): Need => ({
  code: 'KF701',
  what: `retries on ${condition}`,
  component: 'istio',
  otherwise: 'Istio refuses the VirtualService',
  since,
  isLacking: ({ istio }) => istio.refusedRetryConditions.includes(condition),
  askedAt: inRoutes(({ retries }) => askedConditions(retries, condition)),
});

function askedConditions({ retryOn = [] }: Partial<Retries> = {}, condition: string) {
  const index = retryOn.indexOf(condition);
  return index < 0 ? [] : [['retries', 'retryOn', index]];
}

/** A field of a redirect. */
const redirectField = (field: 'scheme' | 'port' | 'redirectCode', since: string): Need => ({
  code: 'KF701',
  what: `redirect.${field}`,
  component: 'istio',
  otherwise: 'it is silently ignored',
  since,
  isLacking: ({ hasField }) => !hasField(`http[].redirect.${field}`),
  askedAt: inRoutes(({ redirect }) => {
    const value = redirect?.[field];
    // What every redirect is that says nothing is not written.
    const isUsual = field === 'redirectCode' && value === 301;
    return value === undefined || isUsual ? [] : [['redirect', field]];
  }),
});

/** What retries, mirrors and answers of Envoy's own can ask for and some version lacks. */
export const ACTION_NEEDS: readonly Need[] = [
  {
    code: 'KF701',
    what: 'retryOn',
    component: 'istio',
    otherwise: 'it is silently ignored',
    since: '1.1',
    isLacking: ({ hasField }) => !hasField('http[].retries.retryOn'),
    askedAt: inRoutes(({ retries }) => (retries?.retryOn === undefined ? [] : [['retries', 'retryOn']])),
  },
  {
    code: 'KF701',
    what: 'retries of 0 attempts',
    component: 'istio',
    otherwise: 'they are refused, and a route that says nothing is retried',
    since: '1.2',
    isLacking: ({ istio }) => !istio.zeroAttempts && istio.defaultRetries > 0,
    askedAt: inRoutes(({ retries }) => (retries?.attempts === 0 ? [['retries', 'attempts']] : [])),
  },
  retrySetting('retryRemoteLocalities', '1.6'),
  retrySetting('retryIgnorePreviousHosts', '1.26'),
  retrySetting('backoff', '1.26'),
  retryCondition('reset', '1.4.3'),
  retryCondition('retriable-headers', '1.19'),
  retryCondition('envoy-ratelimited', '1.19'),
  retryCondition('http3-post-connect-failure', '1.23'),
  retryCondition('reset-before-request', '1.23'),
  redirectField('redirectCode', '1.3'),
  redirectField('scheme', '1.12'),
  redirectField('port', '1.12'),
  {
    code: 'KF701',
    what: 'directResponse',
    component: 'istio',
    otherwise: 'the route does nothing, and Istio refuses the VirtualService',
    since: '1.15',
    isLacking: ({ hasField }) => !hasField('http[].directResponse'),
    askedAt: inRoutes(({ directResponse }) => (directResponse === undefined ? [] : [['directResponse']])),
  },
  {
    code: 'KF701',
    what: 'a mirror of a share of the requests',
    component: 'istio',
    otherwise: 'all are copied',
    since: '1.4',
    isLacking: ({ istio }) => istio.mirrorShare === 'none',
    askedAt: inRoutes(({ mirror: { percent = 100 } = {} }) =>
      percent === 100 ? [] : [['mirror', 'percent']],
    ),
  },
  {
    code: 'KF701',
    what: 'a mirror of a fraction of a percent',
    component: 'istio',
    otherwise: 'mirrors take whole percents only',
    since: '1.6',
    isLacking: ({ istio }) => istio.mirrorShare === 'mirrorPercent',
    askedAt: inRoutes(({ mirror: { percent = 100 } = {} }) =>
      Number.isInteger(percent) ? [] : [['mirror', 'percent']],
    ),
  },
];
