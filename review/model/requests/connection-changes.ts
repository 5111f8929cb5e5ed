import { compareText, groupBy, isMapping, listOf, stableText, textOf } from '../../../base';
import {
  connectionAnswers,
  destinationsOf,
  outcomes,
  type ConnectionTable,
  type Destination,
  type Outcome,
} from '../../../routing';

/** Connections that a change routes to other destinations. */
export interface ConnectionChange {
  /** `<namespace>/<name>` of the Gateway. */
  readonly gateway: string;
  readonly field: 'tls' | 'tcp';
  /** Undefined for every port that no match names. */
  readonly port: number | undefined;
  /** The server names (SNI) of the connections, sorted; none for TCP. */
  readonly serverNames: readonly string[];
  /** Undefined where no route took them. */
  readonly before: readonly Destination[] | undefined;
  readonly after: readonly Destination[] | undefined;
}

const ANY_PATH = { kind: 'any' } as const;

/**
 * Returns which connections change their destinations between the TLS and TCP routes of two snapshots, on every listener. Server names
 * with the same change are one change.
 */
export function connectionChanges(
  before: readonly ConnectionTable[],
  after: readonly ConnectionTable[],
): readonly ConnectionChange[] {
  const [from, to] = [byListener(before), byListener(after)];
  const { keyOf } = outcomes();
  const effect = (outcome: Outcome | undefined) => outcome && keyOf({ outcome, path: ANY_PATH });
  const listeners = [...new Set([...from.keys(), ...to.keys()])].sort(compareText);
  return listeners.flatMap((listener) => {
    const [own, other] = [from.get(listener), to.get(listener)];
    const table = other ?? own;
    if (table === undefined) return [];
    const [answers, next] = [own, other].map((each) =>
      each === undefined ? new Map<string, Outcome>() : connectionAnswers(each),
    ) as [ReadonlyMap<string, Outcome>, ReadonlyMap<string, Outcome>];
    const names = [...new Set([...answers.keys(), ...next.keys()])].sort(compareText);
    const changed = names.filter((name) => effect(answers.get(name)) !== effect(next.get(name)));
    const alike = groupBy(changed, (name) =>
      JSON.stringify([effect(answers.get(name)), effect(next.get(name))]),
    );
    return [...alike.values()].map((group): ConnectionChange => {
      const [first] = group;
      const destinations = (given: ReadonlyMap<string, Outcome>) => {
        const outcome = given.get(first);
        return outcome && destinationsOf(outcome);
      };
      const { gateway, field, port } = table;
      const serverNames = group.filter((name) => name !== '');
      return { gateway, field, port, serverNames, before: destinations(answers), after: destinations(next) };
    });
  });
}

function byListener(tables: readonly ConnectionTable[]): ReadonlyMap<string, ConnectionTable> {
  return new Map(tables.map((table) => [JSON.stringify([table.gateway, table.field, table.port]), table]));
}

/**
 * Returns the names of the VirtualServices in the mesh whose TLS and TCP routes differ between the snapshots, sorted: these are not
 * compared.
 * @param before the VirtualServices of the base
 * @param after the VirtualServices of the head
 */
export function meshConnectionChanges(
  before: readonly unknown[],
  after: readonly unknown[],
): readonly string[] {
  const [from, to] = [connectionsByName(before), connectionsByName(after)];
  const names = new Set([...from.keys(), ...to.keys()]);
  return [...names].filter((name) => from.get(name) !== to.get(name)).sort();
}

/** The TLS and TCP routes of the VirtualServices in the mesh that have any, as text. */
function connectionsByName(objects: readonly unknown[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const object of objects) {
    if (!isMapping(object) || !isMapping(object.spec)) continue;
    const { tls, tcp, hosts, gateways } = object.spec;
    if (listOf(tls).length + listOf(tcp).length === 0) continue;
    const bound = listOf(gateways);
    if (bound.length > 0 && !bound.includes('mesh')) continue;
    const metadata = isMapping(object.metadata) ? object.metadata : {};
    const name = `${textOf(metadata.namespace) ?? 'default'}/${textOf(metadata.name) ?? ''}`;
    found.set(
      name,
      textOrName(() => stableText({ tls, tcp, hosts }), name),
    );
  }
  return found;
}

/** YAML allows values that contain themselves; Kubernetes does not. */
function textOrName(text: () => string, name: string): string {
  try {
    return text();
  } catch {
    return name;
  }
}
