import type { Language } from '../text';
import { isMapping, listOf, mappingOf, stableText, textOf, type Mapping } from '../../base';
import { effectiveOutcome } from './effective-outcome';
import { hostSetBy } from './host-header';
import { pathRewrite, rewritesAgree, type PathRewrite } from './path-rewrite';

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
  const routeAuthority = textOf(mappingOf(outcome.rewrite).authority) ?? hostSetBy(outcome);
  return live.map((entry) => {
    const destination = mappingOf(entry.destination);
    const { number: port } = mappingOf(destination.port);
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

/** What an outcome depends on: a rule, and the path of one of its matches. */
interface KeyedRoute {
  readonly outcome: Outcome;
  readonly path: Language;
}

/** The effect of a route on requests. */
interface Effect {
  /** All but what becomes of the path, as text. */
  readonly rest: string;
  readonly rewrite: PathRewrite | undefined;
  readonly key: string;
}

/**
 * Whether two routes do the same with every request that both match: `same`, `different`, or different except for one path,
 * which both turn into the same one.
 */
export type OutcomeRelation = 'same' | 'different' | { readonly exceptAt: string };

/** Compares the effects of routes. Effects are computed once for each route. */
export interface Outcomes {
  /** Returns a key: routes that share it do the same with every request that both match. */
  readonly keyOf: (route: KeyedRoute) => string;
  readonly relate: (a: KeyedRoute, b: KeyedRoute) => OutcomeRelation;
}

/** Creates an {@link Outcomes}. */
export function outcomes(): Outcomes {
  const known = new Map<KeyedRoute, Effect>();
  const rests = new Map<string, string>();
  const effectOf = (route: KeyedRoute): Effect => {
    const effect = known.get(route) ?? routeEffect(route, rests);
    known.set(route, effect);
    return effect;
  };
  return {
    keyOf: (route) => effectOf(route).key,
    relate(a, b) {
      const [one, other] = [effectOf(a), effectOf(b)];
      if (one.key === other.key) return 'same';
      if (one.rest !== other.rest) return 'different';
      const agree = rewritesAgree({ ...one, path: a.path }, { ...other, path: b.path });
      if (agree === 'everywhere') return 'same';
      return agree === 'nowhere' ? 'different' : { exceptAt: agree.at };
    },
  };
}

/** @param rests the normal forms that are known, by the texts of rules: those before and after a change are mostly the same */
function routeEffect({ outcome, path }: KeyedRoute, rests: Map<string, string>): Effect {
  const rewrite = pathRewrite(outcome, path);
  const text = plainText(outcome);
  const rest =
    (text === undefined ? undefined : rests.get(text)) ?? textOrUnique(() => effectiveOutcome(outcome));
  if (text !== undefined) rests.set(text, rest);
  return { rest, rewrite, key: rewrite === undefined ? rest : `${rest} ${JSON.stringify(rewrite)}` };
}

/** The text of a value as it is; undefined for a value that cannot be serialized. */
function plainText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
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
