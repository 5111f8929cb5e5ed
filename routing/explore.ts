import { PATH_ALPHABET, symbolAt } from './alphabet';
import { automaton, DEAD } from './automaton';
import type { Budget } from './budget';
import { programsOf, type Language } from './language';
import { ROOT, type LiteralIndex, type LiteralNode } from './literal-index';
import { plainRests } from './plain-rest';
import { rangeEnd, waysOn, type NodeRange } from './literal-range';
import { prefixChain, type PrefixChain } from './prefix-chain';

/** What comes of an exploration. */
export interface Visitor {
  /**
   * Called for every set of routes that match one path together and no other does; sets may come again.
   * @param routes by their place, in ascending order
   */
  accept(routes: readonly number[]): void;
  /** Whether nothing more is to be learnt of paths that just these routes match. */
  isDone(routes: readonly number[]): boolean;
  /** Whether nothing more is to be learnt of paths that some of these routes match, whichever. */
  isSettled(routes: readonly number[]): boolean;
}

/** Texts that begin alike, as far as they are read: a range of the index, and what is alive of the regexes. */
interface Config {
  readonly low: number;
  readonly high: number;
  readonly depth: number;
  readonly state: number;
  readonly chain: PrefixChain;
}

/** Stands where a text has no node. */
const NO_NODE: LiteralNode = { text: '', prefixes: [], exacts: [], stems: [] };

/** More states than any budget allows. */
const STATE_LIMIT = 2 ** 26;

/** How many symbols a path can have at a place. */
const PATH_SYMBOLS = PATH_ALPHABET.reduce((sum, may) => sum + may, 0);

/**
 * Explores which sets of routes match a path together, over all paths at once: plain texts as a trie, and, where
 * regexes are alive, one automaton over all of them. Where no regex is alive, only the plain texts are visited;
 * where only one route is alive, nothing is explored.
 * @param pathOf gives the path of a route by its place
 */
