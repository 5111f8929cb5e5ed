import { certifiedHosts, servedHosts, type ClusterName, type ObjectChange } from '../model';
import { objectSighting } from './object-sighting';
import type { Risk } from './risk';
import { gather, type Sighting } from './sighting';

/** What a host has, or loses: an Ingress that answers it, or a certificate. */
type Role = 'an Ingress rule' | 'a certificate';

/** A host's role on either side of a cluster, with the changes that give it. */
interface HostRole {
  readonly host: string;
  readonly role: Role;
  readonly at: ClusterName;
  readonly before: Set<number>;
  readonly after: Set<number>;
}

/** KF804: in a cluster, a host newly has or no longer has an Ingress rule or a certificate. */
export function publicHosts(objects: readonly ObjectChange[]): readonly Risk[] {
  const sightings = [...rolesIn(objects)]
    // An object that gives a host to another one neither brings nor takes it.
    .filter(({ before, after }) => before.size === 0 || after.size === 0)
    .flatMap((one) => sightingsOf(one, objects));
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
    sightings,
  );
}

function sightingsOf(
  { host, role, at, before, after }: HostRole,
  objects: readonly ObjectChange[],
): Sighting[] {
  const severity = after.size === 0 ? 'error' : 'warning';
  return [...before, ...after].flatMap((index) => {
    const change = objects[index];
    if (change === undefined) return [];
    const seen = { severity, subject: host, details: [role], where: [at] } as const;
    // A host and its certificate come together: they are one risk.
    return [{ ...objectSighting(change, index, seen), key: host }];
  });
}

function rolesIn(objects: readonly ObjectChange[]): Iterable<HostRole> {
  const roles = new Map<string, HostRole>();
  objects.forEach((change, index) => {
    const clusters = new Map(
      change.where.map(({ environment, cluster }) => [`${environment}/${cluster}`, { environment, cluster }]),
    );
    for (const side of ['before', 'after'] as const) {
      const given = [
        ...servedHosts(change[side]).map((host) => ({ host, role: 'an Ingress rule' as const })),
        ...certifiedHosts(change[side]).map((host) => ({ host, role: 'a certificate' as const })),
      ];
      for (const { host, role } of given) {
        for (const [cluster, at] of clusters) {
          const key = `${cluster} ${role} ${host}`;
          const known = roles.get(key) ?? { host, role, at, before: new Set(), after: new Set() };
          known[side].add(index);
          roles.set(key, known);
        }
      }
    }
  });
  return roles.values();
}
