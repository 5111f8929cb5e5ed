import type { ReadVirtualService } from './read-virtual-service';
import { joinedNeeds, meets, needsKey, type Needs, type Source } from './source';

/** The most classes of proxies that one host is told apart for. Beyond, what proxies fulfil counts as unknown. */
export const MOST_CLASSES = 32;

/**
 * Splits proxies by what they fulfil of what matches ask for. Each class is named by all that its proxies fulfil: those of one class fulfil
 * the same. A class is a union of needs that one proxy can fulfil.
 *
 * Example: `app=web`, `app=api` and `tier=1` make six classes: each of no app, `web` and `api`, with `tier=1` and without.
 * @param base what all proxies fulfil
 * @returns the class of those that fulfil no more first; undefined if there are more than `most`
 */
export function sourceClasses(
  base: Needs,
  asked: readonly Needs[],
  most = MOST_CLASSES,
): readonly Needs[] | undefined {
  const found = new Map<string, Needs>([[needsKey(base), base]]);
  for (const needs of distinctNeeds(asked)) {
    for (const known of [...found.values()]) {
      const both = joinedNeeds(known, needs);
      if (both === undefined) continue;
      found.set(needsKey(both), both);
      if (found.size > most) return undefined;
    }
  }
  return [...found.values()];
}

/** Returns each needs once. */
export function distinctNeeds(asked: readonly Needs[]): readonly Needs[] {
  return [...new Map(asked.map((needs) => [needsKey(needs), needs])).values()];
}

/** Binds VirtualServices to proxies: one whose matches ask for labels is another for proxies that fulfil other ones of these. */
export function sourceBinder() {
  const bound = new Map<ReadVirtualService, Map<string, ReadVirtualService>>();
  return (virtualService: ReadVirtualService, source: Source): ReadVirtualService => {
    const { asked } = virtualService;
    if (asked.length === 0) return virtualService;
    const byAnswer = bound.get(virtualService) ?? new Map<string, ReadVirtualService>();
    bound.set(virtualService, byAnswer);
    const key =
      source === 'unknown' ? source : asked.map((needs) => (meets(source, needs) ? '1' : '0')).join('');
    const own = byAnswer.get(key) ?? { ...virtualService, source };
    byAnswer.set(key, own);
    return own;
  };
}
