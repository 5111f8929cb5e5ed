import { FIRST_SYMBOL, isTextOf, PREFERRED_SYMBOLS, symbolAt, type Alphabet } from './alphabet';
import { automaton, DEAD } from './automaton';
import type { Budget } from './budget';
import { holdsText, programsBehind, stemOf, type Language } from './language';

/** What a text is asked to be. */
export interface TextQuestion {
  /** It belongs to all of these. */
  readonly all: readonly Language[];
  /** It belongs to none of these. */
  readonly none: readonly Language[];
  /** The symbols that it may have. */
  readonly alphabet: Alphabet;
}

/** The shortest text that is as asked, or `undefined` where there is none. */
export function shortestText({ all, none, alphabet }: TextQuestion, budget: Budget): string | undefined {
  return searchText({ all, none, others: [], alphabet }, () => true, budget)?.text;
}

/** Where a text is sought, and what is to be known of it. */
export interface TextSearch extends TextQuestion {
  /** Languages to which it may belong. */
  readonly others: readonly Language[];
}

/**
 * The first text, in the order of length, that belongs to all of some languages and that a judge takes.
 * @param judge gets those of the `others` to which a text belongs, as places, and gives what it makes of them, or
 * `undefined` for a text that it does not take
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
  return tryText(stem) ?? searchBehind(stem);

  function tryText(text: string): { readonly text: string; readonly judgement: T } | undefined {
    if (!isTextOf(text, alphabet) || !all.every((language) => holdsText(language, text))) return undefined;
    if (none.some((language) => holdsText(language, text))) return undefined;
    const held = others.flatMap((language, place) => (holdsText(language, text) ? [place] : []));
    const judgement = judge(held);
    return judgement === undefined ? undefined : { text, judgement };
  }

  /** Looks behind a text that all languages begin with. */
  function searchBehind(start: string): { readonly text: string; readonly judgement: T } | undefined {
    const joint = automaton(alphabet, budget);
    const placeOf: number[] = [];
    const enteredAt = new Map<number, number[]>();
    languages.forEach((language, place) => {
      for (const { program, from } of programsBehind(language, start)) {
        const number = joint.add(program);
        placeOf[number] = place;
        enteredAt.set(from, [...(enteredAt.get(from) ?? []), number]);
      }
    });
    const placesOf = (numbers: readonly number[]) => [
      ...new Set(numbers.map((number) => placeOf[number] ?? 0)),
    ];
    const mayHoldAll = (places: readonly number[]) =>
      places.filter((place) => place < all.length).length === all.length;
    const isUnwanted = (place: number) => place >= all.length && place < firstOther;
    const judgePlaces = (places: readonly number[]) =>
      mayHoldAll(places) && !places.some(isUnwanted)
        ? judge(places.filter((place) => place >= firstOther).map((place) => place - firstOther))
        : undefined;

    let first = DEAD;
    for (const [from, numbers] of enteredAt) {
      let entered = joint.enter(DEAD, numbers, from === 0 ? undefined : symbolAt(start, from - 1));
      for (let at = from; at < start.length; at += 1) entered = joint.step(entered, symbolAt(start, at));
      first = joint.union(first, entered);
    }
    const seen = new Set([first]);
    let level: Visit[] = [{ state: first, symbol: -1, from: undefined }];
    while (level.length > 0) {
      const next: Visit[] = [];
      for (const visit of level) {
        budget.spend(1);
        const held = placesOf(joint.accepted(visit.state)).sort((a, b) => a - b);
        const judgement = judgePlaces(held);
        if (judgement !== undefined) return { text: start + spell(visit), judgement };
        if (!mayHoldAll(placesOf(joint.alive(visit.state)))) continue;
        // What goes on from here belongs to a language that it must not belong to.
        if (none.length > 0 && placesOf(joint.total(visit.state)).some(isUnwanted)) continue;
        for (const symbol of nicest(joint.transitions(visit.state), alphabet)) {
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

/** A state with the way on which it was reached first. */
interface Visit {
  readonly state: number;
  readonly symbol: number;
  readonly from: Visit | undefined;
}

function spell(visit: Visit): string {
  let text = '';
  for (let at = visit; at.from !== undefined; at = at.from) {
    text = String.fromCharCode(at.symbol + FIRST_SYMBOL) + text;
  }
  return text;
}

/** Whether some text of the language may begin with a text, as far as its stem tells. */
function mayBegin(language: Language, text: string): boolean {
  const stem = stemOf(language);
  return stem.startsWith(text) || text.startsWith(stem);
}

/** Of each transition the symbol that reads best, the best first. */
function nicest(
  transitions: readonly { readonly symbols: readonly number[] }[],
  alphabet: Alphabet,
): number[] {
  const ranks = transitions.flatMap(({ symbols }) => {
    const usable = symbols.filter((symbol) => alphabet[symbol] === 1).map((symbol) => RANK[symbol] ?? 0);
    return usable.length === 0 ? [] : [Math.min(...usable)];
  });
  return ranks.sort((a, b) => a - b).map((rank) => PREFERRED_SYMBOLS[rank] ?? 0);
}

/** The place of each symbol among the preferred ones. */
const RANK = PREFERRED_SYMBOLS.reduce((ranks, symbol, rank) => {
  ranks[symbol] = rank;
  return ranks;
}, new Int32Array(PREFERRED_SYMBOLS.length));
