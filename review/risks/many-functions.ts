import { compareText } from '../../base';
import type { RequestReview } from '../model';
import { nameOf, teamsOf } from './answering-function';
import { distinctClusters, messageIn, listed } from './listed';
import type { Risk } from './risk';

/** Up to this many functions, a reviewer reads the changes one by one. */
const MANY = 20;

/** What changes in one environment. */
interface Changed {
  readonly functions: Set<string>;
  readonly teams: Set<string>;
  readonly clusters: Set<string>;
  readonly requestChanges: number[];
}

/**
 * KF811: requests of more than 20 functions change in one environment. It counts environments and not pull requests:
 * what goes through test first, and to production later, is two times the half.
 * @param order every environment, in the order in which a change travels: a change is seen in an earlier one first
 */
export function manyFunctions({ changes }: RequestReview, order: readonly string[] = []): readonly Risk[] {
  const environments = new Map<string, Changed>();
  changes.forEach(({ before, after, where }, index) => {
    const answers = [before, after].flatMap((answer) => (answer === undefined ? [] : [answer]));
    const names = answers.map(nameOf);
    const teams = teamsOf(before, after);
    for (const { environment, cluster } of where) {
      const known = environments.get(environment) ?? {
        functions: new Set(),
        teams: new Set(),
        clusters: new Set(),
        requestChanges: [],
      };
      environments.set(environment, known);
      for (const name of names) known.functions.add(name);
      for (const team of teams) known.teams.add(team);
      known.clusters.add(cluster);
      if (known.requestChanges.at(-1) !== index) known.requestChanges.push(index);
    }
  });
  return [...environments]
    .sort(([a], [b]) => compareText(a, b))
    .filter(([, { functions }]) => functions.size > MANY)
    .map(([environment, { functions, teams, clusters, requestChanges }]): Risk => {
      const headline = `requests of ${functions.size} functions change at once: ${listed([...functions].sort())}`;
      const where = distinctClusters([...clusters].map((cluster) => ({ environment, cluster })));
      return {
        code: 'KF811',
        severity: order.slice(0, -1).includes(environment) ? 'note' : 'warning',
        ...messageIn(where, headline),
        help: 'if it can be done in parts, do a few functions or one cluster first, and look at their errors and latencies before the rest',
        places: [],
        teams: [...teams].sort(),
        where,
        requestChanges,
        objectChanges: [],
      };
    });
}
