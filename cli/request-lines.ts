import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** How much is read at once, in bytes. */
const CHUNK = 1 << 20;

/** How long to wait for more to come, and for a reader to take what is there, in milliseconds. */
const PAUSE = { reading: 5, writing: 0.1 };

/** Reads a file's lines, or those of standard input (`-`), as many at a time as have come. */
export function* lineChunks(file: string): Generator<readonly string[]> {
  const descriptor = file === '-' ? 0 : openSync(file, 'r');
  try {
    const decoder = new StringDecoder('utf8');
    const buffer = Buffer.alloc(CHUNK);
    let rest = '';
    for (let size = readSome(descriptor, buffer); size > 0; size = readSome(descriptor, buffer)) {
      const lines = (rest + decoder.write(buffer.subarray(0, size))).split('\n');
      rest = lines.pop() ?? '';
      if (lines.length > 0) yield lines;
    }
    rest += decoder.end();
    if (rest !== '') yield [rest];
  } finally {
    if (descriptor !== 0) closeSync(descriptor);
  }
}

/**
 * Writes to standard output at once: `process.stdout` would keep everything in memory until the last line is read.
 * @returns whether anybody still reads it
 */
export function writeNow(text: string): boolean {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(1, bytes, written);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return false;
      if (code !== 'EAGAIN') throw error;
      pause(PAUSE.writing);
    }
  }
  return true;
}

function readSome(descriptor: number, buffer: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, buffer, 0, buffer.length, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      pause(PAUSE.reading);
    }
  }
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
