import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileStatus } from './file-status';
import { readRecordFile, writeRecordFile, type RecordEntry } from './record-file';

/**
 * What an earlier run rendered from which inputs. With it a run need not read, judge and render again what it
 * finds as that run left it. Nothing depends on it but time: without it, the same bytes come out. A record that is
 * damaged anywhere is no record.
 */
export interface RunRecord {
  /**
   * What an earlier run, that found nothing wrong, made of this source from exactly these inputs; `undefined` where
   * none rendered it.
   */
  readonly known: (source: string, inputs: string) => unknown;
  /**
   * The paths that were rendered from exactly these inputs, where each file still is the one that was left
   * there; `undefined` where anything differs or is not known.
   */
  readonly untouched: (source: string, inputs: string) => readonly string[] | undefined;
  /** What an earlier run noted of the whole, of exactly these inputs. */
  readonly noted: (inputs: string) => unknown;
  /**
   * Replaces the record by what this run rendered; a record that cannot be written is done without.
   * @param statusOf what a file that this run wrote, or read and found right, is to be told by
   * @param note something to remember of the whole, and the inputs that it follows from; plain data
   */
  readonly save: (
    rendered: ReadonlyMap<string, Rendered>,
    statusOf: (path: string) => string | undefined,
    note?: RunNote,
  ) => void;
}

/** Something to remember of a whole run. */
export interface RunNote {
  readonly inputs: string;
  readonly value: unknown;
}

/** What one source was rendered to. */
export interface Rendered {
  /** Stands for everything that the files follow from, beside the program. */
  readonly inputs: string;
  readonly paths: readonly string[];
  /** What was made of the source before it was rendered: plain data. Not asked for where the files are kept. */
  readonly data: () => unknown;
  /** Whether its files were found untouched, and not looked at any further. */
  readonly kept: boolean;
}

/**
 * Opens the record of runs that rendered into one output folder.
 * @param program represents the program itself; a record of another one is not used
 */
export function openRunRecord(file: string, outdir: string, program: string): RunRecord {
  const { entries, note: noted } = readRecordFile(file, program);
  return {
    known(source, inputs) {
      const [known, , , data] = entries.get(source) ?? [];
      return known === inputs ? data : undefined;
    },
    untouched(source, inputs) {
      const [known, signature, paths] = entries.get(source) ?? [];
      if (known !== inputs || paths === undefined) return undefined;
      const current = signatureOf(paths, (path) => fileStatus(join(outdir, path)));
      return current === signature ? paths : undefined;
    },
    noted: (inputs) => (noted?.inputs === inputs ? noted.value : undefined),
    save(rendered, statusOf, note) {
      const next = new Map<string, RecordEntry>();
      for (const [source, { inputs, paths, data, kept }] of rendered) {
        const entry = entries.get(source);
        if (kept && entry !== undefined) {
          next.set(source, entry);
          continue;
        }
        const signature = signatureOf(paths, statusOf);
        if (signature !== undefined) next.set(source, [inputs, signature, paths, data()]);
      }
      writeRecordFile(file, program, { entries: next, ...(note === undefined ? {} : { note }) });
    },
  };
}

/** Stands for all files of a source as they are; there is none where one of them cannot be told later. */
function signatureOf(
  paths: readonly string[],
  statusOf: (path: string) => string | undefined,
): string | undefined {
  const hash = createHash('sha1');
  for (const path of paths) {
    const status = statusOf(path);
    if (status === undefined) return undefined;
    hash.update(`${status} `);
  }
  return hash.digest('base64');
}
