import { knownServices, type ReadVirtualService, type RouteTables } from '../istio';
import { destinationsOf, type Destination } from '../model';
import type { RouteProblem } from './route-problem';

/** The name of a service in full, and its namespace. */
const SERVICE = /^[^.]+\.([^.]+)\.svc\.cluster\.local$/;

/**
 * Reports destinations that are not there: a Service, where others of its namespace are in the input, and a subset, where a
 * DestinationRule for the host is. Requests to them get a 503. Each destination of a rule is reported once.
 */
export function missingServices(
  { tables }: RouteTables,
  objects: readonly unknown[],
): readonly RouteProblem[] {
  const known = knownServices(objects);
  if (known.namespaces.size === 0 && known.subsets.size === 0) return [];
  const members = new Set<ReadVirtualService>(tables.flatMap((table) => table.members));
  const found = new Map<string, RouteProblem>();
  for (const { index, rules } of members) {
    for (const { outcome, source } of rules) {
      const object = source.delegate?.index ?? index;
      for (const destination of destinationsOf(outcome)) {
        const fault = faultOf(destination);
        if (fault === undefined) continue;
        const path = ['spec', 'http', source.rule, 'route'];
        const key = JSON.stringify([object, source.rule, fault.message]);
        found.set(key, { code: 'KF623', ...fault, positions: [{ virtualService: object, path }] });
      }
    }
  }
  return [...found.values()];

  function faultOf({
    host,
    subset,
  }: Destination): Pick<RouteProblem, 'severity' | 'message' | 'help'> | undefined {
    const [, namespace] = SERVICE.exec(host) ?? [];
    if (namespace !== undefined && known.namespaces.has(namespace) && !known.services.has(host)) {
      return {
        severity: 'warning',
        message: `the Service ${host} is not in the input, although others of its namespace are`,
        help: 'correct the destination, or add the Service',
      };
    }
    const subsets = known.subsets.get(host);
    if (subset === undefined || subsets === undefined || subsets.has(subset)) return undefined;
    const names = [...subsets].join(', ');
    return {
      severity: 'error',
      message: `no DestinationRule has a subset ${subset} of ${host}${names === '' ? '' : `, but ${names}`}`,
      help: 'correct the subset, or add it to the DestinationRule: Envoy answers 503 otherwise',
    };
  }
}
