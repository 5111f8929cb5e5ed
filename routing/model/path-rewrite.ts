import { isMapping, type Mapping } from '../../base';
import { ROOT_PATH, type Language } from '../text';

/**
 * What a rule makes of a path, by `rewrite.uri` or `redirect.prefixRewrite`. Envoy replaces the matched prefix, and the whole path
 * for an exact path and for a regex (facts of `rewrite.uri`, Istio 1.0 to 1.31).
 *
 * - `start`: the text `from` at the start becomes `to`. Both are without the end that they have in common, so that equal effects
 *   are equal texts: `/s` to `/` on the prefix `/s` is the same as on the exact path `/s`, and `/a/b` to `/c/b` on the prefix
 *   `/a/b` the same as `/a` to `/c` on the prefix `/a`.
 * - `length`: so many characters at the start, of any letter case, become `to`.
 * - `whole`: the path becomes `to`.
 */
export type PathRewrite =
  | { readonly kind: 'start'; readonly from: string; readonly to: string }
  | { readonly kind: 'length'; readonly length: number; readonly to: string }
  | { readonly kind: 'whole'; readonly to: string };

/** Returns what a rule makes of the paths of one of its matches; undefined where it leaves them as they are. */
export function pathRewrite({ rewrite, redirect }: Mapping, path: Language): PathRewrite | undefined {
  const to = uriOf(rewrite, 'uri') ?? uriOf(redirect, 'prefixRewrite');
  if (to === undefined) return undefined;
  const start = startOf(path);
  if (start !== undefined) return startRewrite(start, to);
  if (path.kind === 'folded' && path.open) return { kind: 'length', length: path.text.length, to };
  return { kind: 'whole', to };
}

/**
 * Returns where two rewrites of requests with a common path have the same result: on all paths, on none, or on one path alone.
 * @param a, b the rewrites with the paths of their matches
 */
export function rewritesAgree(
  a: { readonly rewrite: PathRewrite | undefined; readonly path: Language },
  b: { readonly rewrite: PathRewrite | undefined; readonly path: Language },
): 'everywhere' | 'nowhere' | { readonly at: string } {
  if (JSON.stringify(a.rewrite) === JSON.stringify(b.rewrite)) return 'everywhere';
  const [whole, other] = a.rewrite?.kind === 'whole' ? [a.rewrite, b] : [b.rewrite, a];
  if (whole?.kind === 'whole') {
    const at = origin(whole.to, other.rewrite);
    if (at === undefined) return 'nowhere';
    if (other.path.kind !== 'values' || other.path.values.length > 1) return { at };
    return at === other.path.values[0] ? 'everywhere' : 'nowhere';
  }
  const [length, start] = a.rewrite?.kind === 'length' ? [a.rewrite, b] : [b.rewrite, a];
  const text = startOf(start.path);
  if (length?.kind !== 'length' || text === undefined) return 'nowhere';
  // Both leave what follows the text.
  const byLength = length.to + text.slice(length.length);
  return text.length >= length.length && byLength === applied(start.rewrite, text) ? 'everywhere' : 'nowhere';
}

function applied(rewrite: PathRewrite | undefined, text: string): string | undefined {
  if (rewrite === undefined) return text;
  return rewrite.kind === 'start' ? rewrite.to + text.slice(rewrite.from.length) : undefined;
}

/** Returns the only path that a rewrite may turn into a text; undefined if there is none, or several may. */
function origin(text: string, rewrite: PathRewrite | undefined): string | undefined {
  if (rewrite === undefined) return text;
  if (rewrite.kind !== 'start' || !text.startsWith(rewrite.to)) return undefined;
  return rewrite.from + text.slice(rewrite.to.length);
}

function startRewrite(from: string, to: string): PathRewrite | undefined {
  let common = 0;
  while (common < from.length && common < to.length && from.at(-1 - common) === to.at(-1 - common))
    common += 1;
  const [rest, result] = [from, to].map((text) => text.slice(0, text.length - common)) as [string, string];
  return rest === result ? undefined : { kind: 'start', from: rest, to: result };
}

/** The text that a rewrite replaces; undefined where it has several spellings, or is the whole path of a regex. */
function startOf(path: Language): string | undefined {
  if (path.kind === 'prefix') return path.text;
  // A match without a path is one of the prefix `/` in Envoy.
  if (path.kind === 'any') return ROOT_PATH;
  return path.kind === 'values' && path.values.length === 1 ? path.values[0] : undefined;
}

/** An empty text counts as unset, as in every field of Istio's. */
function uriOf(mapping: unknown, field: 'uri' | 'prefixRewrite'): string | undefined {
  const uri = isMapping(mapping) ? mapping[field] : undefined;
  return typeof uri === 'string' && uri !== '' ? uri : undefined;
}
