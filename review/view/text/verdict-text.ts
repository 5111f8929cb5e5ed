import type { Review } from '../../risks';
import type { RequestChange, RequestReview } from '../../model';
import { counted, grouped } from './visible-text';

/** What becomes of the requests of one set, and of several. */
const VERBS: Readonly<Record<RequestChange['kind'], readonly [one: string, many: string]>> = {
  unanswered: ['is no longer answered', 'are no longer answered'],
  moved: ['is rerouted', 'are rerouted'],
  answered: ['is newly answered', 'are newly answered'],
  treated: ['is handled differently', 'are handled differently'],
};

/** Kinds of request changes, the weightiest first. */
export const REQUEST_KINDS = ['unanswered', 'moved', 'answered', 'treated'] as const;

/** What a change does to requests, in one sentence: the first that anybody reads of a review. */
export function verdictSentence(review: Review): string {
  const { verdict, compared, changes, undecided } = review.requests;
  const sets = counted(changes.length, 'set of requests', 'sets of requests');
  switch (verdict) {
    case 'same': {
      const judged = `${counted(compared.routes, 'route')} on ${counted(compared.hosts, 'host')} of ${counted(compared.clusters, 'cluster')}`;
      const same = sameClusters(compared);
      const why = compared.routes > 0 ? [`proved for ${judged}`, ...same] : same;
      if (why.length === 0) why.push('no HTTP route of a VirtualService differs');
      return `No request changes: ${why.join('; ')}${connectionsOf(review)}${unread(review)}.`;
    }
    case 'changed':
      return `${sets} ${changes.length === 1 ? 'changes' : 'change'}: ${becomes(changes)}${unread(review)}.`;
    case 'undecided': {
      const where =
        undecided.length === 0
          ? 'everything'
          : `${grouped(undecided.length)} of ${counted(compared.hosts, 'host')}`;
      const known =
        changes.length === 0
          ? 'no change of requests was found'
          : `at least ${sets} ${changes.length === 1 ? 'changes' : 'change'}: ${becomes(changes)}`;
      return `Not decided for ${where}; ${known}${unread(review)}.`;
    }
  }
}

/** Clusters that need no proof. */
function sameClusters({ alike, clusters }: RequestReview['compared']): string[] {
  const other = clusters > 0 ? 'other ' : '';
  const counts = counted(alike, `${other}cluster`, `${other}clusters`);
  return alike === 0 ? [] : [`${counts} ${alike === 1 ? 'is' : 'are'} the same, byte for byte`];
}

/** Connections are no requests: a verdict that speaks of none names them. */
function connectionsOf({ connections = [] }: Review): string {
  return connections.length === 0
    ? ''
    : `; ${counted(connections.length, 'set of connections', 'sets of connections')} ${connections.length === 1 ? 'changes' : 'change'}`;
}

/** What could not be read was not judged: no verdict speaks of it. */
function unread({ problems }: Review): string {
  return problems.length === 0
    ? ''
    : `; ${counted(problems.length, 'problem')} ${problems.length === 1 ? 'keeps' : 'keep'} files from being judged`;
}

function becomes(changes: readonly RequestChange[]): string {
  const parts = REQUEST_KINDS.flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [{ count, verb: VERBS[kind][count === 1 ? 0 : 1] }];
  });
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return `${only.count === 1 ? 'it' : 'they'} ${only.verb}`;
  return parts.map(({ count, verb }) => `${grouped(count)} ${verb}`).join(', ');
}
