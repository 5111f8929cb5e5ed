import { diffLines } from 'diff';

/** A line that is taken away or comes. */
export interface ChangedLine {
  readonly sign: '-' | '+';
  readonly text: string;
}

/** A change that some files have in common. */
export interface RenderedChange {
  /** The files, by their paths, in order. */
  readonly files: readonly string[];
  /** `added` and `removed` files have no lines. */
  readonly kind: 'changed' | 'added' | 'removed';
  readonly lines: readonly ChangedLine[];
}

/** The differences between two sets of files. Files with the same changed lines form one entry, the most frequent first. */
export function renderedChanges(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): { readonly files: number; readonly changes: readonly RenderedChange[] } {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  const groups = new Map<
    string,
    { kind: RenderedChange['kind']; lines: readonly ChangedLine[]; files: string[] }
  >();
  for (const path of paths) {
    const [old, now] = [before.get(path), after.get(path)];
    if (old === now) continue;
    const kind = old === undefined ? 'added' : now === undefined ? 'removed' : 'changed';
    const lines = kind === 'changed' ? changedLines(old ?? '', now ?? '') : [];
    const key = `${kind} ${lines.map(({ sign, text }) => `${sign}${text}`).join('\n')}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { kind, lines, files: [path] });
    else group.files.push(path);
  }
  const changes = [...groups.values()].sort((a, b) => b.files.length - a.files.length);
  return { files: paths.length, changes };
}

function changedLines(before: string, after: string): ChangedLine[] {
  return diffLines(before, after).flatMap(({ added, removed, value }): ChangedLine[] => {
    if (!added && !removed) return [];
    const sign = added ? '+' : '-';
    return value
      .replace(/\n$/, '')
      .split('\n')
      .map((text) => ({ sign, text }));
  });
}
