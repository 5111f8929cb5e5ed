import { groupBy, listOf, textOf } from '../../../base';
import { fieldOf, isIngress } from './object-facts';

/** The rule paths that a host of an Ingress gains or loses, as `Prefix /faas/api/a/`, in the order of the Ingress. */
export interface HostPathChange {
  readonly host: string;
  /** Paths that lie within none that it had. */
  readonly more: readonly string[];
  /** Paths that lie within none that it has now. */
  readonly less: readonly string[];
}

/** A rule path. */
interface RulePath {
  /** `Prefix`, by whole segments; `Exact`; anything else, as text: what a controller makes of it is its own matter. */
  readonly type: string;
  readonly path: string;
}

/**
 * Returns what hosts that an Ingress serves before and after its change lead to more or less than before. Where a path leads is not
 * compared, and hosts that come or go are not told.
 */
export function hostPathChanges(before: unknown, after: unknown): readonly HostPathChange[] {
  const [formerly, now] = [pathsByHost(before), pathsByHost(after)];
  return [...now].flatMap(([host, paths]) => {
    const old = formerly.get(host);
    if (old === undefined) return [];
    const beyond = (own: readonly RulePath[], others: readonly RulePath[]) =>
      own.filter((one) => !others.some((other) => isWithin(one, other))).map(spelled);
    const [more, less] = [beyond(paths, old), beyond(old, paths)];
    return more.length + less.length === 0 ? [] : [{ host, more, less }];
  });
}

function pathsByHost(object: unknown): ReadonlyMap<string, readonly RulePath[]> {
  if (!isIngress(object)) return new Map();
  const paths = listOf(fieldOf(object, ['spec', 'rules'])).flatMap((rule) =>
    listOf(fieldOf(rule, ['http', 'paths'])).map((one) => ({
      host: textOf(fieldOf(rule, ['host'])) ?? '*',
      type: textOf(fieldOf(one, ['pathType'])) ?? 'ImplementationSpecific',
      path: textOf(fieldOf(one, ['path'])) ?? '/',
    })),
  );
  return groupBy(paths, ({ host }) => host);
}

/** Whether every path that one takes is taken by another. That a prefix also takes the path without its last slash is left out. */
function isWithin(one: RulePath, other: RulePath): boolean {
  if (other.type === 'Exact') return one.type === 'Exact' && one.path === other.path;
  if (other.type !== 'Prefix') return one.path.startsWith(other.path);
  const folder = other.path.endsWith('/') ? other.path : `${other.path}/`;
  const isWhole = one.type === 'Prefix' || one.type === 'Exact';
  return one.path.startsWith(folder) || (isWhole && one.path === other.path);
}

function spelled({ type, path }: RulePath): string {
  return `${type} ${path}`;
}
