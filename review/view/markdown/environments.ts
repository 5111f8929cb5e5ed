import type { Review } from '../../risks';
import type { ClusterName, HostLocation } from '../../model';
import {
  counted,
  inOrderOfRisk,
  OBJECT_KINDS,
  newClusters,
  newClusterStatement,
  objectStatement,
  REQUEST_KINDS,
  requestStatement,
  riskNames,
  risksAt,
  risksByChange,
} from '../text';
import type { CommentPart } from './budget';
import { markdownEntry } from './entry';
import { htmlCode } from './text';

/** Most environments with a section of their own; further environments share one. */
const MOST_ENVIRONMENTS = 8;

/** Lists of production are filled before those of the environments that a change reaches first. */
const RANKS = { requests: 100, objects: 200 };

/** Some environments, and whether something is in them. */
interface EnvironmentGroup {
  readonly title: string;
  readonly has: (place: ClusterName) => boolean;
}

/** The changes of a review, environment by environment, each folded behind what it counts. */
export function environmentParts(
  review: Review,
  hosts: (where: readonly HostLocation[]) => string,
): CommentPart[] {
  const { requests, objects } = review;
  const risks = risksByChange(review);
  const places = [
    ...requests.changes.flatMap(({ where }) => where),
    ...objects.flatMap(({ where }) => where),
  ];
  const groups = environmentGroups(places, review.environments);
  const changesInOrder = inOrderOfRisk(requests.changes, risks.ofRequests, REQUEST_KINDS);
  const editsInOrder = inOrderOfRisk(objects, risks.ofObjects, OBJECT_KINDS);
  const clusters = newClusters(review);
  const folded = new Set(clusters.flatMap((cluster) => cluster.objects));
  return groups.flatMap(({ title, has }, index): CommentPart[] => {
    const changes = changesInOrder.flatMap(({ change, index: place }) => {
      const where = change.where.filter(has);
      const spell = () =>
        requestStatement(change, where, hosts, riskNames(risksAt(where, risks.ofRequests.get(place))));
      return where.length === 0 ? [] : [() => markdownEntry(spell())];
    });
    const own = editsInOrder.flatMap(({ change, index: place }) => {
      const where = folded.has(place) ? [] : change.where.filter(has);
      const spell = () =>
        objectStatement(change, where, riskNames(risksAt(where, risks.ofObjects.get(place))));
      return where.length === 0 ? [] : [() => markdownEntry(spell())];
    });
    const news = clusters.filter(({ cluster }) => has(cluster));
    const edits = [
      ...own,
      ...news.map((cluster) => () => markdownEntry(newClusterStatement(review, cluster))),
    ];
    const count = own.length + news.reduce((sum, { objects }) => sum + objects.length, 0);
    const seen = review.risks.filter(({ where }) => where.some(has)).length;
    const summary = [
      ...(changes.length === 0
        ? []
        : [counted(changes.length, 'set of requests changes', 'sets of requests change')]),
      ...(count === 0 ? [] : [counted(count, 'object change')]),
      ...(seen === 0 ? [] : [counted(seen, 'risk')]),
    ];
    const rank = groups.length - index;
    return [
      `\n<details>\n<summary><b>${title}</b>: ${summary.join(', ')}</summary>\n`,
      ...(changes.length === 0 ? [] : ['\n##### Requests\n\n']),
      {
        entries: changes,
        noun: ['request change', 'request changes'],
        rank: RANKS.requests + rank,
      },
      ...(edits.length === 0 ? [] : ['\n##### Objects\n\n']),
      { entries: edits, noun: ['object change', 'object changes'], rank: RANKS.objects + rank },
      '\n</details>\n',
    ];
  });
}

function environmentGroups(places: readonly ClusterName[], order: readonly string[]): EnvironmentGroup[] {
  const changed = new Set(places.map(({ environment }) => environment));
  const names = order.filter((name) => changed.has(name));
  const most = names.length > MOST_ENVIRONMENTS ? MOST_ENVIRONMENTS - 1 : MOST_ENVIRONMENTS;
  const groups = names.slice(0, most).map((name): EnvironmentGroup => ({
    // A folder that is not laid out by clusters has no environment.
    title: name === '' ? 'Changes' : htmlCode(name),
    has: ({ environment }) => environment === name,
  }));
  const others = new Set(names.slice(most));
  if (others.size === 0) return groups;
  return [
    ...groups,
    {
      title: counted(others.size, 'other environment'),
      has: ({ environment }) => others.has(environment),
    },
  ];
}
