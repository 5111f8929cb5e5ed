import type { HostRole, ObjectChange } from '../model';
import { objectOccurrence } from './object-occurrence';
import type { Risk } from './risk';
import { gather } from './occurrence';

/** What a host gets, or loses. */
const ROLES: Readonly<Record<HostRole, string>> = {
  ingress: 'an Ingress rule',
  certificate: 'a certificate',
};

/** KF804: in a cluster, a host newly has or no longer has an Ingress rule or a certificate. */
export function publicHosts(objects: readonly ObjectChange[]): readonly Risk[] {
  const occurrences = objects.flatMap((change, index) =>
    (change.publicHosts ?? []).map(({ host, role, comes, where }) => {
      const severity = comes ? 'warning' : 'error';
      const seen = { severity, subject: host, details: [ROLES[role]], where } as const;
      // A host and its certificate come together: they are one risk.
      return { ...objectOccurrence(change, index, seen), key: host };
    }),
  );
  return gather(
    {
      code: 'KF804',
      one: ({ severity, subject }, details) =>
        severity === 'error'
          ? {
              message: `the public host ${subject} loses ${details}`,
              help: 'make sure that nobody uses the host any more: clients get no answer, or no valid certificate, as soon as it is applied',
            }
          : {
              message: `the public host ${subject} gets ${details}`,
              help: 'make sure that it is meant to be public, and that its DNS record leads here',
            },
      many: (count, subjects) => ({
        message: `${count} public hosts come or go: ${subjects}`,
        help: 'make sure that the new ones are meant to be public and that nobody uses the others; -o json lists all',
      }),
    },
    occurrences,
  );
}
