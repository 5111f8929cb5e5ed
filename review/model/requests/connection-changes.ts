import { isMapping, listOf, stableText, textOf } from '../../../base';

/**
 * Returns the names of the VirtualServices whose TLS and TCP routes differ between the snapshots, sorted: requests say nothing of
 * these.
 * @param before the VirtualServices of the base
 * @param after the VirtualServices of the head
 */
export function connectionChanges(before: readonly unknown[], after: readonly unknown[]): readonly string[] {
  const [from, to] = [connectionsByName(before), connectionsByName(after)];
  const names = new Set([...from.keys(), ...to.keys()]);
  return [...names].filter((name) => from.get(name) !== to.get(name)).sort();
}

/** The TLS and TCP routes of the VirtualServices that have any, as text. */
function connectionsByName(objects: readonly unknown[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const object of objects) {
    if (!isMapping(object) || !isMapping(object.spec)) continue;
    const { tls, tcp, hosts, gateways } = object.spec;
    if (listOf(tls).length + listOf(tcp).length === 0) continue;
    const metadata = isMapping(object.metadata) ? object.metadata : {};
    const name = `${textOf(metadata.namespace) ?? 'default'}/${textOf(metadata.name) ?? ''}`;
    found.set(
      name,
      textOrName(() => stableText({ tls, tcp, hosts, gateways }), name),
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
