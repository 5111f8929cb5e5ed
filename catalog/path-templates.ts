/*
 * Paths as other routers and regexes write them: `/items/*`, `/items/:id`, `/items/{id}`, `^/items/[0-9]+$`. Istio knows
 * none of the placeholders: `*` and `:id` in a prefix or an exact path are literal texts, and in a regex `/*` matches slashes
 * alone. Placeholders are whole segments, except for those in braces, so that `/items:batch` and `/a*b` stay as they are.
 */

/**
 * A placeholder: `:id` and `:id([0-9]+)`, `{id}`, `{id:[0-9]+}`, `{rest...}` and `{*rest}`, or `*` and `**`. `\{id}`,
 * `\p{Greek}` and `\x{41}` of a regex are none.
 */
const PLACEHOLDER =
  /(?<=\/):[A-Za-z_]\w*(?:\(([^()/]*)\))?(?=\/|$)|(?<!\\|\\[pPx])\{(\*{0,2})[A-Za-z_]\w*(\.\.\.|\*)?(?::((?:[^{}]|\{[0-9,]*\})*))?\}|(?<=\/)(\*\*?)(?=\/|$)/g;

/** The same, to test with: a global regex remembers where it stopped. */
const PLACEHOLDER_ONCE = new RegExp(PLACEHOLDER.source);

/** What a path in a prefix or an exact match never has, and a regex often: `.*` at the end of a segment, `]+`, `(a|b)`. */
const REGEX_SIGN = /\.[*+](?=[/)]|$)|\][*+]|\([^()]+\|[^()]+\)/;

/** What has a meaning of its own in a regex. A dot is as often just a dot. */
const META = /[\\^$*+?()[\]{}|]/;

/** Returns what is wrong with a path that another router would understand, or a regex would be, and what to write instead. */
export function templateProblem(
  path: string,
  kind: 'prefix' | 'exact' | 'regex',
): readonly [what: string, help: string] | undefined {
  const { text, fromStart, toEnd } = withoutAnchors(path);
  const [first] = text.match(PLACEHOLDER) ?? [];
  if (first !== undefined) {
    const isOpen = kind === 'prefix' && !toEnd;
    return [
      `has ${JSON.stringify(first)}, which is no placeholder here`,
      `write ${instead(text, kind, isOpen)}`,
    ];
  }
  if (kind === 'regex' || !(fromStart || REGEX_SIGN.test(text))) return undefined;
  return ['is written as a regex', `write ${plainly(text, kind, toEnd)}`];
}

/** Returns a regex without the anchors that it does not need, as a regex matches the whole path; undefined if it has none. */
export function withoutNeedlessAnchors(regex: string): string | undefined {
  const { text, fromStart, toEnd } = withoutAnchors(regex);
  // In ^a|b$ each anchor is a part of one alternative.
  return (fromStart || toEnd) && !hasAlternatives(text) ? text : undefined;
}

function withoutAnchors(path: string) {
  const fromStart = path.startsWith('^');
  const toEnd = /(?<!\\)\$$/.test(path);
  return { text: path.slice(fromStart ? 1 : 0, toEnd ? -1 : undefined), fromStart, toEnd };
}

/** Whether a regex is a choice at its top level. */
function hasAlternatives(regex: string): boolean {
  const flat = (text: string): string => {
    const outer = text.replace(/\([^()]*\)/g, '');
    return outer === text ? text : flat(outer);
  };
  return flat(regex.replace(/\\./g, '').replace(/\[\^?\]?[^\]]*\]/g, '')).includes('|');
}

/** Returns the match that a path with placeholders means. */
function instead(path: string, kind: 'prefix' | 'exact' | 'regex', isOpen: boolean): string {
  const isRegex = kind === 'regex' || REGEX_SIGN.test(path);
  const [, before = ''] = /^(.*\/)\*\*?$/.exec(path) ?? [];
  if (before !== '' && !PLACEHOLDER_ONCE.test(before) && !(isRegex && META.test(before))) {
    return `prefix: ${before}, which matches every path below it`;
  }
  const literal = isRegex ? (text: string) => text : escaped;
  const places = [...path.matchAll(PLACEHOLDER)];
  const regex = places.reduce(
    (all, place, index) => {
      const end = place.index + place[0].length;
      const next = places[index + 1]?.index ?? path.length;
      return `${all}${regexFor(place, end === path.length)}${literal(path.slice(end, next))}`;
    },
    literal(path.slice(0, places[0]?.index)),
  );
  return `regex: ${regex}${isOpen && !regex.endsWith('.*') ? '.*' : ''}`;
}

/** The regex of a placeholder; `{id:[0-9]+}` brings its own. A `*` at the end means all that follows, as `**` does. */
function regexFor(
  [, inBrackets, starsBefore = '', dotsAfter, inBraces, star]: RegExpExecArray,
  isLast: boolean,
): string {
  const pattern = inBrackets ?? inBraces;
  if (pattern !== undefined && pattern !== '') return `(${pattern})`;
  const isRest = starsBefore !== '' || dotsAfter !== undefined || star === '**' || (star === '*' && isLast);
  return isRest ? '.*' : '[^/]+';
}

/** Returns the match that a path means which is written as a regex. */
function plainly(text: string, kind: 'prefix' | 'exact', isWhole: boolean): string {
  const open = /^(.*)\.\*$/.exec(text)?.[1];
  if (open !== undefined && !META.test(open)) return `prefix: ${open}`;
  if (META.test(text))
    return `regex: ${text}${kind === 'prefix' && !isWhole && open === undefined ? '.*' : ''}`;
  return `${isWhole ? 'exact' : kind}: ${text}`;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
