import type { Program } from '../../re2';
import { automaton, budgetOf, DEAD, FIRST_SYMBOL, PATH_ALPHABET, withinBudget, type Language } from '../text';

/** A literal text equivalent to a path language: a prefix or an exact path. */
export interface LiteralPath {
  readonly kind: 'prefix' | 'exact';
  readonly text: string;
}

/** Maximum number of literal texts that replace one regex. */
const FEW = 4;

/** Maximum length of a literal text after the stem, in symbols. */
const DEPTH = 64;

/** Work limit for one regex. */
const BUDGET = 5_000;

/** Returns a function that finds the literal paths equivalent to a regex. A tail that regexes share is analysed once. */
export function literalPathFinder(): (path: Language) => readonly LiteralPath[] | undefined {
  const known = new Map<Program, readonly LiteralPath[] | undefined>();
  return (path) => {
    if (path.kind !== 'regex') return undefined;
    // A regex without a stem begins before the slash that all paths begin with; `before` matters to \b alone.
    if (!known.has(path.rest)) {
      const found = withinBudget(() => literalTexts(path.rest, path.stem));
      known.set(path.rest, found?.answer);
    }
    return known.get(path.rest)?.map(({ kind, text }) => ({ kind, text: path.stem + text }));
  };
}

/** Returns the literal texts that a program matches after a stem; undefined if they are many or not literal. */
function literalTexts(program: Program, stem: string): readonly LiteralPath[] | undefined {
  const machine = automaton(PATH_ALPHABET, budgetOf(BUDGET));
  const before = stem === '' ? undefined : stem.charCodeAt(stem.length - 1) - FIRST_SYMBOL;
  const language = machine.add(program);
  const found: LiteralPath[] = [];
  const follow = (state: number, text: string): boolean => {
    const steps = machine
      .transitions(state)
      .map(({ symbols, state: next }) => ({ next, symbols: symbols.filter((s) => PATH_ALPHABET[s] === 1) }))
      .filter(({ symbols }) => symbols.length > 0);
    const [step, another] = steps;
    if (machine.accepted(state).length > 0) {
      const acceptsRest = step?.next === state && another === undefined;
      found.push({ kind: acceptsRest ? 'prefix' : 'exact', text });
      if (acceptsRest) return found.length <= FEW;
    }
    if (text.length >= DEPTH || found.length > FEW) return false;
    return steps.every(
      ({ next, symbols }) =>
        next === DEAD ||
        (symbols.length <= FEW &&
          symbols.every((symbol) => follow(next, text + String.fromCharCode(symbol + FIRST_SYMBOL)))),
    );
  };
  const isLiteral = follow(machine.enter(DEAD, [language], before), '');
  return isLiteral && found.length > 0 && found.length <= FEW ? found : undefined;
}
