import { fact, since, spellLimit, yesOrNo } from './fact';

/**
 * What an Istio version makes of a VirtualService as it is written, beside the order of its routes. Source: its
 * validation (pilot/pkg/model/validation.go, later pkg/config/validation) and route.go.
 */
export const ISTIO_RENDERING = {
  /** How `spec.gateways` names a Gateway of another namespace. */
  gatewayReference: fact<'<name>.<namespace>.svc.cluster.local' | '<namespace>/<name>'>(
    'istio',
    'reference to a Gateway',
    [
      ['1.0', '<name>.<namespace>.svc.cluster.local', 'a slash is refused before 1.1'],
      ['1.1', '<namespace>/<name>', 'known from 1.1'],
    ],
  ),
  /** Whether each of several destinations can have an authority of its own. */
  destinationHost: fact<boolean>(
    'istio',
    'several backends by weight',
    [
      ['1.0', false, 'destinations have headers from 1.1'],
      ['1.1', true, 'each destination sets its Host'],
      ['1.10.0', false, '1.10.0 drops the Host of a destination; 1.10.1 fixes it'],
      ['1.10.1', true, 'each destination sets its Host'],
    ],
    yesOrNo,
  ),
  /** What weights of several destinations must come to; the catalog asks for percents in any case. */
  weights: fact<'sum to 100' | 'any, above 0 in sum'>('istio', 'weights', [
    ['1.0', 'sum to 100', 'validated up to 1.14'],
    ['1.15', 'any, above 0 in sum', 'from 1.15'],
  ]),
  /** Whether `retries: { attempts: 0 }` is taken. */
  zeroAttempts: since('istio', 'retries of 0 attempts', '1.2', 'refused before'),
  /** How often a request without `retries` is tried again. */
  defaultRetries: fact<number>('istio', 'retries where none are given', [
    ['1.0', 0, 'retried by default from 1.1'],
    ['1.1', 2, 'retried by default from 1.1'],
  ]),
  /** Whether the share of delayed requests is a fraction (`percentage`); before, whole percents. */
  faultPercentage: since('istio', 'delays of a fraction of a percent', '1.1', 'percentage.value'),
  /** How the share of requests that are copied is written; before, all are. Pilot reads mirrorPercentage from 1.6 on. */
  mirrorShare: fact<'none' | 'mirrorPercent' | 'mirrorPercentage'>('istio', 'share of a mirror', [
    ['1.0', 'none', 'all requests are copied before 1.4'],
    ['1.4', 'mirrorPercent', 'whole percents in 1.4 and 1.5'],
    ['1.6', 'mirrorPercentage', 'any share from 1.6'],
  ]),
  /**
   * Conditions for retries that Envoy knows and the webhook refuses. Sources: istio/istio#18537 (reset, 1.4.3), #50726
   * (http3-post-connect-failure), #52032 (reset-before-request); of the other two no more is known than that 1.19 has them.
   */
  refusedRetryConditions: fact<readonly string[]>(
    'istio',
    'refused conditions of retries',
    [
      ['1.0', [], 'there are no conditions before 1.1'],
      [
        '1.1',
        [
          'reset',
          'retriable-headers',
          'envoy-ratelimited',
          'http3-post-connect-failure',
          'reset-before-request',
        ],
        'the conditions of Envoy at that time',
      ],
      [
        '1.4.3',
        ['retriable-headers', 'envoy-ratelimited', 'http3-post-connect-failure', 'reset-before-request'],
        'reset from 1.4.3',
      ],
      ['1.19', ['http3-post-connect-failure', 'reset-before-request'], 'two more at the latest in 1.19'],
      ['1.23', [], 'the last two from 1.23'],
    ],
    (names) => (names.length === 0 ? 'none' : String(names.length)),
  ),
  /** Longest regex on the authority that is not cut, in bytes, as Knative ran into it. */
  authorityRegexLimit: fact<number>(
    'istio',
    'longest regex on an authority, in bytes',
    [
      ['1.0', Number.POSITIVE_INFINITY, 'RE2 from 1.4'],
      ['1.4', 100, 'Knative 0.10 names it as the reason for its prefixes'],
    ],
    spellLimit,
  ),
  /**
   * Whether a match may ask for the presence of a header, by an empty condition. Pilot reads `{}` so from 1.18 on; before,
   * some schemas of the VirtualService refuse it.
   */
  presence: since('istio', 'presence of a header in a match', '1.18', 'an empty condition'),
  /** Which names of headers a match may have (1.23.0 was stricter than HTTP, 1.24.4 fixed it). */
  matchHeaderNames: fact<'all' | 'plain'>('istio', 'names of headers in a match', [
    ['1.0', 'all', 'as HTTP has them'],
    ['1.23.0', 'plain', 'letters, digits, - and _ alone from 1.23.0 to 1.24.3'],
    ['1.24.4', 'all', 'as HTTP has them, from 1.24.4'],
  ]),
  /** How many hosts a VirtualService may have without their routes mixing. */
  hostsPerVirtualService: fact('istio', 'hosts of a VirtualService', [
    ['1.0', 'any', 'each host has routes of its own'],
    ['1.7', 'one', 'up to 1.21 the routes of one host can overwrite those of another'],
    ['1.22', 'any', 'fixed in 1.22.0'],
  ]),
  /** How a `%` is written in the value of a header that is set. */
  percentInHeaders: fact('istio', '% in the value of a header', [
    ['1.0', '%', 'taken as it is before 1.8'],
    ['1.8', '%%', 'doubled from 1.8'],
  ]),
  /**
   * How a DestinationRule bounds the requests to a service of HTTP/1.1. Before 1.5 one without `tls` takes mutual TLS away
   * from what it is about, where the mesh has that: only from then on Istio sees by itself what the pods take (auto mTLS). Before
   * From 1.5 on it also has `consecutive5xxErrors` and `localityLbSetting` (its change notes, #19771, #18406). Before
   * Envoy 1.14, of Istio 1.6, `max_requests` is for HTTP/2 alone (envoyproxy/envoy#9215, #9668, #11908), and HTTP/1.1 is bounded by its
   * connections.
   */
  requestBound: fact<'none' | 'connections' | 'requests'>('istio', 'bound of the requests to a service', [
    ['1.0', 'none', 'a DestinationRule would take mutual TLS away before 1.5'],
    ['1.5', 'connections', 'Envoy bounds connections of HTTP/1.1 before 1.6'],
    ['1.6', 'requests', 'Envoy bounds requests of HTTP/1.1 from 1.6'],
  ]),
  /** Which entries `exportTo` takes. */
  exportTo: fact<'none' | 'one' | 'namespaces'>('istio', 'entries of exportTo', [
    ['1.0', 'none', 'the field came with 1.1'],
    ['1.1', 'one', '. or * alone up to 1.6; . hides it from the gateway'],
    ['1.7', 'namespaces', 'from 1.7'],
  ]),
} as const;
