import { isMapping, listOf, textOf } from '../base';
import type { ManifestStore, ManifestTree } from '../manifests';

/** What is compared where a side is a dump of a cluster, as `kubectl get -o yaml` writes it. */
export interface DumpScope {
  /** Whether an object is compared: a dump holds its kind, and no controller owns it. */
  readonly keeps: (object: unknown) => boolean;
  /** The kinds that are compared, sorted. */
  readonly kinds: readonly string[];
}

/** The objects of a dump by API group and kind; undefined if no object is from an API server. */
export function dumpKinds({ files }: ManifestTree, store: ManifestStore): ReadonlySet<string> | undefined {
  let isDump = false;
  const kinds = new Set<string>();
  for (const [path, hash] of files) {
    // A dump of a cluster may be large; other manifests are parsed only where they differ.
    if (store.textOf(hash)?.includes('resourceVersion') !== true) continue;
    for (const object of store.parsed(hash, path).objects) {
      isDump ||= isMapping(object) && isMapping(object.metadata) && typeof object.metadata.uid === 'string';
      kinds.add(kindOf(object));
    }
  }
  return isDump ? kinds : undefined;
}

/** Returns what two sides have in common, one of which at least is a dump; undefined if neither is. */
export function dumpScope(
  base: ReadonlySet<string> | undefined,
  head: ReadonlySet<string> | undefined,
): DumpScope | undefined {
  const [first, second] = [base ?? head, head ?? base];
  if (first === undefined || second === undefined) return undefined;
  const kinds = new Set([...first].filter((kind) => second.has(kind)));
  return {
    keeps: (object) => kinds.has(kindOf(object)) && !isOwned(object),
    kinds: [...kinds].map((kind) => kind.replace(/^.*\//, '')).sort(),
  };
}

/** Returns `<API group>/<kind>`. */
function kindOf(object: unknown): string {
  const { apiVersion, kind } = isMapping(object) ? object : {};
  const version = textOf(apiVersion) ?? '';
  const group = version.includes('/') ? version.slice(0, version.lastIndexOf('/')) : '';
  return `${group}/${textOf(kind) ?? ''}`;
}

/** Whether a controller created an object, as Knative does with VirtualServices of its own. */
function isOwned(object: unknown): boolean {
  const metadata = isMapping(object) ? object.metadata : undefined;
  return isMapping(metadata) && listOf(metadata.ownerReferences).length > 0;
}
