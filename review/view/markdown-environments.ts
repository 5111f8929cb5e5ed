import type { Review } from '../judgement';
import type { ClusterName, HostPlace } from '../model';
import { inOrderOfRisk } from './change-weight';
import type { CommentPart } from './markdown-budget';
import { markdownEntry } from './markdown-entry';
import { htmlCode } from './markdown-text';
import { objectStatement } from './object-text';
import { compareEnvironments } from './place-text';
import { counted } from './plain-text';
import { requestStatement } from './request-text';
import { riskNames, risksAt, risksByChange } from './risk-text';
import { OBJECT_KINDS } from './summary-text';
import { REQUEST_KINDS } from './verdict-text';

/** Most environments that are told apart; what is in more is told of all others at once. */
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
  hosts: (where: readonly HostPlace[]) => string,
): CommentPart[] {
  const { requests, objects } = review;
  const risks = risksByChange(review);
  const groups = environmentGroups([
    ...requests.changes.flatMap(({ where }) => where),
    ...objects.flatMap(({ where }) => where),
  ]);
  const changesInOrder = inOrderOfRisk(requests.changes, risks.ofRequests, REQUEST_KINDS);
  const editsInOrder = inOrderOfRisk(objects, risks.ofObjects, OBJECT_KINDS);
  return groups.flatMap(({ title, has }, index): CommentPart[] => {
    const changes = changesInOrder.flatMap(({ change, index: place }) => {
      const where = change.where.filter(has);
      const spell = () =>
        requestStatement(change, where, hosts, riskNames(risksAt(where, risks.ofRequests.get(place))));
      return where.length === 0 ? [] : [() => markdownEntry(spell())];
    });
    const edits = editsInOrder.flatMap(({ change, index: place }) => {
      const where = change.where.filter(has);
      const spell = () =>
        objectStatement(change, where, riskNames(risksAt(where, risks.ofObjects.get(place))));
      return where.length === 0 ? [] : [() => markdownEntry(spell())];
    });
    const seen = review.risks.filter(({ where }) => where.some(has)).length;
    const summary = [
      ...(changes.length === 0
        ? []
        : [counted(changes.length, 'set of requests changes', 'sets of requests change')]),
      ...(edits.length === 0 ? [] : [counted(edits.length, 'object change')]),
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

function environmentGroups(places: readonly ClusterName[]): EnvironmentGroup[] {
  const names = [...new Set(places.map(({ environment }) => environment))].sort(compareEnvironments);
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
