import { backendLists, isKnative, type Backend } from '../catalog';
import { inRoutes, type Need } from './need';

/** Longest regex on an authority that Istio 1.4 and newer do not cut, in bytes. */
const HOST_REGEX_LIMIT = 100;

/** What routes, backends and names can ask for and some version lacks, beside their matches. */
export const ROUTE_NEEDS: readonly Need[] = [
  {
    code: 'KF701',
    what: 'a delay for a fraction of a percent',
    component: 'istio',
    otherwise: 'delays take whole percents only',
    since: '1.1',
    isLacking: ({ istio }) => !istio.faultPercentage,
    askedAt: inRoutes(({ delay }) =>
      delay === undefined || Number.isInteger(delay.percent) ? [] : [['delay', 'percent']],
    ),
  },
  {
    code: 'KF701',
    what: 'an abort of a fraction of a percent',
    component: 'istio',
    otherwise: 'aborts take whole percents only',
    since: '1.1',
    isLacking: ({ istio }) => !istio.faultPercentage,
    askedAt: inRoutes(({ abort }) =>
      abort === undefined || Number.isInteger(abort.percent) ? [] : [['abort', 'percent']],
    ),
  },
  {
    code: 'KF701',
    what: 'changes of headers',
    component: 'istio',
    otherwise: 'they are silently ignored',
    since: '1.1',
    isLacking: ({ hasField }) => !hasField('http[].headers'),
    askedAt: inRoutes(({ headers }) => (headers === undefined ? [] : [['headers']])),
  },
  {
    code: 'KF701',
    what: 'a rewrite by a regex',
    component: 'istio',
    otherwise: 'it is silently ignored',
    since: '1.19',
    isLacking: ({ hasField }) => !hasField('http[].rewrite.uriRegexRewrite'),
    askedAt: inRoutes(({ rewrite }) =>
      rewrite?.uriRegexRewrite === undefined ? [] : [['rewrite', 'uriRegexRewrite']],
    ),
  },
  {
    code: 'KF701',
    what: 'the prefix or the regex of an origin',
    component: 'istio',
    otherwise: 'origins are compared as whole texts',
    since: '1.5',
    isLacking: ({ hasField }) => !hasField('http[].corsPolicy.allowOrigins[]'),
    askedAt: inRoutes(({ corsPolicy }) =>
      (corsPolicy?.allowOrigins ?? []).flatMap(({ exact }, index) =>
        exact === undefined ? [['corsPolicy', 'allowOrigins', index]] : [],
      ),
    ),
  },
  {
    code: 'KF708',
    what: 'bounds of its own',
    component: 'istio',
    otherwise: 'a DestinationRule would take mutual TLS away from its pods',
    since: '1.5',
    isLacking: ({ istio }) => istio.requestBound === 'none',
    askedAt: ({ service }) =>
      (['connectionPool', 'outlierDetection'] as const).flatMap((field) =>
        service?.[field] === undefined ? [] : [['service', field]],
      ),
  },
  {
    code: 'KF701',
    what: 'several backends by weight',
    component: 'istio',
    otherwise: 'several destinations cannot have a host each',
    since: '1.1, but for 1.10.0',
    isLacking: ({ istio }) => !istio.destinationHost,
    askedAt: (spec) =>
      backendLists(spec).flatMap(({ path, backends }) => {
        const live = backends.filter(({ weight }) => weight > 0);
        const isNamed = (backend: Backend) => isKnative(backend) || backend.authority !== undefined;
        return live.length > 1 && live.some(isNamed) ? [path] : [];
      }),
  },
  {
    code: 'KF701',
    what: 'changes of headers for one backend',
    component: 'istio',
    otherwise: 'they are silently ignored',
    since: '1.1',
    isLacking: ({ hasField }) => !hasField('http[].route[].headers'),
    askedAt: (spec) =>
      backendLists(spec).flatMap(({ path, backends }) =>
        backends.flatMap(({ headers }, index) =>
          headers === undefined ? [] : [[...path, index, 'headers']],
        ),
      ),
  },
  {
    code: 'KF703',
    what: `a host that Knative turns into a regex of more than ${HOST_REGEX_LIMIT} bytes`,
    component: 'knative',
    otherwise: 'hosts are matched by regexes, which Istio cuts',
    since: '0.10',
    isLacking: ({ knativeRouting, istio }) =>
      knativeRouting.hostMatch === 'regex' && istio.authorityRegexLimit <= HOST_REGEX_LIMIT,
    askedAt: ({ ksvc }, namespaces) =>
      namespaces.some((namespace) => hostRegex(ksvc, namespace).length > HOST_REGEX_LIMIT) ? [[]] : [],
  },
];

/** How Knative 0.9 and older match a Knative Service's local host (serving, `pkg/reconciler/ingress/resources`). */
function hostRegex(ksvc: string, namespace: string): string {
  return `^${ksvc}\\.${namespace}(\\.svc(\\.cluster\\.local)?)?(?::\\d{1,5})?$`;
}
