import { isMapping, type Mapping } from '../../base';
import type { MatchRemark, RoutingRules } from '../model';
import { misplaced, WANTED } from './match-fields';
import { isSet } from './validation';

/**
 * What is asked of the proxy that routes a request: labels of its Pod, and, under {@link NAMESPACE}, its namespace. In the mesh, it is
 * the client's sidecar; of a Gateway, its own Pod.
 */
export type Needs = ReadonlyMap<string, string>;

/** The key of the namespace in {@link Needs}. No label has it: the name of a label is not empty. */
export const NAMESPACE = '';

/** What every proxy fulfils. */
export const NO_NEEDS: Needs = new Map();

/** What is known of a proxy: everything that matches ask for and that it fulfils; `unknown` if nothing is. */
export type Source = Needs | 'unknown';

/**
 * Reads `sourceLabels` and `sourceNamespace` of a match that names no Gateways: Istio does not look at them in others
 * (networking/core/route/route.go, sourceMatchHTTP).
 * @returns undefined if the match asks nothing of the proxy
 */
export function readNeeds(
  { sourceLabels, sourceNamespace }: Mapping,
  rules: Pick<RoutingRules, 'sourceNamespace'>,
  remark: (found: MatchRemark) => void,
): Needs | undefined {
  const needs = new Map<string, string>();
  if (isMapping(sourceLabels)) {
    for (const [name, value] of Object.entries(sourceLabels)) {
      const path = ['sourceLabels', name];
      if (name === '') remark({ kind: 'malformed', text: 'a source label has no name', path });
      else if (typeof value === 'string') needs.set(name, value);
      else remark(misplaced(value, `a label's value`, path));
    }
  } else if (isSet(sourceLabels)) remark(misplaced(sourceLabels, WANTED.texts, ['sourceLabels']));
  if (isSet(sourceNamespace) && sourceNamespace !== '') {
    const path = ['sourceNamespace'];
    if (typeof sourceNamespace !== 'string') remark(misplaced(sourceNamespace, WANTED.namespace, path));
    else if (rules.sourceNamespace) needs.set(NAMESPACE, sourceNamespace);
    else remark({ kind: 'ignored-by-version', text: 'sourceNamespace', path });
  }
  return needs.size === 0 ? undefined : needs;
}

/** Whether a proxy that fulfils some needs fulfils others, which are among those that were looked at. */
export function meets(fulfilled: Needs, needs: Needs): boolean {
  for (const [name, value] of needs) if (fulfilled.get(name) !== value) return false;
  return true;
}

/** Joins what a proxy fulfils; undefined if no proxy fulfils both: a label has one value, and a proxy one namespace. */
export function joinedNeeds(one: Needs, other: Needs): Needs | undefined {
  const both = new Map(one);
  for (const [name, value] of other) {
    if ((both.get(name) ?? value) !== value) return undefined;
    both.set(name, value);
  }
  return both;
}

/** Identifies needs, whatever their order. */
export function needsKey(needs: Needs): string {
  return JSON.stringify([...needs].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The name of a table for some proxies: `mesh for shop`, `mesh for app=web`, `mesh for app=web in shop`. */
export function spellSource(gateway: string, needs: Needs): string {
  if (needs.size === 0) return gateway;
  const namespace = needs.get(NAMESPACE);
  const labels = [...needs]
    .filter(([name]) => name !== NAMESPACE)
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  if (labels.length === 0) return `${gateway} for ${namespace ?? ''}`;
  return `${gateway} for ${labels.join(',')}${namespace === undefined ? '' : ` in ${namespace}`}`;
}
