import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/*
 * The file of a run record. Its first line names the format and has the checksum of the rest; each line of the rest has
 * the checksum of itself: first what the record is about, then one line for each source.
 *
 *   kfaas-run-record 2 <checksum of all lines below>
 *   <checksum> {"program":"…","note":{"inputs":"…","value":…}}
 *   <checksum> ["functions/saas/showroom.yaml",["<inputs>","<signature>",["prod/…/saas-showroom.yaml"],{…}]]
 *
 * A checksum finds damage, by a disk or by hand; it does not keep out who computes it again. Nothing is made of a file in
 * which any checksum or shape is wrong.
 */

const FORMAT = 'kfaas-run-record 2';

const headSchema = z.strictObject({
  program: z.string(),
  note: z.strictObject({ inputs: z.string(), value: z.unknown() }).optional(),
});

const lineSchema = z.tuple([
  z.string(),
  z.tuple([z.string(), z.string(), z.array(z.string()), z.unknown()]).readonly(),
]);

/** What is known of one source. `data` is whatever was handed over: who uses it checks its shape. */
export type RecordEntry = readonly [
  inputs: string,
  signature: string,
  paths: readonly string[],
  data: unknown,
];

/** The contents of a record's file. */
export interface RecordContents {
  /** By source. */
  readonly entries: ReadonlyMap<string, RecordEntry>;
  readonly note?: { readonly inputs: string; readonly value: unknown };
}

/**
 * Reads a record.
 * @param program represents the program that may use the record
 * @returns nothing at all where the file is missing, damaged, of another program or of another format
 */
export function readRecordFile(file: string, program: string): RecordContents {
  try {
    return contentsOf(readFileSync(file, 'utf8'), program) ?? { entries: new Map() };
  } catch {
    // Not there, or no JSON where JSON belongs.
    return { entries: new Map() };
  }
}

function contentsOf(text: string, program: string): RecordContents | undefined {
  const end = text.indexOf('\n') + 1;
  const body = text.slice(end);
  if (text.slice(0, end) !== `${FORMAT} ${checksum(body)}\n`) return undefined;
  const [head, ...lines] = body.split('\n').map(checkedLine);
  const { program: writer, note } = headSchema.parse(head);
  if (writer !== program) return undefined;
  const entries = new Map(lines.map((line) => lineSchema.parse(line)));
  return { entries, ...(note === undefined ? {} : { note }) };
}

/** The JSON value of a line. */
function checkedLine(line: string): unknown {
  const space = line.indexOf(' ');
  const json = line.slice(space + 1);
  if (line.slice(0, space) !== checksum(json)) throw new Error('a line is damaged');
  return JSON.parse(json);
}

/** Replaces a record's file as a whole; one that cannot be written is done without. */
export function writeRecordFile(file: string, program: string, { entries, note }: RecordContents): void {
  const staging = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const body = [{ program, note }, ...entries].map(lineOf).join('\n');
    writeFileSync(staging, `${FORMAT} ${checksum(body)}\n${body}`);
    renameSync(staging, file);
  } catch {
    // Saving time next time is not worth failing now.
    removeQuietly(staging);
  }
}

function lineOf(value: unknown): string {
  const json = JSON.stringify(value);
  return `${checksum(json)} ${json}`;
}

function checksum(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // It is in nobody's way.
  }
}
