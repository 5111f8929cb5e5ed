import { RE2JS } from 're2js';

/** Longest regex that Istio's webhook takes, in characters (Istio 1.13 and newer). */
const LENGTH_LIMIT = 1024;

/** Why Envoy or Istio would reject a regex, or `undefined` where neither would. */
export function regexProblem(regex: string): string | undefined {
  if (regex === '') return 'is empty';
  if (regex.length > LENGTH_LIMIT) return `has ${regex.length} characters, Istio takes ${LENGTH_LIMIT}`;
  const plain = withoutEscapesAndClasses(regex);
  if (/\(\?<?[=!]/.test(plain)) return 'looks ahead or behind, which RE2 cannot';
  if (/\\[1-9]/.test(regex.replace(/\\\\/g, ''))) return 'refers back to a group, which RE2 cannot';
  try {
    RE2JS.compile(regex);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `is not an RE2 expression: ${reason.replace(/^error parsing regexp: /, '')}`;
  }
}

/**
 * The text that every match of a regex certainly starts with. Conservative: it may be shorter than the
 * longest such text, never longer.
 */
export function literalStem(regex: string): string {
  if (hasTopLevelAlternation(regex)) return '';
  const atom = /\\([^\sa-zA-Z0-9])|([^\\.[\](){}*+?|^$])/y;
  atom.lastIndex = regex.startsWith('^') ? 1 : 0;
  let stem = '';
  for (let match = atom.exec(regex); match !== null; match = atom.exec(regex)) {
    const next = regex[atom.lastIndex];
    if (next === '*' || next === '?' || next === '{') break;
    stem += match[1] ?? match[2] ?? '';
    if (next === '+') break;
  }
  return stem;
}

function hasTopLevelAlternation(regex: string): boolean {
  let depth = 0;
  for (const char of withoutEscapesAndClasses(regex)) {
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (char === '|' && depth <= 0) return true;
  }
  return false;
}

/** The regex with quoted text, escapes and character classes taken out: what is left has only its operators. */
function withoutEscapesAndClasses(regex: string): string {
  return regex
    .replace(/\\Q.*?(\\E|$)/gs, '')
    .replace(/\\./gs, '')
    .replace(/\[\^?\]?(\[:[^\]]*:\]|[^\]])*\]/g, '');
}
