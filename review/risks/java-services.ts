import { egressServices, type ObjectChange } from '../model';
import { objectOccurrence } from './object-occurrence';
import { gather, type RiskFamily } from './occurrence';
import type { Risk } from './risk';

/** What a change of an egress gateway does to what functions may call. */
interface CallChange {
  readonly kind: 'lost' | 'restricted' | 'opened';
  /** A service, or the egress gateway. */
  readonly subject: string;
  /** The services that are left, where there was no list. */
  readonly left: readonly string[];
}

const FAMILIES: Readonly<Record<CallChange['kind'], RiskFamily>> = {
  lost: {
    code: 'KF822',
    one: ({ subject }) => ({
      message: `functions can no longer call the Java service ${subject}`,
      help: 'make sure that no function that runs calls it any more: it gets 404 from the egress gateway; kfaas graph --by service says who called it',
    }),
    many: (count, subjects) => ({
      message: `functions can no longer call ${count} Java services: ${subjects}`,
      help: 'make sure that no function that runs calls them any more; kfaas graph --by service says who called them; -o json lists all',
    }),
  },
  restricted: {
    code: 'KF822',
    one: ({ subject }, left) => ({
      message: `${subject} no longer leads to every Java service, but to ${left === '' ? 'none' : `${left} alone`}`,
      help: 'make sure that every function names in calls what it calls: it gets 404 for anything else',
    }),
    many: (count, subjects) => ({
      message: `${count} egress gateways no longer lead to every Java service: ${subjects}`,
      help: 'make sure that every function names in calls what it calls: it gets 404 for anything else',
    }),
  },
  opened: {
    code: 'KF822',
    one: ({ subject }) => ({
      message: `${subject} leads to every Java service, where it led to those that functions call`,
      help: 'declare the Java services in javaPlatform.services, unless functions may call all of them',
    }),
    many: (count, subjects) => ({
      message: `${count} egress gateways lead to every Java service: ${subjects}`,
      help: 'declare the Java services in javaPlatform.services, unless functions may call all of them',
    }),
  },
};

/** KF822: an egress gateway no longer leads to Java services that functions called, or leads to all instead of some. */
export function changedCalls(objects: readonly ObjectChange[]): readonly Risk[] {
  return (Object.keys(FAMILIES) as CallChange['kind'][]).flatMap((wanted) =>
    gather(
      FAMILIES[wanted],
      objects.flatMap((change, index) =>
        callChanges(change)
          .filter(({ kind }) => kind === wanted)
          .map(({ subject, left }) =>
            objectOccurrence(change, index, {
              severity: 'warning',
              subject,
              details: left,
              where: change.where,
            }),
          ),
      ),
    ),
  );
}

function callChanges({ before, after, object }: ObjectChange): CallChange[] {
  // One that comes or goes does so with its gateway.
  if (before === undefined || after === undefined) return [];
  const [formerly, now] = [egressServices(before), egressServices(after)];
  if (formerly === undefined) {
    return now === undefined ? [] : [{ kind: 'restricted', subject: object.name, left: now }];
  }
  if (now === undefined) return [{ kind: 'opened', subject: object.name, left: [] }];
  return formerly
    .filter((name) => !now.includes(name))
    .map((name) => ({ kind: 'lost', subject: name, left: [] }));
}
