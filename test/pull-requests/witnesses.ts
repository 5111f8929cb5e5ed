import type { Review } from '../../review';
import type { GatewayRequest } from '../../routing';
import { requestOfWitness } from '../routing/witness-request';
import type { RenderedReview } from './rendered-review';
import { renderedRoutes } from './rendered-routes';

type Change = Review['requests']['changes'][number];
type Place = Change['where'][number];

/** Every place of a change, with the request that shows it. */
function shown({
  requests,
}: Review): { readonly change: Change; readonly place: Place; readonly sent: GatewayRequest }[] {
  return requests.changes.flatMap((change) =>
    change.where.map((place) => ({
      change,
      place,
      sent: { ...requestOfWitness(change.witness, place.host), port: place.port },
    })),
  );
}

/** `<environment>/<cluster>` */
export function clusterOf({ environment, cluster }: Place): string {
  return `${environment}/${cluster}`;
}

/** Requests that are said to change and do not, and those that are answered by other functions or matches than is said. */
export function wrongWitnesses({ review, base, head }: RenderedReview): readonly string[] {
  const [before, after] = [renderedRoutes(base), renderedRoutes(head)];
  return shown(review).flatMap(({ change, place, sent }) => {
    const [old, now] = [before, after].map((side) => side.answer(clusterOf(place), sent));
    const isSaid =
      old?.function === change.before?.function &&
      now?.function === change.after?.function &&
      old?.match === change.before?.match &&
      now?.match === change.after?.match;
    return old?.outcome === now?.outcome || !isSaid
      ? [`${sent.method} ${sent.path} in ${clusterOf(place)}`]
      : [];
  });
}
