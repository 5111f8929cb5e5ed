import { FIRST_SYMBOL, isTextOf, PREFERRED_SYMBOLS, symbolAt, type Alphabet } from './alphabet';
import { automaton, DEAD } from './automaton';
import type { Budget } from './budget';
import { holdsText, programsAfter, stemOf, type Language } from './language';

/** The requirements on a text. */
export interface TextQuestion {
  /** It belongs to all of these. */
  readonly all: readonly Language[];
  /** It belongs to none of these. */
  readonly none: readonly Language[];
  /** The symbols that it may have. */
  readonly alphabet: Alphabet;
}

/** Returns the shortest text that meets the requirements, or `undefined` if there is none. */
export function shortestText({ all, none, alphabet }: TextQuestion, budget: Budget): string | undefined {
  return searchText({ all, none, others: [], alphabet }, () => true, budget)?.text;
}

/** The requirements on a text, and languages whose membership a judge decides on. */
export interface TextSearch extends TextQuestion {
  /** Languages to which it may belong. */
  readonly others: readonly Language[];
}

/**
 * Returns the shortest text that belongs to all languages and that a judge accepts.
 * @param judge receives the indexes of the `others` to which a text belongs; returns its judgement, or `undefined` to
 * reject the text
 */
export function searchText<T>(
  { all, none, others, alphabet }: TextSearch,
  judge: (held: readonly number[]) => T | undefined,
  budget: Budget,
): { readonly text: string; readonly judgement: T } | undefined {
  const languages = [...all, ...none, ...others];
  const firstOther = all.length + none.length;
  budget.spend(languages.length);
  const finite = all.find((language) => language.kind === 'values');
  if (finite !== undefined) {
    for (const text of [...finite.values].sort((a, b) => a.length - b.length)) {
      const found = tryText(text);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const stem = all.map(stemOf).reduce((a, b) => (b.length > a.length ? b : a), '');
  if (!all.every((language) => mayBegin(language, stem)) || !isTextOf(stem, alphabet)) return undefined;
  return tryText(stem) ?? searchAfter(stem);

  function tryText(text: string): { readonly text: string; readonly judgement: T } | undefined {
    if (!isTextOf(text, alphabet) || !all.every((language) => holdsText(language, text))) return undefined;
    if (none.some((language) => holdsText(language, text))) return undefined;
    const held = others.flatMap((language, index) => (holdsText(language, text) ? [index] : []));
    const judgement = judge(held);
    return judgement === undefined ? undefined : { text, judgement };
  }

  /** Breadth-first search of the DFA after a text that all languages begin with. */
  function searchAfter(start: string): { readonly text: string; readonly judgement: T } | undefined {
    const joint = automaton(alphabet, budget);
    const preferred = preferredIn(alphabet);
    const indexOf: number[] = [];
    const numbersFrom = new Map<number, number[]>();
    languages.forEach((language, index) => {
      for (const { program, from } of programsAfter(language, start)) {
        const number = joint.add(program);
        indexOf[number] = index;
        numbersFrom.set(from, [...(numbersFrom.get(from) ?? []), number]);
      }
    });
    const indexesOf = (numbers: readonly number[]) => [
      ...new Set(numbers.map((number) => indexOf[number] ?? 0)),
    ];
    const mayHoldAll = (indexes: readonly number[]) =>
      indexes.filter((index) => index < all.length).length === all.length;
    const isExcluded = (index: number) => index >= all.length && index < firstOther;
    const judgeHeld = (indexes: readonly number[]) =>
      mayHoldAll(indexes) && !indexes.some(isExcluded)
        ? judge(indexes.filter((index) => index >= firstOther).map((index) => index - firstOther))
        : undefined;

    let first = DEAD;
    for (const [from, numbers] of numbersFrom) {
      let entered = joint.enter(DEAD, numbers, from === 0 ? undefined : symbolAt(start, from - 1));
      for (let index = from; index < start.length; index += 1) {
        entered = joint.step(entered, symbolAt(start, index));
      }
      first = joint.union(first, entered);
    }
    const seen = new Set([first]);
    let level: Visit[] = [{ state: first, symbol: -1, from: undefined }];
    while (level.length > 0) {
      const next: Visit[] = [];
      for (const visit of level) {
        budget.spend(1);
        const held = indexesOf(joint.accepted(visit.state)).sort((a, b) => a - b);
        const judgement = judgeHeld(held);
        if (judgement !== undefined) return { text: start + spell(visit), judgement };
        if (!mayHoldAll(indexesOf(joint.alive(visit.state)))) continue;
        // Every continuation belongs to an excluded language.
        if (none.length > 0 && indexesOf(joint.total(visit.state)).some(isExcluded)) continue;
        for (const symbol of preferred(joint.transitions(visit.state))) {
          const state = joint.step(visit.state, symbol);
          if (seen.has(state)) continue;
          seen.add(state);
          next.push({ state, symbol, from: visit });
        }
      }
      level = next;
    }
    return undefined;
  }
}

/** A state and the first path that reached it. */
interface Visit {
  readonly state: number;
  readonly symbol: number;
  readonly from: Visit | undefined;
}

/** Returns the text of the symbols that led to a visit. */
function spell(visit: Visit): string {
  let text = '';
  for (let last = visit; last.from !== undefined; last = last.from) {
    text = String.fromCharCode(last.symbol + FIRST_SYMBOL) + text;
  }
  return text;
}

/** Whether the stem of a language allows a member that begins with a text. */
function mayBegin(language: Language, text: string): boolean {
  const stem = stemOf(language);
  return stem.startsWith(text) || text.startsWith(stem);
}

/** Returns a function that returns the most preferred symbol of each transition, sorted by preference. */
function preferredIn(alphabet: Alphabet) {
  // The states of an automaton share most lists of symbols.
  const known = new Map<readonly number[], number | undefined>();
  return (transitions: readonly { readonly symbols: readonly number[] }[]): number[] => {
    const ranks: number[] = [];
    for (const { symbols } of transitions) {
      if (!known.has(symbols)) known.set(symbols, bestRank(symbols, alphabet));
      const rank = known.get(symbols);
      if (rank !== undefined) ranks.push(rank);
    }
    return ranks.sort((a, b) => a - b).map((rank) => PREFERRED_SYMBOLS[rank] ?? 0);
  };
}

/** The rank of the most preferred symbol of a list that an alphabet has; `undefined` if it has none. */
function bestRank(symbols: readonly number[], alphabet: Alphabet): number | undefined {
  let best: number | undefined;
  for (const symbol of symbols) {
    const rank = RANK[symbol] ?? 0;
    if (alphabet[symbol] === 1 && (best === undefined || rank < best)) best = rank;
  }
  return best;
}

/** The rank of each symbol among the preferred ones. */
const RANK = PREFERRED_SYMBOLS.reduce((ranks, symbol, rank) => {
  ranks[symbol] = rank;
  return ranks;
}, new Int32Array(PREFERRED_SYMBOLS.length));
