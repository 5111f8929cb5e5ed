import type { ConnectionTable } from '../istio';
import type { Outcome } from '../model';

/** How the key of TCP connections is named, which have no server name. */
export const ANY_SERVER_NAME = '';

/**
 * Returns what becomes of the connections of a listener, by server name: for the creation times of the manifests, else the names. A TLS
 * match of which a server name is taken has none of its own; of TCP routes, the first takes all.
 */
export function connectionAnswers({ field, routes }: ConnectionTable): ReadonlyMap<string, Outcome> {
  const answers = new Map<string, Outcome>();
  for (const { connection } of routes) {
    const names = field === 'tcp' ? [ANY_SERVER_NAME] : connection.serverNames;
    if (names.some((name) => answers.has(name))) continue;
    for (const name of names) answers.set(name, connection.outcome);
  }
  return answers;
}
