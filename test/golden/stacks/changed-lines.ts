import { diffLines } from 'diff';

/** A line that another version takes away or brings. */
export interface ChangedLine {
  /** Path of the file, from the cluster's folder on. */
  readonly file: string;
  /** The kind of the object in which it stands; `Knative Service` for those of Knative. */
  readonly kind: string;
  readonly sign: '-' | '+';
  readonly text: string;
}

/** The lines that differ between two folders of manifests, object by object. */
export function changedLines(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly ChangedLine[] {
  const files = [...new Set([...before.keys(), ...after.keys()])].sort();
  return files.flatMap((file) => {
    if (before.get(file) === after.get(file)) return [];
    const [old, now] = [before, after].map((folder) => objectsIn(folder.get(file) ?? ''));
    const kinds = [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])];
    return kinds.flatMap((kind) =>
      diffLines(old?.get(kind) ?? '', now?.get(kind) ?? '').flatMap(
        ({ added, removed, value }): ChangedLine[] => {
          if (!added && !removed) return [];
          const lines = value.replace(/\n$/, '').split('\n');
          return lines.map((text) => ({ file, kind, sign: added ? '+' : '-', text }));
        },
      ),
    );
  });
}

/** The objects of a file by their kind; no file holds two of a kind. */
function objectsIn(text: string): ReadonlyMap<string, string> {
  const documents = text.split(/^---\n/m).filter((document) => document !== '');
  return new Map(
    documents.map((document) => {
      const kind = /^kind: (.*)$/m.exec(document)?.[1] ?? '';
      return [document.includes('serving.knative.dev/v1') ? `Knative ${kind}` : kind, document];
    }),
  );
}
