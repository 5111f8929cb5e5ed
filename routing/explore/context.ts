import {
  automaton,
  DEAD,
  PATH_ALPHABET,
  literalRests,
  programsOf,
  symbolAt,
  type Automaton,
  type Budget,
  type Language,
} from '../text';
import type { LiteralIndex, LiteralNode } from './literal-index';
import type { PrefixChain } from './prefix-chain';

/** Receives what an exploration finds, and says where it can stop. */
export interface Visitor {
  /**
   * Called for every set of routes that match one path together while all other routes do not; sets may repeat.
   * @param routes by their index, in ascending order
   */
  accept(routes: readonly number[]): void;
  /** Whether paths that exactly these routes match need no further exploration. */
  isDone(routes: readonly number[]): boolean;
  /** Whether paths that any subset of these routes matches need no further exploration. */
  isSettled(routes: readonly number[]): boolean;
}

/** A part of the search: all texts that share their first `depth` characters. */
export interface Task {
  /** Whether literals are walked alone; otherwise the product of trie and automaton. */
  readonly literalsOnly: boolean;
  /** The nodes of the index that begin with the shared text: from `low`, up to and without `high`. */
  readonly low: number;
  readonly high: number;
  readonly depth: number;
  /** The state of the automaton after the shared text. */
  readonly state: number;
  readonly chain: PrefixChain;
}

/** The number of symbols that a path can have at one position. */
export const PATH_SYMBOLS = PATH_ALPHABET.reduce((sum, allowed) => sum + allowed, 0);

/** What all walks of one exploration share: the trie, the lazy DFA over all regexes, and the open tasks. */
export class ExploreContext {
  readonly joint: Automaton;
  readonly restAfter = literalRests();
  /** A stack. Walks push tasks instead of calling each other, so long paths do not deepen the call stack. */
  readonly tasks: Task[] = [];
  /** The pairs of chain and state that the automaton walk has visited, packed into numbers. */
  readonly seen = new Set<number>();
  private readonly routeOf: number[] = [];
  private readonly languageOf = new Map<number, number>();

  /** @param pathOf returns the path of a route by its index */
  constructor(
    readonly index: LiteralIndex,
    readonly pathOf: (route: number) => Language,
    readonly visitor: Visitor,
    readonly budget: Budget,
  ) {
    this.joint = automaton(PATH_ALPHABET, budget);
  }

  /** Returns the routes whose regexes accept the text read so far. */
  accepted(state: number): readonly number[] {
    return this.joint.accepted(state).map((language) => this.routeAt(language));
  }

  /** Returns the routes whose regexes may accept the text read so far or a longer one. */
  alive(state: number): readonly number[] {
    return this.joint.alive(state).map((language) => this.routeAt(language));
  }

  /** Returns the state after adding the regexes of a node to a state. */
  enter(state: number, { text, stems }: LiteralNode): number {
    if (stems.length === 0) return state;
    const { joint } = this;
    // Most programs begin after their stem, which the trie has read; the others must read the text from its start.
    const read = stems.filter((route) => this.stemLength(route) === text.length);
    const languages = read.map((route) => this.languageAt(route));
    let result = joint.enter(state, languages, symbolBefore(text, text.length));
    for (const route of stems) {
      const start = this.stemLength(route);
      if (start === text.length) continue;
      let entered = joint.enter(DEAD, [this.languageAt(route)], symbolBefore(text, start));
      for (let index = start; index < text.length; index += 1) {
        entered = joint.step(entered, symbolAt(text, index));
      }
      result = joint.union(result, entered);
    }
    return result;
  }

  /** The length of the literal stem that a route's program leaves out. */
  private stemLength(route: number): number {
    const path = this.pathOf(route);
    return path.kind === 'regex' ? path.stem.length : 0;
  }

  private languageAt(route: number): number {
    const known = this.languageOf.get(route);
    if (known !== undefined) return known;
    const path = this.pathOf(route);
    const [program] = path.kind === 'regex' ? [path.rest] : programsOf(path);
    if (program === undefined) throw new Error('a route at a stem has no program');
    const language = this.joint.add(program);
    this.routeOf[language] = route;
    this.languageOf.set(route, language);
    return language;
  }

  private routeAt(language: number): number {
    return this.routeOf[language] ?? 0;
  }
}

/** Whether an exact path has so many successors that a prefix among them may cover every continuation. */
export function mayBeFull({ exacts }: LiteralNode, position: number, high: number): boolean {
  return exacts.length > 0 && high - position > PATH_SYMBOLS;
}

/** The union of two disjoint lists of routes, in ascending order. */
export function merged(a: readonly number[], b: readonly number[]): readonly number[] {
  if (b.length === 0) return a;
  if (a.length === 0 && b.length === 1) return b;
  return [...a, ...b].sort((x, y) => x - y);
}

function symbolBefore(text: string, position: number): number | undefined {
  return position === 0 ? undefined : symbolAt(text, position - 1);
}
