import type { Review } from '../../../review/risks';
import type { HostLocation, ObjectLocation } from '../../../review/model';
import { SAMPLE_REVIEW } from './sample-review';

/** How much of everything a review has. */
export interface Crowd {
  readonly requests: number;
  readonly equivalent: number;
  readonly objects: number;
  readonly risks: number;
  readonly rollouts: number;
  readonly undecided: number;
  readonly orders: number;
  readonly problems: number;
  readonly assumptions: number;
  /** Environments, of which each entry is in some. */
  readonly environments: number;
  /** Stands in every name, path and message. */
  readonly text: string;
}

/** The sample review with so many entries, and with a text in everything that comes from manifests or people. */
export function crowdedReview(crowd: Crowd): Review {
  const { text, environments } = crowd;
  const { requests } = SAMPLE_REVIEW;
  const environmentOf = (index: number) =>
    `${['test', 'staging', 'prod'][index] ?? `e${index}`}${index > 1 ? text : ''}`;
  const names = many(environments, environmentOf);
  const at = (index: number) => ({ environment: environmentOf(index % environments), cluster: `c${text}` });
  const host = (index: number): HostLocation => ({
    ...at(index),
    namespace: text,
    host: text,
    gateways: [text],
    port: undefined,
  });
  const hosts = (index: number) => [host(index), host(index + 1)];
  const place = (index: number): ObjectLocation => ({
    ...at(index),
    namespace: text,
    name: `${index}${text}`,
    file: text,
  });
  const witness = { method: 'GET', path: `/${text}`, headers: { [text]: text }, query: { [text]: text } };
  const set = { matched: [text, `prefix /${text}`], except: [text] };
  const finding = (index: number) => ({
    ...repeat(SAMPLE_REVIEW.risks, index),
    message: `message ${text}`,
    help: text,
    places: [{ file: text, line: 1, column: 1 }],
    witness,
  });
  return {
    environments: [...names.slice(0, 3), ...names.slice(3).sort()],
    base: text,
    head: text,
    requests: {
      ...requests,
      changes: many(crowd.requests, (index) => ({
        ...repeat(requests.changes, index),
        requests: set,
        witness,
        fields: [{ path: text, before: text, after: { [text]: text } }],
        where: hosts(index),
      })),
      equivalent: many(crowd.equivalent, (index) => ({
        ...repeat(requests.equivalent, index),
        subject: text,
        before: text,
        where: hosts(index),
      })),
      undecided: many(crowd.undecided, host),
      orderDependent: many(crowd.orders, (index) => ({ side: 'head', where: host(index) })),
      trees: [],
      unserved: [],
    },
    objects: many(crowd.objects, (index) => {
      const change = repeat(SAMPLE_REVIEW.objects, index);
      const { apiVersion } = change.object;
      const object = { apiVersion, kind: `${change.object.kind}${text}`, namespace: text, name: text };
      const from = change.from && { ...object, name: `was ${text}` };
      return { ...change, object, from, meaning: [text], where: [place(index), place(index + 1)] };
    }),
    risks: many(crowd.risks, (index) => ({
      ...finding(index),
      teams: [text],
      where: [at(index)],
      requestChanges: crowd.requests === 0 ? [] : [index % crowd.requests],
      objectChanges: crowd.objects === 0 ? [] : [index % crowd.objects],
    })),
    rollouts: many(crowd.rollouts, (index) => {
      const rollout = { ...repeat(SAMPLE_REVIEW.rollouts, index), where: hosts(index) };
      return rollout.safety === 'undecided' ? { ...rollout, why: text } : rollout;
    }),
    problems: many(crowd.problems, finding),
    assumptions: many(crowd.assumptions, (index) => `${index}. ${text}`),
  };
}

function many<Item>(count: number, itemOf: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => itemOf(index));
}

function repeat<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('an empty list has nothing to repeat');
  return item;
}
