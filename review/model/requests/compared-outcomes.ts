import { isMapping, listOf, type Mapping } from '../../../base';
import { outcomes, type Outcome, type OutcomeRelation, type Route } from '../../../routing';

/** The names of one snapshot that are equal to different names of the other one. */
export interface OutcomeNames {
  /** The new names of renamed hosts, such as those of a renamed Knative Service. */
  readonly renamed: ReadonlyMap<string, string>;
  /** The Service of the gateway that the host resolves to: its requests pass the gateway again. */
  readonly localGateway: string | undefined;
  /** Returns a rule as the snapshot's Istio serves it; unchanged if both versions serve rules alike. */
  readonly served: (rule: Outcome) => Outcome;
}

/** The placeholder of the gateway that a request came through, whatever the name of its Service. */
const SAME_GATEWAY = 'the gateway itself';

/**
 * Compares outcomes by their effect on requests. It ignores the name of the local gateway, the
 * spelling of a share, and the name of a Knative Service that is only renamed.
 */
export function comparedOutcomes(before: OutcomeNames, after: OutcomeNames): ComparedOutcomes {
  const { keyOf, relate } = outcomes();
  const known = { before: new Map<Route, NamedRoute>(), after: new Map<Route, NamedRoute>() };
  const named = (route: Route, snapshot: 'before' | 'after'): NamedRoute => {
    let found = known[snapshot].get(route);
    if (found === undefined) {
      const outcome = comparedOutcome(route.outcome, snapshot === 'before' ? before : after);
      found = { outcome, path: route.path };
      known[snapshot].set(route, found);
    }
    return found;
  };
  return {
    keyOf: (route, snapshot) => keyOf(named(route, snapshot)),
    relate: (a, b) => relate(named(a, 'before'), named(b, 'after')),
  };
}

/** A route with the names by which the snapshots are compared. */
type NamedRoute = Pick<Route, 'outcome' | 'path'>;

/** Compares the outcomes of two snapshots. */
export interface ComparedOutcomes {
  /** Returns a key: routes that share it do the same with every request that both match. */
  readonly keyOf: (route: Route, snapshot: 'before' | 'after') => string;
  readonly relate: (before: Route, after: Route) => OutcomeRelation;
}

/** Returns an outcome with the names by which the snapshots are compared. */
export function comparedOutcome(outcome: Outcome, { renamed, localGateway, served }: OutcomeNames): Outcome {
  const known = served(outcome);
  const named = renamed.size === 0 ? known : (withNames(known, renamed) as Outcome);
  const fault = faultOf(named.fault);
  const route = Array.isArray(named.route)
    ? named.route.map((entry: unknown) => throughGateway(entry, localGateway))
    : named.route;
  return { ...named, ...(fault === undefined ? {} : { fault }), ...(route === undefined ? {} : { route }) };
}

function throughGateway(entry: unknown, localGateway: string | undefined): unknown {
  if (!isMapping(entry) || !isMapping(entry.destination) || localGateway === undefined) return entry;
  const { destination } = entry;
  if (destination.host !== localGateway) return entry;
  return { ...entry, destination: { ...destination, host: SAME_GATEWAY } };
}

/**
 * Normalizes a delay's share: Istio 1.0 has `percent: 50`, later versions `percentage: { value: 50 }`, which takes
 * precedence.
 */
function faultOf(fault: unknown): Mapping | undefined {
  if (!isMapping(fault)) return undefined;
  const entries = Object.entries(fault).map(([name, part]): [string, unknown] => {
    if (!isMapping(part) || name !== 'delay' || typeof part.percent !== 'number') return [name, part];
    const { percent, ...rest } = part;
    if (rest.percentage !== undefined && rest.percentage !== null) return [name, rest];
    return [name, { ...rest, percentage: { value: percent } }];
  });
  return Object.fromEntries(entries);
}

/** Replaces each text that is the name of a renamed host. */
function withNames(value: unknown, renamed: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return renamed.get(value) ?? value;
  if (Array.isArray(value)) return listOf(value).map((item) => withNames(item, renamed));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withNames(field, renamed)]));
}
