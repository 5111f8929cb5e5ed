import { isAlias, isCollection, isPair, type Alias, type Document } from 'yaml';

/** What the aliases of a document expand to. */
export interface AliasExpansion {
  /** How many aliases are followed where each is replaced by its value; an alias in that value counts each time. */
  readonly followed: number;
  /** The first alias of a value that contains it: there is no end to that. */
  readonly endless: Alias | undefined;
}

/**
 * Counts the aliases of a document, in time that is linear in its length. `yaml` can take hours to refuse a value that
 * contains aliases of itself.
 */
export function aliasExpansion({ contents }: Document.Parsed): AliasExpansion {
  const anchored = new Map<string, unknown>();
  const counts = new Map<unknown, number>();
  let endless: Alias | undefined;
  return { followed: followedIn(contents), endless };

  function followedIn(node: unknown): number {
    if (isAlias(node)) {
      const within = counts.get(anchored.get(node.source));
      if (within === undefined) endless ??= node;
      return 1 + (within ?? 0);
    }
    const anchor = (node as { anchor?: string } | null)?.anchor;
    // Known from here on, and counted only behind its end.
    if (anchor !== undefined) anchored.set(anchor, node);
    const inside = isCollection(node) ? node.items : isPair(node) ? [node.key, node.value] : [];
    const followed = inside.reduce<number>((sum, inner) => sum + followedIn(inner), 0);
    counts.set(node, followed);
    return followed;
  }
}
