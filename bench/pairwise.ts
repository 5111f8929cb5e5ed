import { DFA, isDisjointWith, JS, NFA } from 'refa';
import { uriOf, type Mix } from './route-tables';

/**
 * The baseline for overlaps: one automaton for each route, and an intersection for each pair with a regex. Exact and
 * prefix paths are compared as text.
 * @returns the number of overlapping pairs
 */
export function pairwiseOverlaps(mix: Mix, count: number): number {
  const routes = Array.from({ length: count }, (_, index) => {
    const { regex, prefix, exact = '' } = uriOf(mix, index, count);
    const source = regex ?? (prefix === undefined ? quoted(exact) : `${quoted(prefix)}[^]*`);
    const { expression, maxCharacter } = JS.Parser.fromLiteral({ source, flags: '' }).parse();
    const dfa = DFA.fromFA(NFA.fromRegex(expression, { maxCharacter }));
    return { isRegex: regex !== undefined, isOpen: prefix !== undefined, text: prefix ?? exact, dfa };
  });
  let overlaps = 0;
  routes.forEach((a, index) => {
    for (const b of routes.slice(index + 1)) {
      const meet =
        a.isRegex || b.isRegex
          ? !isDisjointWith(a.dfa, b.dfa)
          : a.text === b.text ||
            (a.isOpen && b.text.startsWith(a.text)) ||
            (b.isOpen && a.text.startsWith(b.text));
      if (meet) overlaps += 1;
    }
  });
  return overlaps;
}

function quoted(text: string): string {
  return text.replace(/[^\w-]/g, '\\$&');
}
