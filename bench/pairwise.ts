import { DFA, isDisjointWith, JS, NFA } from 'refa';
import { uriOf, type Mix } from './route-tables';

/**
 * The yardstick for overlap: one automaton for each route, and an intersection for each pair that has a regex. Pairs
 * of plain paths are compared as texts.
 * @returns how many pairs overlap
 */
export function pairwiseOverlaps(mix: Mix, count: number): number {
  const routes = Array.from({ length: count }, (_, place) => {
    const { regex, prefix, exact = '' } = uriOf(mix, place, count);
    const source = regex ?? (prefix === undefined ? quoted(exact) : `${quoted(prefix)}[^]*`);
    const { expression, maxCharacter } = JS.Parser.fromLiteral({ source, flags: '' }).parse();
    const dfa = DFA.fromFA(NFA.fromRegex(expression, { maxCharacter }));
    return { isRegex: regex !== undefined, isOpen: prefix !== undefined, text: prefix ?? exact, dfa };
  });
  let overlaps = 0;
  routes.forEach((a, place) => {
    for (const b of routes.slice(place + 1)) {
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
