import type { Program } from '../re2';
import { FIRST_SYMBOL, PATH_ALPHABET } from './alphabet';
import { automaton, DEAD } from './automaton';
import { budgetOf, withinBudget } from './budget';
import type { Language } from './language';

/** A plain text that stands for a path language: a prefix, or an exact path. */
export interface PlainPath {
  readonly kind: 'prefix' | 'exact';
  readonly text: string;
}

/** Most plain texts that a regex is told to be. */
const FEW = 4;

/** Longest plain text behind a stem that is looked for, in symbols. */
const DEPTH = 64;

/** Work for one regex. */
const BUDGET = 5_000;

/** Finds plain texts that regexes stand for; what many regexes end in is worked out once. */
export function plainPathFinder(): (path: Language) => readonly PlainPath[] | undefined {
  const known = new Map<Program, readonly PlainPath[] | undefined>();
  return (path) => {
    if (path.kind !== 'regex') return undefined;
    // A regex without a stem begins before the slash that all paths begin with; `before` matters to \b alone.
    if (!known.has(path.rest)) {
      const found = withinBudget(() => plainTexts(path.rest, path.stem));
      known.set(path.rest, found?.answer);
    }
    return known.get(path.rest)?.map(({ kind, text }) => ({ kind, text: path.stem + text }));
  };
}

/** The few plain texts that a program stands for, behind a stem; undefined where they are many, or no plain ones. */
function plainTexts(program: Program, stem: string): readonly PlainPath[] | undefined {
  const machine = automaton(PATH_ALPHABET, budgetOf(BUDGET));
  const before = stem === '' ? undefined : stem.charCodeAt(stem.length - 1) - FIRST_SYMBOL;
  const language = machine.add(program);
  const found: PlainPath[] = [];
  const follow = (state: number, text: string): boolean => {
    const ways = machine
      .transitions(state)
      .map(({ symbols, state: next }) => ({ next, symbols: symbols.filter((s) => PATH_ALPHABET[s] === 1) }))
      .filter(({ symbols }) => symbols.length > 0);
    const [way, another] = ways;
    if (machine.accepted(state).length > 0) {
      const goesOn = way?.next === state && another === undefined;
      found.push({ kind: goesOn ? 'prefix' : 'exact', text });
      if (goesOn) return found.length <= FEW;
    }
    if (text.length >= DEPTH || found.length > FEW) return false;
    return ways.every(
      ({ next, symbols }) =>
        next === DEAD ||
        (symbols.length <= FEW &&
          symbols.every((symbol) => follow(next, text + String.fromCharCode(symbol + FIRST_SYMBOL)))),
    );
  };
  const plain = follow(machine.enter(DEAD, [language], before), '');
  return plain && found.length > 0 && found.length <= FEW ? found : undefined;
}
