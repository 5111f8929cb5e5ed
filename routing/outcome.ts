import type { Language } from './language';
import { isMapping, listOf, stableText, textOf, type Mapping } from './plain-object';
import { plainOutcome } from './plain-outcome';

/** What becomes of a request: a VirtualService's rule as it stands, its matches and its name aside. */
export type Outcome = Mapping;

/** Where a request goes. */
export interface Destination {
  /** The Service, as the rule names it. */
  readonly host: string;
  /** Its port; undefined where the rule names none. */
  readonly port: number | undefined;
  /** The subset of its pods, as a DestinationRule names it; undefined where the rule names none. */
  readonly subset: string | undefined;
  /** Share of the requests, as the rule weighs it; 100 for a single destination. */
  readonly weight: number;
  /** The authority that the request is sent with; undefined where it keeps its own. */
  readonly authority: string | undefined;
}

/** The destinations that get requests. Istio drops those of weight 0, and ignores the weight of a single one. */
export function destinationsOf(outcome: Outcome): Destination[] {
  const all = listOf(outcome.route).filter(isMapping);
  const live = all.length > 1 ? all.filter(({ weight }) => (weight ?? 0) !== 0) : all;
  const ofRoute = textOf(asMapping(outcome.rewrite).authority) ?? hostSetBy(outcome);
  return live.map((entry) => {
    const destination = asMapping(entry.destination);
    const { number: port } = asMapping(destination.port);
    return {
      host: textOf(destination.host) ?? '',
      port: typeof port === 'number' ? port : undefined,
      subset: textOf(destination.subset),
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

/** A text that two routes share exactly if the same becomes of a request by either. */
function outcomeKey(outcome: Outcome, path: Language): string {
  const replaced = rewritesPrefix(outcome) ? replacedBy(path) : undefined;
  return writable(() => ({ ...plainOutcome(outcome), replaced }));
}

/**
 * How many characters of a path are replaced where its prefix is rewritten; undefined where all are, as Envoy does for
 * an exact path and for a regex.
 */
function replacedBy(path: Language): number | undefined {
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

/** The text of a value; of one that cannot be written, a text that no other has. */
function writable(value: () => unknown): string {
  try {
    return stableText(value());
  } catch {
    // It contains itself, or is nested too deep: YAML can say both, Kubernetes takes neither.
    unwritable += 1;
    return `unwritable ${unwritable}`;
  }
}
