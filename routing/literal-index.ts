import type { Route } from './route';
import { stemOf } from './language';
import { textIndex, type TextIndex } from './text-index';

/** All routes whose paths begin, end or branch at one text. */
export interface LiteralNode {
  readonly text: string;
  /** Routes of this prefix: they match this path and all that go on from it. */
  readonly prefixes: readonly number[];
  /** Routes of this exact path. */
  readonly exacts: readonly number[];
  /** Routes of which this is the stem: what they match goes on from here in other ways than by plain text. */
  readonly stems: readonly number[];
}

/** The plain texts of some routes, in order. */
export interface LiteralIndex extends TextIndex {
  /** How many nodes it has. */
  readonly length: number;
  /** Whether every prefix and exact path of the routes is the text of a node. */
  readonly isWhole: boolean;
  /** A node. Nodes are not kept: there are many, and most are looked at once. */
  nodeAt(at: number): LiteralNode;
}

/** A node that has no routes of a kind. */
const NONE: readonly number[] = [];

/** Every path begins so. */
export const ROOT = '/';

/** What a route is to a node. */
const KIND = { prefix: 1, exact: 2, stem: 3 } as const;

const known = new WeakMap<readonly Route[], LiteralIndex>();

/**
 * The index of some routes, which are named by their place. Those that no path can match are left out. The same list
 * of routes has the same index.
 */
export function literalIndex(routes: readonly Route[]): LiteralIndex {
  const index = known.get(routes) ?? makeIndex(routes);
  known.set(routes, index);
  return index;
}

function makeIndex(routes: readonly Route[]): LiteralIndex {
  const given: string[] = [];
  const places: number[] = [];
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
  const index = textIndex(given, places);
  return { ...index, length: index.texts.length, isWhole, nodeAt };

  function add(text: string, route: number, kind: number): void {
    kinds[route] = kind;
    const beginning = text === '' && kind !== KIND.exact ? ROOT : text;
    if (isPathText(beginning)) {
      given.push(beginning);
      places.push(route);
    } else if (kind !== KIND.stem) isWhole = false;
  }

  function nodeAt(at: number): LiteralNode {
    const first = index.starts[at] ?? 0;
    const end = index.starts[at + 1] ?? 0;
    const text = index.texts[at] ?? '';
    if (end - first > 1) {
      const all = Array.from(index.routes.subarray(first, end));
      const ofKind = (kind: number) => all.filter((route) => kinds[route] === kind);
      return { text, prefixes: ofKind(KIND.prefix), exacts: ofKind(KIND.exact), stems: ofKind(KIND.stem) };
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

/** Symbols of paths behind the first slash, as {@link PATH_ALPHABET} has them; a regex is faster here. */
const PATH_TEXT = /^\/[!"$->@-~]*$/;

/** Whether a path can begin with a text. */
export function isPathText(text: string): boolean {
  return PATH_TEXT.test(text);
}
