import { RE2JS } from 're2js';

/** Longest regex that Istio's webhook takes, in characters (Istio 1.13 and newer). */
const LENGTH_LIMIT = 1024;

/** Most instructions that a regex may compile to: what Istio's bootstrap sets for Envoy's RE2. */
const PROGRAM_LIMIT = 32_768;

/** General categories that every RE2 knows; its tables of scripts differ from release to release. */
const CATEGORY = /^\^?(C[cfos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?|Any)$/;

/** One operator, literal, escape, class or quotation of a regex. */
interface Token {
  readonly kind: 'literal' | 'escape' | 'class' | 'quoted' | 'operator';
  readonly text: string;
}

/** Why Envoy or Istio would reject a regex, or `undefined` where neither would. */
export function regexProblem(regex: string): string | undefined {
  if (regex === '') return 'is empty';
  if (regex.length > LENGTH_LIMIT) return `has ${regex.length} characters, Istio takes ${LENGTH_LIMIT}`;
  const tokens = tokensOf(regex);
  const marks = groupMarks(tokens);
  if (/\(\?<?[=!]/.test(marks)) return 'looks ahead or behind, which RE2 cannot';
  if (marks.includes('(?<'))
    return 'names a group by (?<name>), which Istio knows only lately: write (?P<name>';
  if (tokens.some(({ kind, text }) => kind === 'escape' && /^\\[1-9]/.test(text))) {
    return 'refers back to a group, which RE2 cannot';
  }
  const unknown = tokens
    .filter(({ kind }) => kind === 'escape' || kind === 'class')
    .flatMap(({ text }) => [...text.matchAll(/\\[pP]\{([^}]*)\}/g)])
    .find(([, name = '']) => !CATEGORY.test(name));
  if (unknown !== undefined) return `uses ${unknown[0]}, which not every RE2 knows`;
  try {
    const size = programSize(RE2JS.compile(regex));
    if (size <= PROGRAM_LIMIT) return undefined;
    return `compiles to about ${size} instructions, Envoy takes ${PROGRAM_LIMIT}`;
  } catch (error) {
    return `is not an RE2 expression: ${(error as Error).message.replace(/^error parsing regexp: /, '')}`;
  }
}

/**
 * About how many instructions Envoy's RE2 makes of a regex. It works on bytes, RE2JS on code points: a range of
 * code points outside ASCII takes it about three.
 */
function programSize(compiled: RE2JS): number {
  const { re2Input } = compiled as unknown as {
    re2Input: { prog: { inst: readonly { runes?: readonly number[] | null }[] } };
  };
  return re2Input.prog.inst.reduce((sum, { runes }) => {
    const ranges = Math.max(1, (runes?.length ?? 0) / 2);
    return sum + Math.ceil(ranges * (runes?.some((rune) => rune >= 0x80) === true ? 3 : 1));
  }, 0);
}

/**
 * The text that every match of a regex certainly starts with. Conservative: it may be shorter than the
 * longest such text, never longer.
 */
export function literalStem(regex: string): string {
  const tokens = tokensOf(regex);
  if (hasTopLevelAlternation(tokens)) return '';
  let stem = '';
  for (const [index, { kind, text }] of tokens.entries()) {
    if (index === 0 && text === '^') continue;
    const literal =
      kind === 'literal' ? text : kind === 'escape' && /^\\[^\sa-zA-Z0-9]$/.test(text) ? text[1] : '';
    const next = tokens[index + 1];
    const repeated = next?.kind === 'operator' ? next.text : '';
    if (literal === '' || literal === undefined || '*?{'.includes(repeated || ' ')) break;
    stem += literal;
  }
  return stem;
}

function hasTopLevelAlternation(tokens: readonly Token[]): boolean {
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
function groupMarks(tokens: readonly Token[]): string {
  return tokens
    .map(({ kind, text }) => (kind === 'operator' || /^[<=!:P]$/.test(text) ? text : '.'))
    .join('');
}

/** Reads a regex from left to right, as RE2 does. */
function tokensOf(regex: string): Token[] {
  const token =
    /(?<quoted>\\Q[^]*?(?:\\E|$))|(?<escape>\\(?:[pP](?:\{[^}]*\}|.)|x\{[^}]*\}|x..|[0-7]{1,3}|[^]))|(?<class>\[\^?\]?(?:\[:\^?[a-z]+:\]|\\[^]|[^\]\\])*\])|(?<operator>[.()*+?{|^$])|(?<literal>[^])/gu;
  return [...regex.matchAll(token)].map(({ 0: text, groups = {} }) => {
    const kind = (['quoted', 'escape', 'class', 'operator'] as const).find(
      (name) => groups[name] !== undefined,
    );
    return { kind: kind ?? 'literal', text };
  });
}
