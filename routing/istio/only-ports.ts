import { isMapping, listOf, textOf, type Mapping } from '../../base';
import { hostKey } from './full-names';

/** The port of each Service that has a single one, by its name in full. */
export type OnlyPorts = ReadonlyMap<string, number>;

/** Reads the Services among some objects; of a name that Services with other ports have too, the port is not known. */
export function onlyPorts(objects: readonly unknown[]): OnlyPorts {
  const found = new Map<string, number | undefined>();
  for (const object of objects) {
    if (!isMapping(object) || object.kind !== 'Service' || object.apiVersion !== 'v1') continue;
    const metadata = isMapping(object.metadata) ? object.metadata : {};
    const [only, ...others] = isMapping(object.spec) ? listOf(object.spec.ports) : [];
    const own = isMapping(only) && others.length === 0 ? only.port : undefined;
    const port = typeof own === 'number' ? own : undefined;
    const name = hostKey(textOf(metadata.name) ?? '', textOf(metadata.namespace) ?? 'default');
    found.set(name, found.has(name) && found.get(name) !== port ? undefined : port);
  }
  return new Map([...found].flatMap(([name, port]) => (port === undefined ? [] : [[name, port] as const])));
}

/**
 * Returns a rule with the ports of its destinations: Istio takes the only port of a Service where a destination names none
 * (core/route/route.go, GetDestinationCluster). It is the rule itself where nothing is to be added.
 *
 * Example: `host: one.ns.svc.cluster.local` of a Service with the port 80 is the same destination as with `port: { number: 80 }`.
 */
export function withOnlyPorts(rule: Mapping, ports: OnlyPorts): Mapping {
  if (ports.size === 0) return rule;
  const route = listOf(rule.route);
  const named = route.map((entry) => (isMapping(entry) ? withPort(entry, ports) : entry));
  return named.every((entry, index) => entry === route[index]) ? rule : { ...rule, route: named };
}

function withPort(entry: Mapping, ports: OnlyPorts): Mapping {
  const { destination } = entry;
  if (!isMapping(destination) || (destination.port ?? undefined) !== undefined) return entry;
  const number = ports.get(textOf(destination.host) ?? '');
  return number === undefined ? entry : { ...entry, destination: { ...destination, port: { number } } };
}