export function explore(
  index: LiteralIndex,
  pathOf: (route: number) => Language,
  visitor: Visitor,
  budget: Budget,
): void {
  const joint = automaton(PATH_ALPHABET, budget);
  const routeOf: number[] = [];
  const languageOf = new Map<number, number>();
  const seen = new Set<number>();
  const restBehind = plainRests();
  const tasks: (() => void)[] = [() => walk(0, index.length, ROOT.length, prefixChain())];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) task();

  /** Visits the nodes of a range that begin alike up to a depth, where no regex is alive. */
  function walk(low: number, high: number, depth: number, outer: PrefixChain): void {
    const first = low < index.length ? index.nodeAt(low) : undefined;
    // The text read so far goes on besides all nodes, unless it is one of them that settles what goes on from it.
    if (first === undefined || first.text.length > depth || isExactAlone(first, low, high)) {
      visitor.accept(outer.routes);
    }
    const open: { readonly text: string; readonly chain: PrefixChain }[] = [];
    for (let at = low; at < high; at += 1) {
      const node = index.nodeAt(at);
      while (open.length > 0 && !node.text.startsWith(open.at(-1)?.text ?? '')) open.pop();
      const chain = open.at(-1)?.chain ?? outer;
      budget.spend(1);
      if (node.stems.length > 0 || mayBeFull(node, at, high)) {
        const end = rangeEnd(index, at, high);
        const config = { low: at, high: end, depth: node.text.length, state: DEAD, chain };
        tasks.push(() => visit(config));
        at = end - 1;
        continue;
      }
      if (node.exacts.length === 0 && index.enclosing[at + 1] !== at) {
        visitor.accept(merged(chain.routes, node.prefixes));
        continue;
      }
      const inner = chain.with(node.prefixes);
      if (node.exacts.length > 0) visitor.accept(merged(inner.routes, node.exacts));
      if (node.prefixes.length > 0) {
        visitor.accept(inner.routes);
        open.push({ text: node.text, chain: inner });
      }
    }
  }

  /** Visits a text and the ways on from it, symbol by symbol. */
  function visit({ low: first, high, depth, state: before, chain: outer }: Config): void {
    const isNode = first < high && index.texts[first]?.length === depth;
    const node = isNode ? index.nodeAt(first) : NO_NODE;
    const low = isNode ? first + 1 : first;
    const chain = outer.with(node.prefixes);
    if (before === DEAD && low >= high && isSettledByLone(node, chain)) return;
    const state = isNode ? enter(before, node) : before;
    visitor.accept(merged(chain.routes, [...node.exacts, ...joint.accepted(state).map(routeAt)]));

    const ways = waysOn(index, { low, high }, depth);
    if (state === DEAD) {
      if (hasOtherWay(ways, depth)) visitor.accept(chain.routes);
      if (low < high) tasks.push(() => walk(low, high, depth + 1, chain));
      return;
    }
    if (low >= high && node.exacts.length === 0) {
      exploreFreely(chain, state);
      return;
    }
    const [only] = ways.size === 1 ? ways.keys() : [];
    for (const { symbols, state: next } of joint.transitions(state)) {
      let free = false;
      const goOn = (symbol: number) => {
        if (PATH_ALPHABET[symbol] !== 1) return;
        const way = ways.get(symbol);
        if (way === undefined) free = true;
        else if (next === DEAD) tasks.push(() => walk(way.low, way.high, depth + 1, chain));
        else tasks.push(() => visit({ ...way, depth: depth + 1, state: next, chain }));
      };
      if (only === undefined) symbols.forEach(goOn);
      else {
        // One symbol goes on, so it is enough to look at one other.
        if (joint.step(state, only) === next) goOn(only);
        free = symbols.some((symbol) => symbol !== only && PATH_ALPHABET[symbol] === 1);
      }
      if (!free) continue;
      if (next === DEAD) visitor.accept(chain.routes);
      else exploreFreely(chain, next);
    }
  }

  /** Visits what goes on from a node by one regex alone, if nothing more is to be learnt but that it matches. */
  function isSettledByLone({ text, exacts, stems }: LiteralNode, chain: PrefixChain): boolean {
    const [route] = stems;
    if (route === undefined || stems.length > 1 || exacts.length > 0) return false;
    const rest = restBehind(pathOf(route), text);
    if (rest === undefined) return false;
    const both = merged(chain.routes, [route]);
    visitor.accept(rest.holdsEmpty ? both : chain.routes);
    budget.spend(1);
    if (visitor.isSettled(both)) return true;
    if (!visitor.isDone(chain.routes)) return false;
    visitor.accept(both);
    return true;
  }

  /** Explores where no plain text goes on: the routes of the chain match anyway, the regexes may. */
  function exploreFreely(chain: PrefixChain, from: number): void {
    const open = [from];
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      const key = chain.id * STATE_LIMIT + state;
      if (seen.has(key)) continue;
      seen.add(key);
      budget.spend(1);
      const alive = joint.alive(state);
      if (visitor.isSettled(merged(chain.routes, alive.map(routeAt)))) continue;
      const [only] = alive;
      if (alive.length === 1 && only !== undefined && !joint.asserts(state) && visitor.isDone(chain.routes)) {
        visitor.accept(merged(chain.routes, [routeAt(only)]));
        continue;
      }
      visitor.accept(merged(chain.routes, joint.accepted(state).map(routeAt)));
      for (const { symbols, state: next } of joint.transitions(state)) {
        if (!symbols.some((symbol) => PATH_ALPHABET[symbol] === 1)) continue;
        if (next === DEAD) visitor.accept(chain.routes);
        else open.push(next);
      }
    }
  }

  /** Lets the regexes of a node begin. */
  function enter(state: number, { text, stems }: LiteralNode): number {
    if (stems.length === 0) return state;
    // What most begin with has been read, so they are entered behind it; others begin at the beginning.
    const read = stems.filter((route) => stemLength(route) === text.length);
    let result = joint.enter(state, read.map(languageAt), symbolBefore(text, text.length));
    for (const route of stems) {
      const start = stemLength(route);
      if (start === text.length) continue;
      let own = joint.enter(DEAD, [languageAt(route)], symbolBefore(text, start));
      for (let at = start; at < text.length; at += 1) own = joint.step(own, symbolAt(text, at));
      result = joint.union(result, own);
    }
    return result;
  }

  /** How much of a route's path its program takes to be read. */
  function stemLength(route: number): number {
    const path = pathOf(route);
    return path.kind === 'regex' ? path.stem.length : 0;
  }

  function languageAt(route: number): number {
    const known = languageOf.get(route);
    if (known !== undefined) return known;
    const path = pathOf(route);
    const [program] = path.kind === 'regex' ? [path.rest] : programsOf(path);
    if (program === undefined) throw new Error('a path without a program stands at a stem');
    const language = joint.add(program);
    routeOf[language] = route;
    languageOf.set(route, language);
    return language;
  }

  function routeAt(language: number): number {
    return routeOf[language] ?? 0;
  }

  /** Whether a path can go on from a text without coming under one of the prefixes behind it. */
  function hasOtherWay(ways: ReadonlyMap<number, NodeRange>, depth: number): boolean {
    if (ways.size < PATH_SYMBOLS) return true;
    return [...ways.values()].some(({ low }) => {
      const { text, prefixes } = index.nodeAt(low);
      return text.length > depth + 1 || prefixes.length === 0;
    });
  }

  function isExactAlone(node: LiteralNode, at: number, high: number): boolean {
    return node.prefixes.length === 0 && node.stems.length === 0 && !mayBeFull(node, at, high);
  }

  /** Whether so many nodes follow that every way on from an exact path may lead under one of them. */
  function mayBeFull({ exacts }: LiteralNode, at: number, high: number): boolean {
    return exacts.length > 0 && high - at > PATH_SYMBOLS;
  }
}

function symbolBefore(text: string, at: number): number | undefined {
  return at === 0 ? undefined : symbolAt(text, at - 1);
}

/** Two lists of routes as one, in ascending order. */
function merged(a: readonly number[], b: readonly number[]): readonly number[] {
  if (b.length === 0) return a;
  if (a.length === 0 && b.length === 1) return b;
  return [...a, ...b].sort((x, y) => x - y);
}
