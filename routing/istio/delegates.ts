import { isMapping, listOf, mappingOf, textOf, type Mapping } from '../../base';
import { gatewayKey, withFullHosts } from './full-names';
import { isVirtualService } from './object-kinds';
import { visibilityOf } from './visibility';

/** A VirtualService without hosts: others delegate rules to it. */
export interface Delegate {
  readonly object: Mapping;
  /** Its index in the input. */
  readonly index: number;
  readonly namespace: string;
  readonly name: string;
}

/** A rule of a delegate as it is in the VirtualService that delegates to it. */
export interface MergedRule {
  /** The index of the rule in the delegate. */
  readonly rule: number;
  readonly merged: Mapping;
  /** For each match of the merged rule, its index in the delegate's rule. */
  readonly matches: readonly number[];
}

/** Fields that a rule of a delegate inherits where it does not set them (model/virtualservice.go, mergeHTTPRoute). */
const INHERITED = [
  ...[
    'rewrite',
    'directResponse',
    'timeout',
    'retries',
    'fault',
    'mirror',
    'mirrorPercent',
    'mirror_percent',
  ],
  ...['mirrorPercentage', 'corsPolicy', 'mirrors', 'headers'],
] as const;

/** Returns the VirtualServices without hosts, by `<namespace>/<name>`. */
export function delegatesByName(objects: readonly unknown[]): ReadonlyMap<string, Delegate> {
  const found = new Map<string, Delegate>();
  objects.forEach((object, index) => {
    if (!isVirtualService(object) || !isMapping(object.spec)) return;
    const { hosts = null } = object.spec;
    if (hosts !== null && !(Array.isArray(hosts) && hosts.length === 0)) return;
    const metadata = isMapping(object.metadata) ? object.metadata : {};
    const [namespace, name] = [textOf(metadata.namespace) ?? 'default', textOf(metadata.name) ?? ''];
    found.set(`${namespace}/${name}`, { object, index, namespace, name });
  });
  return found;
}

/** The delegate that a rule names, as `<namespace>/<name>`; undefined if it names none. */
export function delegateOf({ delegate }: Mapping, namespace: string): string | undefined {
  if (!isMapping(delegate)) return undefined;
  const own = textOf(delegate.namespace) ?? '';
  return `${own === '' ? namespace : own}/${textOf(delegate.name) ?? ''}`;
}

/**
 * Whether a delegate may be used by VirtualServices of a namespace: it is exported to it, or to all.
 * @param usual where it is exported to without `exportTo`
 */
export function isExportedTo(
  { object, namespace: own }: Delegate,
  namespace: string,
  usual: readonly string[],
): boolean {
  const visibility = visibilityOf(mappingOf(object.spec).exportTo, own, usual);
  return visibility === 'public' || visibility.includes(namespace);
}

/**
 * Merges a rule that delegates with the rules of its delegate (Istio 1.8 to 1.31, model/virtualservice.go, MergeHTTPRoutes). A rule of
 * the delegate with a match that lies within no match of the root's is ignored, and is undefined in the result.
 *
 * Example: the root delegates the prefix `/p`. The delegate's rule for `/p/a` becomes a rule for `/p/a`, its rule without a match one for
 * `/p`, and its rule for `/q` is ignored.
 */
export function mergedRules(
  root: Mapping,
  rootNamespace: string,
  { object, namespace }: Delegate,
): readonly (MergedRule | undefined)[] {
  const own = withFullNames(root, rootNamespace);
  const inherited = Object.fromEntries(INHERITED.map((field) => [field, own[field]]));
  const spec = isMapping(object.spec) ? object.spec : {};
  return listOf(spec.http).map((given, rule) => {
    if (!isMapping(given)) return undefined;
    const sub = withFullNames(given, namespace);
    const matches = mergedMatches(listOf(own.match), listOf(sub.match));
    if (matches === undefined) return undefined;
    const set = Object.entries(sub).filter(([, value]) => value !== null && value !== undefined);
    const merged = {
      ...inherited,
      ...Object.fromEntries(set),
      match: matches.length === 0 ? undefined : matches.map(({ match }) => match),
    };
    return { rule, merged, matches: matches.map(({ index }) => index) };
  });
}

interface MergedMatch {
  readonly match: unknown;
  /** The index of the delegate's match; 0 where it has none. */
  readonly index: number;
}

