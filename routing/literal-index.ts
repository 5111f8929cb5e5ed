import { isTextOf, PATH_ALPHABET } from './alphabet';
import type { Route } from './route';
import { stemOf } from './language';

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

/** A node while the index is made. */
type OpenNode = { -readonly [K in keyof LiteralNode]: LiteralNode[K] };

/** Most nodes have routes of one kind alone; the others share this. */
const NONE: readonly number[] = [];

/** The plain texts of some routes, in order: those that go on from a text follow it. */
export type LiteralIndex = readonly LiteralNode[];

/** Every path begins so. */
export const ROOT = '/';

/** Makes the index of some routes; routes are named by their place. Those that no path can match are left out. */
export function literalIndex(routes: readonly Route[]): LiteralIndex {
  const nodes = new Map<string, OpenNode>();
  routes.forEach(({ path }, route) => {
    if (path.kind === 'prefix') {
      const text = path.text === '' ? ROOT : path.text;
      add(text, 'prefixes', route);
    } else if (path.kind === 'values') {
      for (const text of path.values) add(text, 'exacts', route);
    } else {
      const stem = stemOf(path);
      const text = stem === '' ? ROOT : stem;
      add(text, 'stems', route);
    }
  });
  return [...nodes.values()].sort((a, b) => (a.text < b.text ? -1 : 1));

  function add(text: string, kind: 'prefixes' | 'exacts' | 'stems', route: number): void {
    if (!isPathText(text)) return;
    let node = nodes.get(text);
    if (node === undefined) {
      node = { text, prefixes: NONE, exacts: NONE, stems: NONE };
      nodes.set(text, node);
    }
    node[kind] = node[kind] === NONE ? [route] : [...node[kind], route];
  }
}

function isPathText(text: string): boolean {
  return text.startsWith(ROOT) && isTextOf(text, PATH_ALPHABET);
}
