import { fstatSync, writeSync } from 'node:fs';

/** Tells whether something that was to be written to standard output or standard error is lost. */
export interface WholeOutput {
  readonly isLost: () => boolean;
}

/**
 * Watches what this process writes: who takes half an answer for the whole one, or none for a clean one, is misled.
 * That the reader stopped reading (`kfaas synth | head -0`) is no loss.
 * @param whenLost is told the first loss; what was lost of standard error is lost to people too
 */
export function watchOutput(whenLost: () => void): WholeOutput {
  let isLost = false;
  const lose = (error: NodeJS.ErrnoException, tell: (text: string) => void) => {
    if (isLost || error.code === 'EPIPE') return;
    isLost = true;
    whenLost();
    tell(`cannot write the answer: ${error.message}\n`);
  };
  writeWholeFile(process.stdout);
  process.stdout.on('error', (error: Error) => lose(error, (text) => void process.stderr.write(text)));
  process.stderr.on('error', (error: Error) => lose(error, () => undefined));
  return { isLost: () => isLost };
}

/** On a disk that is almost full the system writes a part and calls it success, and so does Node.js: go on with the rest. */
function writeWholeFile(stream: typeof process.stdout): void {
  if (!isFile(stream.fd)) return;
  stream._write = (chunk: Buffer, _, done) => {
    try {
      for (let at = 0; at < chunk.length;) at += writeSync(stream.fd, chunk, at);
    } catch (error) {
      done(error as Error);
      return;
    }
    done();
  };
}

/** A stream may be closed from the start, and has no file then. */
function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}