/** Each match of the delegate has to lie within one of the root's; undefined if one does not. */
function mergedMatches(
  root: readonly unknown[],
  sub: readonly unknown[],
): readonly MergedMatch[] | undefined {
  if (sub.length === 0) return root.map((match) => ({ match, index: 0 }));
  if (root.length === 0) return sub.map((match, index) => ({ match, index }));
  const found: MergedMatch[] = [];
  for (const [index, match] of sub.entries()) {
    const fitting = root.filter((outer) => isMapping(outer) && isMapping(match) && !conflict(outer, match));
    if (fitting.length === 0) return undefined;
    found.push(
      ...fitting.map((outer) => ({ match: mergedMatch(outer as Mapping, match as Mapping), index })),
    );
  }
  return found;
}

/** Mappings by name that are joined, in which the delegate's entry takes the place of the root's. */
const JOINED = ['headers', 'withoutHeaders', 'queryParams', 'sourceLabels'] as const;

function mergedMatch(root: Mapping, sub: Mapping): Mapping {
  const set = Object.entries(sub).filter(([, value]) => isSet(value));
  const joined = JOINED.flatMap((field): [string, unknown][] => {
    const [outer, inner] = [root[field], sub[field]];
    return isMapping(outer) && isMapping(inner) ? [[field, { ...outer, ...inner }]] : [];
  });
  return { ...root, ...Object.fromEntries(set), ...Object.fromEntries(joined) };
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== 0 && !isEmptyList(value);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Whether Istio refuses to merge two matches (model/virtualservice.go, hasConflict). */
function conflict(root: Mapping, sub: Mapping): boolean {
  if (['uri', 'scheme', 'method', 'authority'].some((field) => textsConflict(root[field], sub[field])))
    return true;
  for (const field of ['headers', 'withoutHeaders', 'queryParams']) {
    const [outer, inner] = [mappingOf(root[field]), mappingOf(sub[field])];
    if (Object.entries(inner).some(([name, value]) => textsConflict(outer[name], value))) return true;
  }
  if ((root.ignoreUriCase === true) !== (sub.ignoreUriCase === true)) return true;
  if (isSet(root.port) && isSet(sub.port) && root.port !== sub.port) return true;
  if (isSet(root.sourceNamespace) && root.sourceNamespace !== sub.sourceNamespace) return true;
  const [labels, ownLabels] = [mappingOf(root.sourceLabels), mappingOf(sub.sourceLabels)];
  if (Object.entries(ownLabels).some(([name, value]) => isSet(labels[name]) && labels[name] !== value))
    return true;
  const [gateways, ownGateways] = [listOf(root.gateways), listOf(sub.gateways)];
  if (gateways.length === 0 || ownGateways.length === 0) return false;
  return gateways.length < ownGateways.length || ownGateways.some((name) => !gateways.includes(name));
}

/** Whether a text match of the delegate lies outside the root's, by Istio's rules: a regex goes with no other match. */
function textsConflict(root: unknown, sub: unknown): boolean {
  if (!isMapping(root) || !isMapping(sub)) return false;
  const [outer, inner] = [textsOf(root), textsOf(sub)];
  if (outer.regex !== '' && inner.regex + inner.prefix + inner.exact !== '') return true;
  if (inner.regex !== '' && outer.regex + outer.prefix + outer.exact !== '') return true;
  if (outer.exact !== '') return inner.prefix !== '' || inner.exact !== outer.exact;
  if (outer.prefix !== '' && inner.prefix !== '') return !inner.prefix.startsWith(outer.prefix);
  if (outer.prefix !== '' && inner.exact !== '') return !inner.exact.startsWith(outer.prefix);
  return true;
}

function textsOf({ exact, prefix, regex }: Mapping) {
  return { exact: textOf(exact) ?? '', prefix: textOf(prefix) ?? '', regex: textOf(regex) ?? '' };
}

/** A rule whose services and Gateways are named in full, so that they mean the same in another namespace. */
function withFullNames(rule: Mapping, namespace: string): Mapping {
  const full = withFullHosts(rule, namespace);
  if (!Array.isArray(full.match)) return full;
  const match = full.match.map((one: unknown) => {
    if (!isMapping(one) || !Array.isArray(one.gateways)) return one;
    const gateways = one.gateways.map((name: unknown) =>
      typeof name === 'string' ? gatewayKey(name, namespace) : name,
    );
    return { ...one, gateways };
  });
  return { ...full, match };
}
