import { isMapping, listOf, outcomeKeys, type Mapping, type Outcome, type Route } from '../../routing';

/** What is another name for the same on one side. */
export interface OutcomeNames {
  /** Hosts that go by another name on the other side, such as those of a renamed Knative Service. */
  readonly renamed: ReadonlyMap<string, string>;
  /** The Service of the gateway that the host itself leads to: a request that is sent there passes it again. */
  readonly localGateway: string | undefined;
  /** A rule as the side's Istio serves it; as it stands, where the other side's does so alike. */
  readonly served: (rule: Outcome) => Outcome;
}

/** Stands for the gateway that a request came through, whatever its Service is called. */
const SAME_GATEWAY = 'the gateway itself';

/**
 * Tells outcomes apart as far as requests notice: another name for the local gateway, another spelling of the same
 * share, and a Knative Service that was renamed and is otherwise alike are none.
 */
export function comparedOutcomes(before: OutcomeNames, after: OutcomeNames) {
  const keyOf = outcomeKeys();
  const known = { before: new Map<Route, string>(), after: new Map<Route, string>() };
  return (route: Route, side: 'before' | 'after'): string => {
    let key = known[side].get(route);
    if (key === undefined) {
      const outcome = comparedOutcome(route.outcome, side === 'before' ? before : after);
      key = keyOf({ outcome, path: route.path });
      known[side].set(route, key);
    }
    return key;
  };
}

/** An outcome in the words in which both sides are compared. */
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
 * Istio 1.0 has a delay's share as `percent: 50`, later versions as `percentage: { value: 50 }`, which counts where there
 * are both.
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

/** A value with each text that is a renamed host's name replaced by the other name. */
function withNames(value: unknown, renamed: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return renamed.get(value) ?? value;
  if (Array.isArray(value)) return listOf(value).map((item) => withNames(item, renamed));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withNames(field, renamed)]));
}
