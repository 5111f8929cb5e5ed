import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { fileIdentity, identityText } from './file-status';

/** Writes files that do not exist yet, in folders that do. */
export interface FileWriter {
  readonly write: (file: string, text: string) => void;
  /**
   * Waits until all is written, and gives the identity of each file.
   * @throws the first error of the system
   */
  readonly finish: () => ReadonlyMap<string, string | undefined>;
}

/** Files that are written here before a thread is worth its start. */
const WITHOUT_THREAD = 500;

/** Files that are handed to the thread at a time. */
const BATCH = 200;

/** What the thread reports at its end. */
interface Report {
  readonly written: readonly (readonly [file: string, status: Parameters<typeof identityText>[0]])[];
  readonly failure?: { readonly message: string; readonly code: string; readonly syscall: string };
}

/**
 * A writer that leaves many files to a thread of its own: what the system does for each file takes about as long
 * as making its text, and the two then go on side by side.
 */
export function fileWriter(): FileWriter {
  const identities = new Map<string, string | undefined>();
  let batch: (readonly [file: string, text: string])[] = [];
  let thread: { readonly port: MessagePort; readonly done: Int32Array } | undefined;

  return {
    write(file, text) {
      if (thread === undefined && identities.size < WITHOUT_THREAD) {
        writeFileSync(file, text);
        identities.set(file, fileIdentity(file));
        return;
      }
      thread ??= startThread();
      batch.push([file, text]);
      if (batch.length < BATCH) return;
      thread.port.postMessage({ files: batch, last: false });
      batch = [];
    },
    finish() {
      if (thread === undefined) return identities;
      const { port, done } = thread;
      thread = undefined;
      port.postMessage({ files: batch, last: true });
      batch = [];
      Atomics.wait(done, 0, 0);
      const { written, failure } = receiveMessageOnPort(port)?.message as Report;
      port.close();
      if (failure !== undefined) throw Object.assign(new Error(failure.message), failure);
      for (const [file, status] of written) identities.set(file, identityText(status));
      return identities;
    },
  };
}

function startThread(): { readonly port: MessagePort; readonly done: Int32Array } {
  const done = new Int32Array(new SharedArrayBuffer(4));
  const { port1, port2 } = new MessageChannel();
  const workerData = { port: port2, done };
  new Worker(join(__dirname, 'file-writer-thread.js'), {
    workerData,
    transferList: [port2],
    execArgv: [],
  }).unref();
  port1.unref();
  return { port: port1, done };
}
