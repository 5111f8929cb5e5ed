import type { Language } from '../text';
import { isMapping, listOf, stableText, textOf, type Mapping } from '../../base';
import { effectiveOutcome } from './effective-outcome';

/**
 * What happens to a request: a rule of a VirtualService, with the names of its services in full. Its matches and its name
 * have no effect on it.
 */
export type Outcome = Mapping;

/** A destination of requests. */
export interface Destination {
  /** The name of the Service in the rule. */
  readonly host: string;
  /** The port; undefined if the rule names none. */
  readonly port: number | undefined;
  /** The subset of a DestinationRule; undefined if the rule names none. */
  readonly subset: string | undefined;
  /** The weight in the rule; 100 for a single destination. */
  readonly weight: number;
  /** The authority that the request is sent with; undefined if it is unchanged. */
  readonly authority: string | undefined;
}

/** Returns the destinations that receive requests. Istio drops weight 0, and ignores the weight of a single one. */
export function destinationsOf(outcome: Outcome): Destination[] {
  const all = listOf(outcome.route).filter(isMapping);
  const live = all.length > 1 ? all.filter(({ weight }) => (weight ?? 0) !== 0) : all;
  const routeAuthority = textOf(asMapping(outcome.rewrite).authority) ?? hostSetBy(outcome);
  return live.map((entry) => {
    const destination = asMapping(entry.destination);
    const { number: port } = asMapping(destination.port);
    return {
      host: textOf(destination.host) ?? '',
      port: typeof port === 'number' ? port : undefined,
      subset: textOf(destination.subset),
      weight: all.length === 1 || typeof entry.weight !== 'number' ? 100 : entry.weight,
      // A route's authority overrides its destinations', in every version.
      authority: routeAuthority ?? hostSetBy(entry),
    };
  });
}

/** Returns the Host that `headers.request.set` of a rule or a destination sets. */
function hostSetBy(entry: Mapping): string | undefined {
  const set = asMapping(asMapping(asMapping(entry.headers).request).set);
  const name = Object.keys(set).find((key) => /^(host|:authority)$/i.test(key));
  return name === undefined ? undefined : textOf(set[name]);
}

/** Returns a key that two routes share exactly if they do the same with a request. */
function outcomeKey(outcome: Outcome, path: Language): string {
  const replaced = rewritesPrefix(outcome) ? replacedLength(path) : undefined;
  return textOrUnique(() => ({ ...effectiveOutcome(outcome), replaced }));
}

/**
 * Returns how many characters of a path a prefix rewrite replaces, or `undefined` for all of them: Envoy replaces the
 * whole path for an exact path and for a regex.
 */
function replacedLength(path: Language): number | undefined {
  if (path.kind === 'prefix') return path.text.length;
  return path.kind === 'folded' && path.open ? path.text.length : undefined;
}

function rewritesPrefix({ rewrite, redirect }: Mapping): boolean {
  const [uri, prefix] = [asMapping(rewrite).uri, asMapping(redirect).prefixRewrite];
  return (uri ?? prefix ?? undefined) !== undefined;
}

function asMapping(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

/** What an outcome key depends on: a rule, and the path of one of its matches. */
interface KeyedRoute {
  readonly outcome: Outcome;
  readonly path: Language;
}

/** Returns a function that computes the {@link outcomeKey} of routes; keys are cached by route. */
export function outcomeKeys(): (route: KeyedRoute) => string {
  const known = new Map<KeyedRoute, string>();
  return (route) => {
    let key = known.get(route);
    if (key === undefined) {
      key = outcomeKey(route.outcome, route.path);
      known.set(route, key);
    }
    return key;
  };
}

/** The number of values that could not be serialized; each differs from every other. */
let unserializable = 0;

/** Serializes a value; returns a unique text for a value that cannot be serialized. */
function textOrUnique(value: () => unknown): string {
  try {
    return stableText(value());
  } catch {
    // It contains itself or is nested too deeply: YAML allows both, Kubernetes rejects both.
    unserializable += 1;
    return `unserializable ${unserializable}`;
  }
}
