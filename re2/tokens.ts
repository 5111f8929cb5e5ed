/** One operator, literal, escape, class or quotation of a regex. */
export interface Token {
  readonly kind: 'literal' | 'escape' | 'class' | 'quoted' | 'operator';
  readonly text: string;
}

/** Reads a regex from left to right, as RE2 does. */
export function tokensOf(regex: string): Token[] {
  const token =
    /(?<quoted>\\Q[^]*?(?:\\E|$))|(?<escape>\\(?:[pP](?:\{[^}]*\}|.)|x\{[^}]*\}|x..|[0-7]{1,3}|[^]))|(?<class>\[\^?\]?(?:\[:\^?[a-z]+:\]|\\[^]|[^\]\\])*\])|(?<operator>[.()*+?{|^$])|(?<literal>[^])/gu;
  return [...regex.matchAll(token)].map(({ 0: text, groups = {} }) => {
    const kind = (['quoted', 'escape', 'class', 'operator'] as const).find(
      (name) => groups[name] !== undefined,
    );
    return { kind: kind ?? 'literal', text };
  });
}

/** Whether a `|` stands outside all groups: then no text begins every match. */
export function hasTopLevelAlternation(tokens: readonly Token[]): boolean {
  let depth = 0;
  for (const { kind, text } of tokens) {
    if (kind !== 'operator') continue;
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    if (text === '|' && depth <= 0) return true;
  }
  return false;
}

/** The operators of a regex and the marks that groups begin with; every other token is a dot. */
export function groupMarks(tokens: readonly Token[]): string {
  return tokens
    .map(({ kind, text }) => (kind === 'operator' || /^[<=!:P]$/.test(text) ? text : '.'))
    .join('');
}
