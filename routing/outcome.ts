import type { Language } from './language';
import { isMapping, listOf, textOf, type Mapping } from './plain-object';

/** What becomes of a request: a VirtualService's rule as it stands, its matches and its name aside. */
export type Outcome = Mapping;

/** Where a request goes. */
export interface Destination {
  /** The Service, as the rule names it. */
  readonly host: string;
  /** Its port; undefined where the rule names none. */
  readonly port: number | undefined;
  /** Share of the requests, as the rule weighs it; 100 for a single destination. */
  readonly weight: number;
  /** The authority that the request is sent with; undefined where it keeps its own. */
  readonly authority: string | undefined;
}

/** The destinations that get requests. Istio drops those of weight 0, and ignores the weight of a single one. */
export function destinationsOf(outcome: Outcome): Destination[] {
  const all = listOf(outcome.route).filter(isMapping);
  const live = all.length > 1 ? all.filter(({ weight }) => weight !== undefined && weight !== 0) : all;
  const ofRoute = textOf(asMapping(outcome.rewrite).authority) ?? hostSetBy(outcome);
  return live.map((entry) => {
    const destination = asMapping(entry.destination);
    const { number: port } = asMapping(destination.port);
    return {
      host: textOf(destination.host) ?? '',
      port: typeof port === 'number' ? port : undefined,
      weight: all.length === 1 || typeof entry.weight !== 'number' ? 100 : entry.weight,
      // A route's authority overrides its destinations', in every version.
      authority: ofRoute ?? hostSetBy(entry),
    };
  });
}

/** The Host that `headers.request.set` of a rule or a destination sets. */
function hostSetBy(entry: Mapping): string | undefined {
  const set = asMapping(asMapping(asMapping(entry.headers).request).set);
  const name = Object.keys(set).find((key) => /^(host|:authority)$/i.test(key));
  return name === undefined ? undefined : textOf(set[name]);
}

/**
 * A text that two routes share exactly if the same becomes of a request by either. A rewritten prefix depends on
 * the text that was matched, so it is part of it then.
 */
function outcomeKey(outcome: Outcome, path: Language): string {
  const entries = Object.entries(outcome).filter(([field]) => field !== 'match' && field !== 'name');
  const rule: Mapping = Object.fromEntries(entries);
  const routes = listOf(rule.route).filter(isMapping);
  const live =
    routes.length > 1 ? routes.filter(({ weight }) => weight !== undefined && weight !== 0) : routes;
  const [only] = live;
  const route = live.length === 1 && only !== undefined ? [{ ...only, weight: undefined }] : live;
  const replaced = rewritesPrefix(rule) && path.kind !== 'regex' ? path : undefined;
  return stable({ ...rule, route, replaced });
}

function rewritesPrefix({ rewrite, redirect }: Mapping): boolean {
  return 'uri' in asMapping(rewrite) || 'prefixRewrite' in asMapping(redirect);
}

function asMapping(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

/** What an outcome is told by: a rule, and the path of one of its matches. */
interface Told {
  readonly outcome: Outcome;
  readonly path: Language;
}

/** Gives the {@link outcomeKey} of routes; that of each is worked out once. */
export function outcomeKeys(): (route: Told) => string {
  const known = new Map<Told, string>();
  return (route) => {
    let key = known.get(route);
    if (key === undefined) {
      key = outcomeKey(route.outcome, route.path);
      known.set(route, key);
    }
    return key;
  };
}

/** How many outcomes could not be written; each counts as different from every other. */
let unwritable = 0;

/** JSON with the keys of mappings in order. */
function stable(value: unknown): string {
  try {
    return JSON.stringify(value, (_, inner: unknown) =>
      isMapping(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
        : inner,
    );
  } catch {
    // It contains itself, or is nested too deep: YAML can say both, Kubernetes takes neither.
    unwritable += 1;
    return `unwritable ${unwritable}`;
  }
}
