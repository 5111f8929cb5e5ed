import { fstatSync, writeSync } from 'node:fs';

/** Reports whether output to standard output or standard error is lost. */
export interface WholeOutput {
  readonly isLost: () => boolean;
}

/**
 * Watches the output of this process, because incomplete output must not pass for a complete answer. A reader that
 * stops reading (`kfaas synth | head -0`) is no loss.
 * @param whenLost called at the first loss
 */
export function watchOutput(whenLost: () => void): WholeOutput {
  let isLost = false;
  const lose = (error: NodeJS.ErrnoException, report: (text: string) => void) => {
    if (isLost || error.code === 'EPIPE') return;
    isLost = true;
    whenLost();
    report(`cannot write the output: ${error.message}\n`);
  };
  writeWholeFile(process.stdout);
  process.stdout.on('error', (error: Error) => lose(error, (text) => void process.stderr.write(text)));
  process.stderr.on('error', (error: Error) => lose(error, () => undefined));
  return { isLost: () => isLost };
}

/** Writes chunks completely. On an almost full disk, the system and Node.js report a partial write as success. */
function writeWholeFile(stream: typeof process.stdout): void {
  if (!isFile(stream.fd)) return;
  stream._write = (chunk: Buffer, _, done) => {
    try {
      for (let offset = 0; offset < chunk.length;) offset += writeSync(stream.fd, chunk, offset);
    } catch (error) {
      done(error as Error);
      return;
    }
    done();
  };
}

/** Whether a descriptor is a file; a stream may be closed from the start. */
function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}
