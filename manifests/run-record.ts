import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * What an earlier run rendered from which inputs. With it a run need not read, judge and render again what it
 * finds as that run left it. Nothing depends on it but time: without it, the same bytes come out.
 */
export interface RunRecord {
  /** Whether an earlier run, that found nothing wrong, rendered this source from exactly these inputs. */
  readonly isKnown: (source: string, inputs: string) => boolean;
  /**
   * The paths that were rendered from exactly these inputs, where each file still is the one that was left
   * there; `undefined` where anything differs or is not known.
   */
  readonly untouched: (source: string, inputs: string) => readonly string[] | undefined;
  /** Replaces the record by what this run rendered; a record that cannot be written is done without. */
  readonly save: (rendered: ReadonlyMap<string, Rendered>) => void;
}

/** What one source was rendered to. */
export interface Rendered {
  /** Stands for everything that the files follow from, beside the program. */
  readonly inputs: string;
  readonly paths: readonly string[];
}

type Entry = readonly [inputs: string, signature: string, paths: readonly string[]];

/** Milliseconds after which a change of a file is sure to change its status too: clocks of kernels tick coarsely. */
const CLOCK_TICK = 20;

/**
 * Opens the record of runs that rendered into one output folder.
 * @param program stands for the program itself; a record of another one is not used
 */
export function openRunRecord(file: string, outdir: string, program: string): RunRecord {
  const entries = readEntries(file, program);
  return {
    isKnown: (source, inputs) => entries.get(source)?.[0] === inputs,
    untouched(source, inputs) {
      const [known, signature, paths] = entries.get(source) ?? [];
      if (known !== inputs || paths === undefined) return undefined;
      return signatureOf(outdir, paths) === signature ? paths : undefined;
    },
    save(rendered) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, CLOCK_TICK);
      const next = new Map<string, Entry>();
      for (const [source, { inputs, paths }] of rendered) {
        const signature = signatureOf(outdir, paths);
        if (signature !== undefined) next.set(source, [inputs, signature, paths]);
      }
      writeEntries(file, program, next);
    },
  };
}

/**
 * Stands for the files as they are: any write, replacement or change of times alters a file's change time or
 * inode. Where a file is missing or the file system counts whole seconds only, there is none.
 */
function signatureOf(outdir: string, paths: readonly string[]): string | undefined {
  const hash = createHash('sha1');
  for (const path of paths) {
    const status = statSync(join(outdir, path), { throwIfNoEntry: false });
    if (status === undefined || status.ctimeMs % 1000 === 0) return undefined;
    hash.update(`${status.size} ${status.ctimeMs} ${status.ino} `);
  }
  return hash.digest('base64');
}

function readEntries(file: string, program: string): Map<string, Entry> {
  try {
    const record = JSON.parse(readFileSync(file, 'utf8')) as {
      program?: string;
      entries?: [string, Entry][];
    };
    return new Map(record.program === program ? record.entries : []);
  } catch {
    return new Map();
  }
}

function writeEntries(file: string, program: string, entries: ReadonlyMap<string, Entry>): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const staging = `${file}.${process.pid}`;
    writeFileSync(staging, JSON.stringify({ program, entries: [...entries] }));
    renameSync(staging, file);
  } catch {
    // Saving time next time is not worth failing now.
  }
}
