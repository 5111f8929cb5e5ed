import type { Route } from '../model';
import { isPathText, ROOT_PATH, stemOf, textIndex, type TextIndex } from '../text';

/** A node of the trie: one text, with the routes that it is a literal or a stem of. */
export interface LiteralNode {
  readonly text: string;
  /** Routes with this prefix. They match this text and all texts that begin with it. */
  readonly prefixes: readonly number[];
  /** Routes with this exact path. */
  readonly exacts: readonly number[];
  /** Routes with any other kind of path whose literal stem is this text. */
  readonly stems: readonly number[];
}

/**
 * Implicit trie of the literal texts of routes. The exact path `/ab`, the prefix `/a` and the regex `/a[0-9]` have two
 * nodes: `/a`, with the prefix and the stem of the regex, and `/ab`.
 *
 * INVARIANT: each route that can match a path is in the node of its stem, and an exact route in one for each value.
 */
export interface LiteralIndex extends TextIndex {
  /** The number of nodes. */
  readonly length: number;
  /** Whether every prefix and exact path of the routes is the text of a node. */
  readonly isWhole: boolean;
  /** Returns a node by its index. Nodes are not cached: there are many, and most are visited once. */
  nodeAt(node: number): LiteralNode;
}

/** Shared by all nodes without routes of a kind. */
const NONE: readonly number[] = [];

/** How a node's text relates to a route's path. */
const KIND = { prefix: 1, exact: 2, stem: 3 } as const;

const known = new WeakMap<readonly Route[], LiteralIndex>();

/**
 * Returns the index of a list of routes; cached by list. Routes are identified by their position in the list. Routes
 * that no path can match are left out.
 */
export function literalIndex(routes: readonly Route[]): LiteralIndex {
  const index = known.get(routes) ?? makeIndex(routes);
  known.set(routes, index);
  return index;
}

function makeIndex(routes: readonly Route[]): LiteralIndex {
  const literals: string[] = [];
  const routeOf: number[] = [];
  const kinds = new Uint8Array(routes.length);
  let isWhole = true;
  for (let route = 0; route < routes.length; route += 1) {
    const path = routes[route]?.path;
    if (path?.kind === 'prefix') add(path.text, route, KIND.prefix);
    else if (path?.kind === 'values') for (const text of path.values) add(text, route, KIND.exact);
    else if (path !== undefined) {
      add(stemOf(path), route, KIND.stem);
      if (path.kind === 'folded') isWhole = false;
    }
  }
  const index = textIndex(literals, routeOf);
  return { ...index, length: index.texts.length, isWhole, nodeAt };

  function add(text: string, route: number, kind: number): void {
    kinds[route] = kind;
    const beginning = text === '' && kind !== KIND.exact ? ROOT_PATH : text;
    if (isPathText(beginning)) {
      literals.push(beginning);
      routeOf.push(route);
    } else if (kind !== KIND.stem) isWhole = false;
  }

  function nodeAt(node: number): LiteralNode {
    const first = index.starts[node] ?? 0;
    const end = index.starts[node + 1] ?? 0;
    const text = index.texts[node] ?? '';
    if (end - first > 1) {
      const all = Array.from(index.routes.subarray(first, end));
      const withKind = (kind: number) => all.filter((route) => kinds[route] === kind);
      return {
        text,
        prefixes: withKind(KIND.prefix),
        exacts: withKind(KIND.exact),
        stems: withKind(KIND.stem),
      };
    }
    const route = index.routes[first] ?? 0;
    const kind = kinds[route];
    return {
      text,
      prefixes: kind === KIND.prefix ? [route] : NONE,
      exacts: kind === KIND.exact ? [route] : NONE,
      stems: kind === KIND.stem ? [route] : NONE,
    };
  }
}
