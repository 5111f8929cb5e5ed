import { DEFAULT_NAMES } from '../base';
import { servingDomains, type Environment } from '../inventory';
import { nearestWord } from '../findings';
import type { GitProblem, ManifestStore } from '../manifests';
import type { ClusterPair, RequestReviewOptions } from '../review';
import type { OpenedSnapshots } from '../snapshots';

/** What a review is restricted to: what concerns any of the functions and URLs, in any of the clusters. */
export interface FocusRequest {
  /** `<team>/<name>`. @default - all functions */
  readonly functions?: readonly string[];
  /** Names of clusters. @default - all clusters */
  readonly clusters?: readonly string[];
  /** `/path` on every host, or `http://host/path`. @default - all requests */
  readonly urls?: readonly string[];
}

/** Whether a review is restricted to functions or URLs. */
export function isFocused({ functions = [], urls = [] }: FocusRequest): boolean {
  return functions.length > 0 || urls.length > 0;
}

/** Keeps the clusters that a review is restricted to; a name that neither side has is a problem. */
export function focusedPairs(
  pairs: readonly ClusterPair[],
  { clusters }: FocusRequest,
): readonly ClusterPair[] | GitProblem {
  if (clusters === undefined) return pairs;
  const known = [...new Set(pairs.map(({ cluster }) => cluster))].filter((name) => name !== '');
  const unknown = clusters.find((name) => !known.includes(name));
  if (unknown !== undefined) return missing('cluster', unknown, known, known.length);
  return pairs.filter(({ cluster }) => clusters.includes(cluster));
}

/** The functions that VirtualServices name, in the text of manifests. */
const NAMED = /kfaas\.io\/functions["']?:\s*["']?([^"'\n#}]+)/g;

/** Returns a problem if neither side has a function; a review of a misspelt one would find that nothing differs. */
export function functionProblem(
  { base, head }: OpenedSnapshots,
  store: ManifestStore,
  { functions = [] }: FocusRequest,
): GitProblem | undefined {
  if (functions.length === 0) return undefined;
  const known = new Set<string>();
  for (const hash of new Set([base, head].flatMap(({ tree }) => [...tree.files.values()]))) {
    for (const [, names = ''] of (store.textOf(hash) ?? '').matchAll(NAMED)) {
      for (const name of names.split(',')) known.add(name.trim());
    }
  }
  const unknown = functions.find((name) => !known.has(name));
  return unknown === undefined ? undefined : missing('function', unknown, [...known].sort(), 0);
}

/** @param shown the maximum number of known names that are listed */
function missing(kind: string, name: string, known: readonly string[], shown: number): GitProblem {
  const near = nearestWord(name, known);
  const advice = near === undefined ? '' : `: did you mean ${near}?`;
  const list = near === undefined && shown > 0 ? `: choose one of ${known.join(', ')}` : advice;
  return { problem: `neither side has a ${kind} ${name}${list}` };
}

/** A URL that a review may be restricted to; the query may be there, and is ignored. */
const URL_PARTS = /^(?:https?:\/\/([^/?#]+))?(\/[^?#\s]*)(?:[?#]\S*)?$/i;

/** Returns why a text is no URL that a review can be restricted to. */
export function urlProblem(url: string): string | undefined {
  return URL_PARTS.test(url)
    ? undefined
    : `${JSON.stringify(url)} is no URL: write http://host/path, or /path`;
}

/**
 * Returns a look-up of the paths that a review is restricted to, by a host of a cluster. A domain of an environment
 * leads to the gateway host of its function namespace.
 */
export function pathsOf(
  { urls = [] }: FocusRequest,
  environments: readonly Environment[],
  names = DEFAULT_NAMES,
): NonNullable<RequestReviewOptions['pathsOf']> {
  const asked = urls.flatMap((url) => {
    const [, host, path] = URL_PARTS.exec(url) ?? [];
    return path === undefined ? [] : [{ host: host?.toLowerCase().replace(/:\d+$/, ''), path }];
  });
  return ({ cluster }, host) => {
    const served = domainsOf(cluster, host);
    return asked
      .filter((one) => one.host === undefined || isHost(one.host, host) || served.includes(one.host))
      .map(({ path }) => path);
  };

  function domainsOf(cluster: string, host: string): readonly string[] {
    return environments.flatMap((environment) =>
      environment.clusters
        .filter(({ name }) => name === cluster)
        .flatMap((one) => servingDomains(environment, one))
        .filter(({ functionNamespace }) => host.startsWith(`${names.gatewayServiceName(functionNamespace)}.`))
        .map((domain) => domain.host),
    );
  }
}

function isHost(name: string, host: string): boolean {
  return host.startsWith('*') ? name.endsWith(host.slice(1)) : name === host;
}

/** Returns in a sentence what a review is restricted to. */
export function focusSentence({
  functions = [],
  clusters = [],
  urls = [],
}: FocusRequest): string | undefined {
  const what = [...functions, ...urls];
  if (what.length === 0 && clusters.length === 0) return undefined;
  const about = what.length === 0 ? '' : ` what concerns ${what.join(', ')}`;
  const where =
    clusters.length === 0 ? '' : `${about === '' ? ' what differs' : ''} in ${clusters.join(', ')}`;
  return `Only${about}${where} is reported; other changes are left out.`;
}
