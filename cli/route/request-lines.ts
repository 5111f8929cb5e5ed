import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** The number of bytes in one read. */
const CHUNK = 1 << 20;

/** The waits for input and for the reader of the output, in milliseconds. */
const PAUSE = { reading: 5, writing: 0.1 };

/** Reads the lines of a file or of standard input (`-`), in chunks as they arrive. */
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
 * Writes to standard output synchronously. `process.stdout` would buffer all output until the input ends.
 * @returns whether the reader still accepts output
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
