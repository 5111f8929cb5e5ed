import type { RouteDeclaration } from '../catalog';
import type { VirtualServiceSpecHttp } from '../imports/networking.istio.io';
import type { PlatformProfile } from '../platform';

type Treatment = Pick<VirtualServiceSpecHttp, 'headers' | 'corsPolicy' | 'fault'>;

/** What a rule does with requests and answers beside sending them on, as the cluster's Istio writes it. */
export function treatmentOf(route: RouteDeclaration, { istio, hasField }: PlatformProfile): Treatment {
  return {
    headers: headerChanges(route.headers, istio.percentInHeaders),
    corsPolicy: corsOf(route.corsPolicy, hasField('http[].corsPolicy.allowOrigins[]')),
    fault: faultOf(route, istio.faultPercentage),
  };
}

type Headers = NonNullable<RouteDeclaration['headers']>;

/** Changes of headers as Istio writes them. A `%` would begin a variable of Envoy's; doubled, it stands for itself. */
export function headerChanges(headers: Headers | undefined, percent: string): Treatment['headers'] {
  if (headers === undefined) return undefined;
  const plain = (values: Readonly<Record<string, string>> | undefined) =>
    values &&
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.replaceAll('%', percent)]));
  const changes = ({ set, add, remove }: NonNullable<Headers['request']>) => ({
    set: plain(set),
    add: plain(add),
    remove,
  });
  return {
    request: headers.request && changes(headers.request),
    response: headers.response && changes(headers.response),
  };
}

/** Istio before 1.5 knows whole origins alone, under another name. */
function corsOf(policy: RouteDeclaration['corsPolicy'], takesMatches: boolean): Treatment['corsPolicy'] {
  if (policy === undefined) return undefined;
  const { allowOrigins, ...rest } = policy;
  if (takesMatches) return { allowOrigins, ...rest };
  return { allowOrigin: allowOrigins.flatMap(({ exact }) => exact ?? []), ...rest };
}

function faultOf({ delay, abort }: RouteDeclaration, takesFractions: boolean): Treatment['fault'] {
  if (delay === undefined && abort === undefined) return undefined;
  const share = (percent: number) => (takesFractions ? { percentage: { value: percent } } : { percent });
  return {
    delay: delay && { fixedDelay: delay.duration, ...share(delay.percent) },
    abort: abort && { httpStatus: abort.httpStatus, ...share(abort.percent) },
  };
}
