import type { RouteDeclaration } from '../catalog';
import type { VirtualServiceSpecHttp } from '../imports/networking.istio.io';
import type { PlatformProfile } from '../platform';
import { hostOf } from './route-destinations';
import { treatmentOf } from './route-treatment';

/** The status of a redirect that says none, in every version. */
const USUAL_REDIRECT = 301;

/** What a rule does that answers by itself: a redirect or a response. `undefined` for a route that sends its requests on. */
export function answerOf(
  route: RouteDeclaration,
  profile: PlatformProfile,
): Omit<VirtualServiceSpecHttp, 'match'> | undefined {
  const { redirect, directResponse } = route;
  if (redirect !== undefined) {
    const { redirectCode: code, ...location } = redirect;
    const redirectCode = code === USUAL_REDIRECT ? undefined : code;
    return { redirect: { ...location, redirectCode }, ...treatmentOf(route, profile) };
  }
  if (directResponse === undefined) return undefined;
  const { status, body } = directResponse;
  return {
    directResponse: { status, body: body === undefined ? undefined : { string: body } },
    ...treatmentOf(route, profile),
  };
}

/** Who gets copies of the requests of a rule, and of which share of them: of all where no share is written. */
export function mirrorOf(
  mirror: RouteDeclaration['mirror'],
  namespace: string,
  { istio }: PlatformProfile,
): Pick<VirtualServiceSpecHttp, 'mirror' | 'mirrorPercent' | 'mirrorPercentage'> {
  if (mirror === undefined) return {};
  const { percent = 100 } = mirror;
  const to = { mirror: hostOf(mirror, namespace) };
  if (percent === 100) return to;
  return istio.mirrorShare === 'mirrorPercent'
    ? { ...to, mirrorPercent: percent }
    : { ...to, mirrorPercentage: { value: percent } };
}
