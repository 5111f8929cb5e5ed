import { DEFAULT_NAMES } from '../../../base';
import type { ClusterPair } from './snapshot';

/** The placeholder of a function namespace in a key that several namespaces share. */
const NAMESPACE = '<namespace>';

/** The two sides of a cluster, as far as they are known. */
export type ClusterSides = Partial<Pick<ClusterPair, 'before' | 'after'>>;

/** Returns the function namespace of a gateway host, as either side of a cluster calls it; undefined for other hosts. */
export function namespaceOfHost(host: string, { before, after }: ClusterSides): string | undefined {
  const [newNames = DEFAULT_NAMES, oldNames = DEFAULT_NAMES] = [after?.names, before?.names];
  return newNames.namespaceOfHost(host) ?? oldNames.namespaceOfHost(host);
}

/** Replaces the name of a function namespace by a placeholder, where it is a whole part of a name. */
export function withoutNamespace(text: string, namespace: string | undefined): string {
  if (namespace === undefined) return text;
  const quoted = namespace.replace(/[^A-Za-z0-9-]/g, '\\$&');
  return text.replace(new RegExp(`(?<![A-Za-z0-9])${quoted}(?![A-Za-z0-9])`, 'g'), NAMESPACE);
}
