import { compileProgram, type Program } from './program';
import { groupMarks, tokensOf } from './tokens';

/** Longest regex that Istio's webhook takes, in characters (Istio 1.13 and newer). */
const LENGTH_LIMIT = 1024;

/** Most instructions that a regex may compile to: what Istio's bootstrap sets for Envoy's RE2. */
const PROGRAM_LIMIT = 32_768;

/** General categories that every RE2 knows; its tables of scripts differ from release to release. */
const CATEGORY = /^\^?(C[cfos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?|Any)$/;

/**
 * Why Envoy or Istio would reject a regex, or `undefined` where neither would.
 * @param programLimit most instructions that it may compile to
 */
export function regexProblem(regex: string, programLimit = PROGRAM_LIMIT): string | undefined {
  if (regex === '') return 'is empty';
  if (regex.length > LENGTH_LIMIT) return `has ${regex.length} characters, Istio takes ${LENGTH_LIMIT}`;
  const compiled = compileRegex(regex);
  if ('problem' in compiled) return compiled.problem;
  const { size } = compiled.program;
  if (size <= programLimit) return undefined;
  return `compiles to about ${size} instructions, Envoy takes ${programLimit}`;
}

/** Compiles a regex, or says why not every RE2 that Envoy had takes it. */
export function compileRegex(regex: string): { readonly program: Program } | { readonly problem: string } {
  const problem = syntaxProblem(regex);
  if (problem !== undefined) return { problem };
  try {
    return { program: compileProgram(regex) };
  } catch (error) {
    const detail = (error as Error).message.replace(/^error parsing regexp: /, '');
    return { problem: `is not an RE2 expression: ${detail}` };
  }
}

/** Finds syntax that RE2JS accepts and Envoy's RE2 rejects. */
function syntaxProblem(regex: string): string | undefined {
  // Only a group's mark or a backslash can spell any of it.
  if (!regex.includes('(?') && !regex.includes('\\')) return undefined;
  const tokens = tokensOf(regex);
  const marks = groupMarks(tokens);
  if (/\(\?<?[=!]/.test(marks)) return 'looks ahead or behind, which RE2 cannot';
  if (marks.includes('(?<')) {
    return 'names a group by (?<name>), which Istio knows only lately: write (?P<name>';
  }
  if (tokens.some(({ kind, text }) => kind === 'escape' && /^\\[1-9]/.test(text))) {
    return 'refers back to a group, which RE2 cannot';
  }
  const unknown = tokens
    .filter(({ kind }) => kind === 'escape' || kind === 'class')
    .flatMap(({ text }) => [...text.matchAll(/\\[pP]\{([^}]*)\}/g)])
    .find(([, name = '']) => !CATEGORY.test(name));
  return unknown === undefined ? undefined : `uses ${unknown[0]}, which not every RE2 knows`;
}
